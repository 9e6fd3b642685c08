"""Private chats of Telegram: which conversation each shows, and up to which message Telegram has taken it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Optional, Sequence

from sqlalchemy import delete, select, update

from bot import clock
from bot.db.models import Conversation, TelegramChat
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.services.conversations import lock_in
from bot.settings import Settings

CHANNEL = "telegram"

_chat = get_table(TelegramChat)
_conversation = get_table(Conversation)


@dataclass(frozen=True)
class ChatView:
    """A chat. ``delivered``: number of the newest message that Telegram has taken. ``shown``: what is to be edited
    or removed later, and how many parts of the next message were sent."""

    chat_id: int
    conversation_id: str
    delivered: int
    blocked: bool
    shown: dict[str, Any] = field(default_factory=dict)


def find_chat(settings: Settings, *, chat_id: int) -> Optional[ChatView]:
    """The chat, or None when it was never seen or is forgotten."""
    return next(iter(_chats(settings, _chat.c.chat_id == chat_id)), None)


def list_chats_of(settings: Settings, *, conversation_ids: Sequence[str]) -> list[ChatView]:
    """The chats that show one of these conversations."""
    return _chats(settings, _chat.c.conversation_id.in_(list(conversation_ids)))


def list_all_chats(settings: Settings) -> list[tuple[int, str]]:
    """Every chat with the conversation that it shows."""
    with transaction(settings.database_url) as session:
        return [(row[0], row[1]) for row in session.execute(select(_chat.c.chat_id, _chat.c.conversation_id))]


def list_chats_behind(settings: Settings) -> list[ChatView]:
    """The chats, of people who have not blocked the bot, whose conversation goes beyond what Telegram has taken."""
    return _chats(
        settings, _chat.c.blocked_at.is_(None), _chat.c.conversation_id == _conversation.c.id,
        _conversation.c.last_sequence > _chat.c.delivered_sequence)


def open_chat(settings: Settings, *, chat_id: int, conversation_id: str, now: datetime) -> ChatView:
    """The chat as it is; a new one shows ``conversation_id``, from its next message on.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing has changed.
    """
    known = find_chat(settings, chat_id=chat_id)
    return known or switch_chat(settings, chat_id=chat_id, conversation_id=conversation_id, now=now)


def switch_chat(settings: Settings, *, chat_id: int, conversation_id: str, now: datetime) -> ChatView:
    """Make the chat show ``conversation_id`` from its next message on, and nothing else."""
    with transaction(settings.database_url, write=True) as session:
        row = lock_in(session, conversation_id=conversation_id, channel=CHANNEL, now=now)
        session.execute(_where(delete(_chat), chat_id))
        session.execute(_chat.insert().values(
            chat_id=chat_id, conversation_id=conversation_id, delivered_sequence=row.last_sequence, shown={},
            created_at=clock.to_utc(now)))
        return ChatView(chat_id, conversation_id, row.last_sequence, False)


@dataclass(frozen=True)
class Advance:
    """Telegram has taken everything up to ``delivered``, and ``shown`` is to be remembered. ``chat``: as it was."""

    chat: ChatView
    delivered: int
    shown: dict[str, Any]


def advance(settings: Settings, *, steps: Sequence[Advance]) -> list[Optional[ChatView]]:
    """Note the ``steps`` in one transaction: each chat as it is then, or None when the row was not as in its step.

    That is so when another process has sent meanwhile, or when the chat shows another conversation by now.

    Raises:
        DatabaseUnavailable: the database cannot be written; no step is noted.
    """
    with transaction(settings.database_url, write=True) as session:
        return [_advanced(session, step) for step in steps]


def _advanced(session: Any, step: Advance) -> Optional[ChatView]:
    chat = step.chat
    statement = update(_chat).where(
        _chat.c.chat_id == chat.chat_id, _chat.c.conversation_id == chat.conversation_id,
        _chat.c.delivered_sequence == chat.delivered).values(delivered_sequence=step.delivered, shown=step.shown)
    if not count_rows(session, statement):
        return None
    return ChatView(chat.chat_id, chat.conversation_id, step.delivered, chat.blocked, step.shown)


def mark_blocked(settings: Settings, *, chat_id: int, blocked: bool, now: datetime) -> None:
    """Note that the person has blocked the bot, or no longer does. Nothing is sent to who has."""
    statement = _where(update(_chat), chat_id).values(blocked_at=clock.to_utc(now) if blocked else None)
    with transaction(settings.database_url, write=True) as session:
        session.execute(statement)


def migrate_chat(settings: Settings, *, chat_id: int, to_chat_id: int) -> None:
    """The chat has another number from now on."""
    with transaction(settings.database_url, write=True) as session:
        session.execute(_where(delete(_chat), to_chat_id))
        session.execute(_where(update(_chat), chat_id).values(chat_id=to_chat_id))


def drop_chat(settings: Settings, *, chat_id: int) -> None:
    """Forget the chat, as when its conversation was erased on request."""
    with transaction(settings.database_url, write=True) as session:
        session.execute(_where(delete(_chat), chat_id))


def _where(statement: Any, chat_id: int) -> Any:
    return statement.where(_chat.c.chat_id == chat_id)


def _chats(settings: Settings, *where: Any) -> list[ChatView]:
    columns = _chat.c.chat_id, _chat.c.conversation_id, _chat.c.delivered_sequence, _chat.c.blocked_at, _chat.c.shown
    with transaction(settings.database_url) as session:
        rows = session.execute(select(*columns).where(*where)).all()
    return [ChatView(row[0], row[1], row[2], row[3] is not None, row[4] or {}) for row in rows]
