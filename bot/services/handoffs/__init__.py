"""From the assistant to an operator and back: queue, owner, call-back; all that others may call is here."""

from bot.services.handoffs.hours import DeskHours, desk_hours_of
from bot.services.handoffs.owning import claim, close, hand_back, say, seen, transfer
from bot.services.handoffs.queue import leave, position, request, set_callback
from bot.services.handoffs.results import (
    CALLBACK,
    ENDED,
    OUTCOMES,
    REASONS,
    Away,
    CallbackKept,
    Empty,
    Ended,
    Gone,
    Left,
    Moved,
    NoDesk,
    NoRequest,
    NotAllowed,
    NotOwner,
    Owned,
    Position,
    Queued,
    Requeued,
    Said,
    TakenBy,
    TooLong,
)
from bot.services.handoffs.watch import overdue, requeue_silent, waiting_count

__all__ = [
    "CALLBACK", "ENDED", "OUTCOMES", "REASONS", "Away", "CallbackKept", "DeskHours", "Empty", "Ended", "Gone", "Left",
    "Moved", "NoDesk", "NoRequest", "NotAllowed", "NotOwner", "Owned", "Position", "Queued", "Requeued", "Said",
    "TakenBy", "TooLong", "claim", "close", "desk_hours_of", "hand_back", "leave", "overdue", "position", "request",
    "requeue_silent", "say", "seen", "set_callback", "transfer", "waiting_count",
]
