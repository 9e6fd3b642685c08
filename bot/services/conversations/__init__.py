"""The conversation log: messages in order, who has the floor, who is there; all that others may call is here."""

from bot.services.conversations.follower import Follower
from bot.services.conversations.lifetimes import AFTERWARDS, is_returned_to, may_return
from bot.services.conversations.log import (
    IS_PENDING,
    PAGE,
    append_in,
    append_message,
    find_state,
    list_after,
    list_last,
    list_pending,
    lock_in,
    newest_id,
    set_state_in,
    tell_in,
)
from bot.services.conversations.presence import Present, find_page_closed, mark_presence, present
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
from bot.services.conversations.turns import Concluded, conclude, next_turn

__all__ = [
    "AFTERWARDS", "ASSISTANT", "IS_PENDING", "OWNED", "PAGE", "WAITING", "Appended", "Concluded", "Draft", "Follower",
    "MessageView", "Present", "Revoked", "Silenced", "list_after", "append_message", "append_in", "conclude",
    "list_last", "lock_in", "mark_presence", "newest_id", "next_turn", "list_pending", "present", "set_state_in",
    "find_state", "tell_in", "find_page_closed", "is_returned_to", "may_return",
]
