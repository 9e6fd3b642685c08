"""The waiting list: who waits for a place, and freed places offered in turn; all that others may call is here."""

from bot.services.waiting_list.desk_list import list_full_services, list_waiting
from bot.services.waiting_list.offers import accept_offer, decline_offer, offer_place, offer_places, remove_wish
from bot.services.waiting_list.results import (
    FullService,
    NothingToWait,
    NoWaiting,
    OfferAccepted,
    OfferDeclined,
    OfferOver,
    OffersMade,
    OfferView,
    WaitingLeft,
    WaitingLine,
    WaitingView,
    WaitingWithdrawn,
)
from bot.services.waiting_list.texts import describe_times, describe_wish
from bot.services.waiting_list.wishes import (
    PlaceWish,
    drop_wishes,
    end_wishes_in,
    leave_wish,
    list_wishes,
    open_wish,
    withdraw_wish,
)

__all__ = [
    "FullService", "NoWaiting", "NothingToWait", "OfferAccepted", "OfferDeclined", "OfferOver", "OfferView",
    "OffersMade", "PlaceWish", "WaitingLeft", "WaitingLine", "WaitingView", "WaitingWithdrawn", "accept_offer",
    "decline_offer", "describe_times", "describe_wish", "drop_wishes", "end_wishes_in", "leave_wish",
    "list_full_services", "list_waiting", "list_wishes", "offer_place", "offer_places", "open_wish", "remove_wish",
    "withdraw_wish",
]
