"""When an office can be booked: starts from opening hours, and the reason why a day or a time cannot be had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from functools import lru_cache
from typing import Iterator, Optional

import holidays

from bot.core import clock

WEEKDAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")


class Why(str, Enum):
    """Why a day or a start cannot be booked; the value is a name that responses can be chosen by."""

    PAST = "past"
    BEYOND_HORIZON = "beyond_horizon"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    WEEKDAY = "weekday"
    TOO_SOON = "too_soon"
    OUTSIDE_HOURS = "outside_hours"
    NOT_A_START = "not_a_start"
    FULL = "full"
    NOT_OFFERED = "not_offered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Reason:
    """A reason with what explains it.

    ``detail``: the holiday's or the weekday's name or the closure's reason, in Italian, else empty. ``limit`` (aware,
    Europe/Rome): the last bookable day at 0:00 for BEYOND_HORIZON, the first moment far enough ahead for TOO_SOON.
    """

    kind: Why
    detail: str = ""
    limit: Optional[datetime] = None


@dataclass(frozen=True)
class Opening:
    """An interval of a weekday (0 Monday), in local wall-clock time."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class ClosedDays:
    """Days of closure, both ends included; ``yearly`` ones come back every year and may pass New Year's Eve."""

    starts_on: date
    ends_on: date
    reason: str
    yearly: bool = False

    def covers(self, day: date) -> bool:
        """Whether ``day`` is one of them."""
        if not self.yearly:
            return self.starts_on <= day <= self.ends_on
        first, last = _month_day(self.starts_on), _month_day(self.ends_on)
        if first <= last:
            return first <= _month_day(day) <= last
        return _month_day(day) >= first or _month_day(day) <= last


@dataclass(frozen=True)
class Plan:
    """What one office's bookable starts follow from. ``now`` is aware; minutes, hours and days as the names say."""

    openings: tuple[Opening, ...]
    closures: tuple[ClosedDays, ...]
    slot_minutes: int
    min_notice_hours: int
    horizon_days: int
    now: datetime

    @property
    def today(self) -> date:
        """The local day of ``now``."""
        return clock.local(self.now).date()

    @property
    def first_moment(self) -> datetime:
        """The earliest start with enough notice; real hours, also over a change of the clock."""
        return clock.local(self.now.astimezone(timezone.utc) + timedelta(hours=self.min_notice_hours))

    @property
    def last_day(self) -> date:
        """The last day that can be booked."""
        return self.today + timedelta(days=self.horizon_days)


def _month_day(day: date) -> tuple[int, int]:
    return day.month, day.day


@lru_cache(maxsize=32)
def _public_holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("IT", years=year, language="it_IT", observed=True))


def holiday_name(day: date) -> Optional[str]:
    """The Italian name of the national public holiday on ``day``, if it is one."""
    name = _public_holidays(day.year).get(day)
    return name.replace("; ", " e ") if name else None


def end_of(start: datetime, slot_minutes: int) -> datetime:
    """When the slot that begins at ``start`` is over, in Europe/Rome; real minutes, also over a change of the clock."""
    return clock.local(start.astimezone(timezone.utc) + timedelta(minutes=slot_minutes))


def why_closed(day: date, plan: Plan) -> Optional[Reason]:
    """Why no slot at all can be booked on ``day``; None when the plan has bookable starts (they may still be taken)."""
    if day < plan.today:
        return Reason(Why.PAST)
    if day > plan.last_day:
        return Reason(Why.BEYOND_HORIZON, limit=clock.at(plan.last_day, time()))
    closed = why_not_open(day, plan)
    if closed is not None:
        return closed
    starts = _grid(day, plan)
    if not starts:
        return Reason(Why.WEEKDAY, WEEKDAYS[day.weekday()])
    if starts[-1] <= plan.now:
        return Reason(Why.PAST)
    if starts[-1] < plan.first_moment:
        return Reason(Why.TOO_SOON, limit=plan.first_moment)
    return None


def why_not(start: datetime, plan: Plan) -> Optional[Reason]:
    """Why an appointment cannot begin at ``start`` (aware); None when it can, if a place is free."""
    if start <= plan.now:
        return Reason(Why.PAST)
    day = clock.local(start).date()
    reason = why_closed(day, plan)
    if reason is not None:
        return reason
    if start < plan.first_moment:
        return Reason(Why.TOO_SOON, limit=plan.first_moment)
    if start in _grid(day, plan):
        return None
    return Reason(Why.NOT_A_START if _is_open_at(start, plan) else Why.OUTSIDE_HOURS)


