"""What Telegram's channel keeps in the database: updates that came in, and which chat shows which conversation."""

from bot.services.telegram.chats import (
    Advance,
    ChatView,
    advance,
    drop_chat,
    find_chat,
    list_all_chats,
    list_chats_behind,
    list_chats_of,
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
    list_waiting_updates,
    store_updates,
)

__all__ = [
    "REMEMBERED", "WAKE", "Advance", "ChatView", "StoredUpdate", "advance", "drop_chat", "find_chat",
    "finish_updates", "forget_updates", "list_all_chats", "list_chats_behind", "list_chats_of",
    "list_waiting_updates", "mark_blocked", "migrate_chat", "open_chat", "store_updates", "switch_chat",
]
