"""What the desk's calendar answers with. Every datetime is aware, in Europe/Rome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Optional

from bot.services.booking import AlreadyBooked, Booked, Cancelled, Moved, NotBookable, SlotTaken, TooLate


@dataclass(frozen=True)
class Entry:
    """An appointment as the operators of its office see it: with the person's name and whole contact.

    ``contact_shown`` is the contact as people write it.

    ``status``: active, over, cancelled, attended or missed. ``may_attend``, ``may_miss``: whether it can be marked so
    now; ``may_change``: whether it can still be moved or cancelled. ``in_chat``: made in a conversation, which is told.
    ``confirmed_at``: when the person said that they come; ``arrived_at``: when the desk
    noted that they are there. ``operator_id``, ``operator_name``: whom it is with, none and empty for whoever is free.
    """

    id: int
    code: str
    office_id: str
    office_name: str
    service_id: str
    service_name: str
    starts_at: datetime
    ends_at: datetime
    status: str
    name: str
    contact: str
    contact_kind: str
    contact_shown: str
    conversation_id: Optional[str]
    in_chat: bool
    may_change: bool
    may_attend: bool
    may_miss: bool
    confirmed_at: Optional[datetime] = None
    arrived_at: Optional[datetime] = None
    operator_id: Optional[int] = None
    operator_name: str = ""
    sequence: int = 0


@dataclass(frozen=True)
class AgendaLine:
    """A start of a day: who comes, and how many places are free to book."""

    starts_at: datetime
    entries: tuple[Entry, ...]
    free: int


@dataclass(frozen=True)
class StaffLine:
    """An operator on a day: at each line of the day free to be booked, busy, away, or none of these.

    ``appointments``: how many they have.
    """

    id: int
    name: str
    states: tuple[str, ...]
    appointments: int


@dataclass(frozen=True)
class AgendaDay:
    """A day of an office. ``closed``: why nobody comes, in Italian, when it is not open; else None.

    ``staff``: its operators, with a state for each line.
    """

    day: date
    lines: tuple[AgendaLine, ...]
    cancelled: tuple[Entry, ...]
    closed: Optional[str]
    staff: tuple[StaffLine, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The appointments that stand, earliest first."""
        return tuple(entry for line in self.lines for entry in line.entries)

    @property
    def unassigned(self) -> int:
        """How many of them are with no operator in particular."""
        return sum(entry.operator_id is None for entry in self.entries)

    @property
    def coming(self) -> int:
        """How many appointments stand."""
        return len(self.entries)

    @property
    def free(self) -> int:
        """How many places are free to book."""
        return sum(line.free for line in self.lines)


@dataclass(frozen=True)
class NotThere:
    """No such appointment, office or conversation for this operator; the same answer whether it exists or not."""


@dataclass(frozen=True)
class BadPerson:
    """The name or the contact cannot be used. ``field``: name, contact or consent; ``problem``: an Italian sentence."""

    field: str
    problem: str


@dataclass(frozen=True)
class Marked:
    """The appointment is marked; ``status`` is attended or missed."""

    status: str


@dataclass(frozen=True)
class NotYet:
    """It is too early to say so: from ``since`` on."""

    since: datetime


@dataclass(frozen=True)
class NotMarked:
    """A cancelled appointment is neither attended nor missed."""


@dataclass(frozen=True)
class Given:
    """The appointment is with that operator, or with whoever is free."""


@dataclass(frozen=True)
class OperatorNotFree:
    """The operator does not work at that office, has an appointment then, or is away."""


BookResult = Booked | SlotTaken | AlreadyBooked | NotBookable | BadPerson | OperatorNotFree | NotThere
GiveResult = Given | OperatorNotFree | NotThere
MoveResult = Moved | SlotTaken | NotBookable | TooLate | NotThere
CancelResult = Cancelled | TooLate | NotThere
MarkResult = Marked | NotYet | NotMarked | NotThere
