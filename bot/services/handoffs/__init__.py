"""From the assistant to an operator and back: queue, owner, call-back; all that others may call is here."""

from bot.services.handoffs.alerts import alert_desk
from bot.services.handoffs.callbacks import close_callbacks, is_settled, note_attempt
from bot.services.handoffs.common import (
    Desk,
    find_operator_row,
    list_operator_offices,
    lock_at_desk,
    make_visible_condition,
)
from bot.services.handoffs.hours import DeskHours, find_desk_hours
from bot.services.handoffs.ownership import (
    assign_in_turn,
    claim,
    claim_next,
    close,
    count_available,
    hand_back,
    list_takers,
    mark_read,
    mark_seen,
    say,
    transfer,
)
from bot.services.handoffs.queue import (
    correct_callback,
    find_stage,
    is_answered,
    leave_queue,
    request_operator,
    set_callback,
)
from bot.services.handoffs.results import (
    CALLBACK,
    DISTRESS,
    ENDED,
    FIRM,
    OUTCOMES,
    REASONS,
    TAKEN,
    Away,
    CallbackKept,
    Empty,
    Ended,
    Gone,
    Left,
    NoDesk,
    NoRequest,
    NotAllowed,
    NotOwner,
    Owned,
    Queued,
    Requeued,
    SaidByOperator,
    Stage,
    Taken,
    TakenBy,
    TooLong,
    Transferred,
    Tried,
)
from bot.services.handoffs.texts import cut_first_name
from bot.services.handoffs.time_limits import offer_callbacks, requeue_silent

__all__ = [
    "CALLBACK", "DISTRESS", "ENDED", "FIRM", "OUTCOMES", "REASONS", "TAKEN", "Away", "CallbackKept", "Desk",
    "DeskHours", "Empty", "Ended", "Gone", "Left", "NoDesk", "NoRequest", "NotAllowed", "NotOwner", "Owned",
    "Queued", "Requeued", "SaidByOperator", "Stage", "Taken", "TakenBy", "TooLong", "Transferred", "Tried",
    "alert_desk", "assign_in_turn", "claim", "claim_next", "close", "close_callbacks", "correct_callback",
    "count_available", "cut_first_name", "find_desk_hours", "find_operator_row", "find_stage", "hand_back",
    "is_answered", "is_settled", "leave_queue", "list_operator_offices", "list_takers", "lock_at_desk",
    "make_visible_condition", "mark_read", "mark_seen", "note_attempt", "offer_callbacks", "request_operator",
    "requeue_silent", "say", "set_callback", "transfer",
]
