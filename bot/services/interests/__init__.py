"""Being told when a course opens: interests and what is sent for them; all that others may call is here."""

from bot.services.interests.publications import (
    REASONS,
    CannotSend,
    EditionNews,
    NewsPressed,
    NewsPreview,
    NewsReason,
    PublicationView,
    list_news,
    list_publications,
    press_news,
    preview_news,
    stop_news,
)
from bot.services.interests.records import (
    CONVERSATION,
    InterestWish,
    change_interest,
    count_waiting,
    drop_interests,
    end_interests_in,
    keep_interest,
    leave_interest,
    list_interests,
    mark_enrolled,
    note_opened,
    open_by_code,
    withdraw_interest,
)
from bot.services.interests.results import (
    InterestChanged,
    InterestKept,
    InterestLeft,
    InterestView,
    InterestWithdrawn,
    NoInterest,
    UnknownWish,
)
from bot.services.interests.texts import can_send, describe_interest, explain_unreachable, name_wish
from bot.services.interests.waves import WavesSent, ask_owners, send_waves

__all__ = [
    "CONVERSATION", "REASONS", "CannotSend", "EditionNews", "InterestChanged", "InterestKept", "InterestLeft",
    "InterestView", "InterestWish", "InterestWithdrawn", "NewsPressed", "NewsPreview", "NewsReason", "NoInterest",
    "PublicationView", "UnknownWish", "WavesSent", "ask_owners",
    "can_send", "change_interest", "count_waiting", "describe_interest", "drop_interests", "end_interests_in",
    "explain_unreachable", "keep_interest",
    "leave_interest", "list_interests", "list_news", "list_publications", "mark_enrolled", "name_wish",
    "note_opened", "open_by_code", "press_news", "preview_news", "send_waves", "stop_news", "withdraw_interest",
]
