"""What booking answers with: types that say what happened and why. Every datetime is aware, in Europe/Rome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from bot.rules.slot_calendar import Reason


@dataclass(frozen=True)
class SlotOption:
    """A start at an office with at least one free place."""

    office_id: str
    office_name: str
    starts_at: datetime
    ends_at: datetime
    places_left: int


@dataclass(frozen=True)
class AppointmentView:
    """An appointment as its owner may see it. ``contact`` is masked; ``sequence`` is the iCalendar SEQUENCE.

    ``status``: active, over, cancelled, attended or missed. ``bring`` and ``floor`` only where they are known.
    ``mode``: in_person, phone or video, then at ``link``.
    """

    id: int
    code: str
    service_id: str
    service_name: str
    bring: Optional[str]
    office_id: str
    office_name: str
    address: str
    floor: Optional[str]
    municipality: str
    starts_at: datetime
    ends_at: datetime
    sequence: int
    status: str
    contact: str
    confirmed_at: Optional[datetime] = None
    mode: str = "in_person"
    link: Optional[str] = None


@dataclass(frozen=True)
class DayOpen:
    """The wished span has free starts, earliest first."""

    options: list[SlotOption]


@dataclass(frozen=True)
class Closed:
    """Nothing is free in the wished span. ``alternatives``: nearest to the wish first; empty when nothing is free."""

    reason: Reason
    alternatives: list[SlotOption]

    @property
    def detail(self) -> str:
        """The holiday, the weekday or the closure's reason in Italian, else empty."""
        return self.reason.detail

    @property
    def limit(self) -> Optional[datetime]:
        """The last bookable day for BEYOND_HORIZON, the first moment far enough ahead for TOO_SOON."""
        return self.reason.limit


@dataclass(frozen=True)
class Held:
    """The place is kept for the conversation until ``until``."""

    until: datetime


@dataclass(frozen=True)
class NotHeld:
    """The place is free, but is not kept: whoever confirms first has it. Too much is held already."""


@dataclass(frozen=True)
class TooManyBookings:
    """So many appointments were made from that network within the hour that nothing more is booked for a while."""


@dataclass(frozen=True)
class SlotTaken:
    """No place is left at that start. ``alternatives``: nearest first."""

    alternatives: list[SlotOption]


@dataclass(frozen=True)
class NotBookable:
    """That start cannot be booked by anybody, for ``reason``. ``alternatives``: nearest first."""

    reason: Reason
    alternatives: list[SlotOption]


@dataclass(frozen=True)
class Booked:
    """The appointment stands; also the answer to a confirmation that is repeated."""

    appointment: AppointmentView


@dataclass(frozen=True)
class AlreadyBooked:
    """This conversation has an active appointment for the service already: its ``own``, never another's."""

    own: AppointmentView


@dataclass(frozen=True)
class Moved:
    """The appointment has its new place; the old one is free."""

    appointment: AppointmentView


@dataclass(frozen=True)
class Cancelled:
    """The appointment is cancelled and its place free."""

    appointment: AppointmentView


@dataclass(frozen=True)
class AttendanceConfirmed:
    """The person has said that they come."""

    appointment: AppointmentView


@dataclass(frozen=True)
class AlreadyCancelled:
    """The appointment was cancelled before."""

    appointment: AppointmentView


@dataclass(frozen=True)
class TooLate:
    """The appointment had begun at ``limit``: it can no longer be changed."""

    limit: datetime


@dataclass(frozen=True)
class NotYours:
    """No such appointment for this conversation or code; the same answer whether it exists or not."""
