"""What the waiting list answers with: types that say what happened and why. Moments are aware, in Europe/Rome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Optional

from bot.rules.waiting_list import TimesWanted
from bot.services.booking import AppointmentView, SlotOption


@dataclass(frozen=True)
class OfferView:
    """A place that is kept for somebody who waits, until ``until``."""

    id: int
    office_id: str
    office_name: str
    starts_at: datetime
    until: datetime


@dataclass(frozen=True)
class WaitingView:
    """A waiting wish as its owner may see it. ``contact`` is masked, empty when it is the appointment's.

    ``office_name`` None is any office. ``appointment_id``: the one that is to be moved. ``offer``: what is kept now.
    """

    id: int
    code: str
    service_id: str
    service_name: str
    office_id: Optional[str]
    office_name: Optional[str]
    wanted: TimesWanted
    appointment_id: Optional[int]
    contact: str
    told: int
    state: str
    created_at: datetime
    ends_on: date
    offer: Optional[OfferView]

    def find_kept_offer(self, now: datetime) -> Optional[OfferView]:
        """The offer while there is still time to answer it."""
        return self.offer if self.offer is not None and self.offer.until > now else None


@dataclass(frozen=True)
class WaitingLeft:
    """The wish stands. ``free_now``: the first place that suits already; it then waits for an earlier one."""

    wish: WaitingView
    free_now: Optional[SlotOption] = None
    again: bool = False


@dataclass(frozen=True)
class WaitingWithdrawn:
    """The wish is gone with name and contact, and what was kept for it is free."""

    wish: WaitingView


@dataclass(frozen=True)
class NoWaiting:
    """There is no such wish, or none any more."""


@dataclass(frozen=True)
class NothingToWait:
    """That service is not offered there, or the appointment that was to be moved is none."""


@dataclass(frozen=True)
class OfferAccepted:
    """The appointment stands. ``moved``: it was there before, at a later start."""

    appointment: AppointmentView
    moved: bool


@dataclass(frozen=True)
class OfferDeclined:
    """The place goes to the next one; the wish stands as long as it may be told."""

    wish: WaitingView


@dataclass(frozen=True)
class OfferOver:
    """Nothing is kept for that wish: the time to answer was over, or the place cannot be had any more."""

    wish: Optional[WaitingView]


@dataclass(frozen=True)
class OffersMade:
    """How many places were offered, how many offers ended without an answer, and how many wishes ended."""

    offered: int = 0
    expired: int = 0
    ended: int = 0


@dataclass(frozen=True)
class WaitingLine:
    """A wish in the desk's list, with what only operators see."""

    wish: WaitingView
    name: str
    contact: str
    appointment_at: Optional[datetime]


@dataclass(frozen=True)
class FullService:
    """A service for which an office has no free place for a week. ``first_free``: the first after it, if any."""

    office_id: str
    office_name: str
    service_name: str
    waiting: int
    first_free: Optional[datetime]
