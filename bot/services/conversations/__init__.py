"""The conversation log: messages in order, who has the word, who is there; all that others may call is here."""

from bot.services.conversations.follow import Follower
from bot.services.conversations.log import (
    PAGE,
    after,
    append,
    append_in,
    finish,
    last,
    lock_in,
    newest_id,
    pending,
    set_state_in,
    state,
    tell_in,
)
from bot.services.conversations.presence import Present, mark, present
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
    "ASSISTANT", "OWNED", "PAGE", "WAITING", "Appended", "Concluded", "Draft", "Follower", "MessageView", "Present",
    "Revoked", "Silenced", "after", "append", "append_in", "conclude", "finish", "last", "lock_in", "mark", "newest_id",
    "next_turn", "pending", "present", "set_state_in", "state", "tell_in",
]
