"""What the list of messages not understood answers with. Every datetime is aware, in Europe/Rome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

OPEN, ASSIGNED, OUTSIDE, DROPPED = "open", "assigned", "outside", "dropped"
STATES = (OPEN, ASSIGNED, OUTSIDE, DROPPED)
"""The states of a message, and how they are called."""


@dataclass(frozen=True)
class IntentReading:
    """What the classifier took the message for. ``share`` is from 0 to 1."""

    intent: str
    share: float


@dataclass(frozen=True)
class Unread:
    """A message that was not understood, contacts taken out. ``reviewer`` is the operator's name."""

    id: int
    text: str
    at: datetime
    state: str
    intent: Optional[str]
    readings: tuple[IntentReading, ...]
    reviewer: Optional[str]


@dataclass(frozen=True)
class UnreadPage:
    """A page of messages, the newest first. ``total``: under the filter."""

    rows: tuple[Unread, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True)
class Reviewed:
    """So many messages have another state or intent now."""

    changed: int


@dataclass(frozen=True)
class NoSuchIntent:
    """No intent has that name; nothing was changed."""


@dataclass(frozen=True)
class NothingChosen:
    """No message was named; nothing was changed."""
