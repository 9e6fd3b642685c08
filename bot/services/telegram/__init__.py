"""What Telegram's channel keeps in the database: updates that came in, and which chat shows which conversation."""

from bot.services.telegram.chats import (
    Advance,
    ChatView,
    advance,
    all_chats,
    chats_behind,
    chats_of,
    drop_chat,
    find_chat,
    mark_blocked,
    migrate_chat,
    open_chat,
    switch_chat,
)
from bot.services.telegram.updates import (
    REMEMBERED,
    WAKE,
    StoredUpdate,
    finish_updates,
    forget_updates,
    store_updates,
    waiting_updates,
)

__all__ = [
    "REMEMBERED", "WAKE", "Advance", "ChatView", "StoredUpdate", "advance", "all_chats", "chats_behind", "chats_of",
    "drop_chat", "find_chat", "finish_updates", "forget_updates", "mark_blocked", "migrate_chat", "open_chat",
    "store_updates", "switch_chat", "waiting_updates",
]
