"""The conversation log: messages in order, who has the floor, who is there; all that others may call is here."""

from bot.services.conversations.follower import Follower
from bot.services.conversations.lifetimes import AFTERWARDS, is_returned_to, may_return
from bot.services.conversations.log import (
    IS_PENDING,
    PAGE,
    append_in,
    append_message,
    find_newest_id,
    find_state,
    list_after,
    list_last,
    list_pending,
    lock_in,
    set_state_in,
    tell_in,
)
from bot.services.conversations.presence import Present, find_page_closed, list_present, mark_presence
from bot.services.conversations.results import (
    ASSISTANT,
    OWNED,
    WAITING,
    Appended,
    Draft,
    MessageView,
    Revoked,
    Silenced,
)
from bot.services.conversations.turns import Concluded, conclude, find_next_turn

__all__ = [
    "AFTERWARDS", "ASSISTANT", "IS_PENDING", "OWNED", "PAGE", "WAITING", "Appended", "Concluded", "Draft",
    "Follower", "MessageView", "Present", "Revoked", "Silenced", "append_in", "append_message", "conclude",
    "find_newest_id", "find_next_turn", "find_page_closed", "find_state", "is_returned_to", "list_after",
    "list_last", "list_pending", "list_present", "lock_in", "mark_presence", "may_return", "set_state_in",
    "tell_in",
]
