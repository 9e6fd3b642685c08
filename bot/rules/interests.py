"""Whom news of an edition fits, when an interest ends, and when nobody is disturbed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, Optional

from bot import clock
from bot.rules.reminder_times import EARLIEST, LATEST

Availability = Literal["any", "morning", "afternoon", "evening", "weekend"]
AVAILABILITIES: tuple[Availability, ...] = ("any", "morning", "afternoon", "evening", "weekend")
ASKED_BEFORE = timedelta(days=30)
"""How long before an interest ends its owner is asked, once, whether it still holds."""


@dataclass(frozen=True)
class EditionWish:
    """What an interest is for. ``fits``: the verdict of the eligibility check, where one was made."""

    course_id: Optional[str] = None
    sector_id: Optional[str] = None
    fits: Optional[str] = None


@dataclass(frozen=True)
class NewEdition:
    """What is published: an edition of a course."""

    course_id: str
    sector_id: str


Mismatch = Literal["other_course", "other_sector", "not_eligible", "told_already"]


def find_mismatch(wish: EditionWish, opening: NewEdition) -> Optional[Mismatch]:
    """Why ``opening`` is not what ``wish`` asks for; None when it is.

    Nobody was obliged to check the requirements: who did not is told too. Place and hours exclude nobody, because no
    edition says them for sure; they stand in the desk's numbers.
    """
    if wish.course_id is not None and wish.course_id != opening.course_id:
        return "other_course"
    if wish.sector_id is not None and wish.sector_id != opening.sector_id:
        return "other_sector"
    return "not_eligible" if wish.fits == "not_met" else None


def is_night(moment: datetime) -> bool:
    """Whether nobody is to be disturbed at ``moment`` (aware): outside the hours of the reminders of the day before."""
    return not EARLIEST <= clock.local(moment).time() < LATEST


def move_out_of_night(moment: datetime) -> datetime:
    """When somebody may be told something that is known at ``moment`` (aware): at once by day, else in the morning."""
    here = clock.local(moment)
    if not is_night(here):
        return here
    return clock.at(here.date() if here.time() < EARLIEST else here.date() + timedelta(days=1), EARLIEST)


def find_end_of_day(day: date) -> datetime:
    """The last moment (aware) of ``day`` at which somebody may be told something."""
    return clock.at(day, time(LATEST.hour))


def find_interest_end(left_on: date, days: int) -> date:
    """The day on which an interest left (or said to hold still) on ``left_on`` ends."""
    return left_on + timedelta(days=days)
