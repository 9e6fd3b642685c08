"""What signing up for an event answers with: types that say what happened and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal, Optional

Audience = Literal["people", "firms"]
Closed = Literal["no_event", "not_offered", "over", "deadline", "only_people", "only_firms", "too_many"]


@dataclass(frozen=True)
class SignUpDay:
    """A day of an event for which people or firms can sign up. ``free``: places left; ``waiting``: who waits.

    ``kind``: job_day, workshop or seminar; ``course_id``: the course that it presents; ``audience``: people, firms or
    both.
    """

    event_id: str
    kind: str
    title: str
    course_id: Optional[str]
    day: date
    starts: Optional[time]
    ends: Optional[time]
    daypart: Optional[str]
    where: str
    places: int
    free: int
    waiting: int
    until: Optional[date]
    audience: str
    closed: Optional[Closed]


@dataclass(frozen=True)
class TicketView:
    """A sign-up as its owner may see it. ``contact`` is masked. ``position``: on the waiting list, from 1."""

    id: int
    code: str
    event_id: str
    title: str
    day: date
    starts: Optional[time]
    ends: Optional[time]
    daypart: Optional[str]
    where: str
    audience: Audience
    firm: Optional[str]
    name: str
    contact: str
    status: str
    position: Optional[int]


@dataclass(frozen=True)
class SignedUp:
    """There is a place."""

    ticket: TicketView


@dataclass(frozen=True)
class OnWaitingList:
    """All places are taken; ``ticket.position`` says how many come first."""

    ticket: TicketView


@dataclass(frozen=True)
class AlreadySignedUp:
    """This conversation has signed the same person up for that day before: its ``own`` ticket, never another's."""

    own: TicketView


@dataclass(frozen=True)
class SignUpClosed:
    """Nobody can sign up, for ``reason``."""

    reason: Closed


@dataclass(frozen=True)
class SignUpWithdrawn:
    """The sign-up is gone with name and contact. ``passed_on``: somebody on the waiting list has the place now."""

    ticket: TicketView
    passed_on: bool


@dataclass(frozen=True)
class NoTicket:
    """No sign-up has that code."""


@dataclass(frozen=True)
class AttendanceLine:
    """One of those expected on a day of an event, and whether they came."""

    id: int
    code: str
    place: Optional[int]
    name: str
    firm: Optional[str]
    contact: str
    status: str
