"""What the log answers with. Every datetime is aware, in Europe/Rome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

ASSISTANT = "assistant"
WAITING = "waiting"
OWNED = "owned"
"""The states of a conversation: in the last two Rasa is not called."""


@dataclass(frozen=True)
class Draft:
    """A message to be appended; see ``bot.db.models.conversations.Message`` for what the fields mean."""

    author: str
    text: str = ""
    content: Optional[dict[str, Any]] = None
    key: Optional[str] = None
    audience: str = "all"
    kind: str = "text"
    pending: bool = False
    operator_id: Optional[int] = None


@dataclass(frozen=True)
class MessageView:
    """A message of the log."""

    id: int
    conversation_id: str
    sequence: int
    author: str
    audience: str
    kind: str
    text: str
    content: dict[str, Any]
    key: Optional[str]
    pending: bool
    operator_id: Optional[int]
    channel: str
    at: datetime


@dataclass(frozen=True)
class Appended:
    """The message stands in the log; ``new`` is False when its key was there before, and ``message`` is that one.

    ``state``: of the conversation in the same transaction.
    """

    message: MessageView
    new: bool
    state: str


@dataclass(frozen=True)
class Silenced:
    """An assistant's message that was not written, because an operator owns the conversation."""


@dataclass(frozen=True)
class Revoked:
    """The conversation was erased: nothing is written to it any more."""
