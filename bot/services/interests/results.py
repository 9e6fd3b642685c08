"""What interests answer with: types that say what happened and why. Moments are aware, in Europe/Rome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Optional

from bot.rules.interests import Availability


@dataclass(frozen=True)
class InterestView:
    """An interest as its owner may see it. ``contact`` is masked, empty when notices go into the conversation.

    ``course_title`` or ``sector_name`` is what it is for; neither is any course. ``place`` None is anywhere.
    """

    id: int
    code: str
    course_id: Optional[str]
    course_title: Optional[str]
    sector_id: Optional[str]
    sector_name: Optional[str]
    place: Optional[str]
    availability: Availability
    contact: str
    contact_kind: str
    state: str
    created_at: datetime
    ends_on: date


@dataclass(frozen=True)
class InterestLeft:
    """The interest stands. ``again``: it stood before and has been brought up to date."""

    interest: InterestView
    again: bool = False


@dataclass(frozen=True)
class InterestChanged:
    """The interest is as it is wanted now."""

    interest: InterestView


@dataclass(frozen=True)
class InterestWithdrawn:
    """The interest is gone, and so is the contact that was left with it."""

    interest: InterestView


@dataclass(frozen=True)
class InterestKept:
    """It still holds: it lasts anew until ``interest.ends_on``."""

    interest: InterestView


@dataclass(frozen=True)
class NoInterest:
    """There is none with that code, or none any more."""


@dataclass(frozen=True)
class UnknownWish:
    """The course or sector of the wish is not there."""