def starts_on(day: date, plan: Plan) -> list[datetime]:
    """The bookable starts of ``day``, aware in Europe/Rome, earliest first; taken places are not known here."""
    if why_closed(day, plan) is not None:
        return []
    first = plan.first_moment
    return [start for start in _grid(day, plan) if start >= first and start > plan.now]


def starts_between(start: datetime, end: datetime, plan: Plan) -> Iterator[datetime]:
    """The bookable starts from ``start`` (included) to ``end`` (excluded), both aware, earliest first."""
    day = max(clock.local(start).date(), plan.today)
    last = min(clock.local(end).date(), plan.last_day)
    while day <= last:
        for moment in starts_on(day, plan):
            if start <= moment < end:
                yield moment
        day += timedelta(days=1)


def why_none_between(start: datetime, end: datetime, plan: Plan) -> Optional[Reason]:
    """Why nothing can begin from ``start`` to ``end`` (``end`` not after ``start``: at that very minute).

    Over several days the reason nearest to a yes is given; None when the plan has a bookable start in the span.
    """
    if end <= start:
        return why_not(start, plan)
    if next(starts_between(start, end, plan), None) is not None:
        return None
    if end <= plan.now:
        return Reason(Why.PAST)
    day = max(clock.local(start).date(), plan.today)
    if day > plan.last_day:
        return why_closed(day, plan)
    reasons = []
    while day <= plan.last_day and clock.at(day, time()) < end:
        reasons.append(_why_none_of_day(day, start, end, plan))
        day += timedelta(days=1)
    return nearest_to_yes(reasons)


NEARNESS = (Why.FULL, Why.NOT_A_START, Why.TOO_SOON, Why.OUTSIDE_HOURS, Why.CLOSURE, Why.HOLIDAY, Why.WEEKDAY,
            Why.BEYOND_HORIZON, Why.PAST, Why.WITHDRAWN, Why.NOT_OFFERED)
"""Reasons from the one that a small change of wish overcomes to the one that nothing does."""


def nearest_to_yes(reasons: list[Reason]) -> Reason:
    """The reason to tell when several hold in different days or offices (``reasons`` is not empty)."""
    return min(reasons, key=lambda reason: NEARNESS.index(reason.kind))


def _why_none_of_day(day: date, start: datetime, end: datetime, plan: Plan) -> Reason:
    reason = why_closed(day, plan)
    if reason is not None:
        return reason
    wished = [moment for moment in _grid(day, plan) if start <= moment < end]
    if wished:
        past = wished[-1] <= plan.now
        return Reason(Why.PAST) if past else Reason(Why.TOO_SOON, limit=plan.first_moment)
    return Reason(Why.NOT_A_START if _is_open_at(start, plan) else Why.OUTSIDE_HOURS)


def why_not_open(day: date, plan: Plan) -> Optional[Reason]:
    """Why the office does not receive at all on ``day``, whatever the notice; None when it has opening hours."""
    name = holiday_name(day)
    if name is not None:
        return Reason(Why.HOLIDAY, name)
    if not any(opening.weekday == day.weekday() for opening in plan.openings):
        return Reason(Why.WEEKDAY, WEEKDAYS[day.weekday()])
    for closure in plan.closures:
        if closure.covers(day):
            return Reason(Why.CLOSURE, closure.reason)
    return None


def _is_open_at(moment: datetime, plan: Plan) -> bool:
    here = clock.local(moment)
    return any(
        opening.weekday == here.weekday() and opening.opens <= here.time() < opening.closes
        for opening in plan.openings)


def _grid(day: date, plan: Plan) -> list[datetime]:
    """Every start that fits wholly into an opening interval of ``day``, whatever the notice."""
    openings = sorted(
        (opening for opening in plan.openings if opening.weekday == day.weekday()), key=lambda opening: opening.opens)
    starts: list[datetime] = []
    for opening in openings:
        closes = datetime.combine(day, opening.closes)
        wall = datetime.combine(day, opening.opens)
        step = timedelta(minutes=plan.slot_minutes)
        while wall + step <= closes:
            moment = _real(wall)
            if moment is not None:
                starts.append(moment)
            wall += step
    return starts


def _real(wall: datetime) -> Optional[datetime]:
    """The wall-clock time as a moment; None for one that the spring change of the clock skips."""
    moment = clock.at(wall.date(), wall.time())
    return moment if clock.local(moment.astimezone(timezone.utc)).replace(tzinfo=None) == wall else None
