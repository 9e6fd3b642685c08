"""What the list of messages not understood answers with. Every datetime is aware, in Europe/Rome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

OPEN, ASSIGNED, OUTSIDE, DROPPED = "open", "assigned", "outside", "dropped"
STATES = (OPEN, ASSIGNED, OUTSIDE, DROPPED)
"""The states of a message, and how they are called."""
KINDS = ("unread", "outside", "guessed")
"""Why a message is on the list: not understood, refused as none of ours, answered with a warning."""


@dataclass(frozen=True)
class IntentReading:
    """What the classifier took the message for. ``share`` is from 0 to 1."""

    intent: str
    share: float


@dataclass(frozen=True)
class Unread:
    """A message on the list, contacts taken out. ``reviewer`` is the operator's name; ``kind`` one of ``KINDS``."""

    id: int
    text: str
    at: datetime
    state: str
    intent: Optional[str]
    readings: tuple[IntentReading, ...]
    reviewer: Optional[str]
    kind: str = "unread"


@dataclass(frozen=True)
class UnreadPage:
    """A page of messages that say the same, the largest groups first. ``total``: messages under the filter.

    ``older``: how many of them are too old to be looked at together with the others.
    """

    groups: tuple[tuple[Unread, ...], ...]
    total: int
    number: int
    pages: int
    older: int = 0

    @property
    def rows(self) -> tuple[Unread, ...]:
        """The messages of the page."""
        return tuple(row for group in self.groups for row in group)


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
