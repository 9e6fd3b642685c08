"""When an office can be booked: starts from opening hours, and the reason why a day or a time cannot be had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Iterator, Optional

import holidays

from bot import clock
from bot.italian.text import WEEKDAYS


class Why(StrEnum):
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
    CROWDED = "crowded"


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
    """Days of closure, both ends included; ``yearly`` ones come back every year and may pass New Year's Eve.

    ``from_time``, ``until_time``: of which hours only these are closed; one alone is open to the other side.
    """

    starts_on: date
    ends_on: date
    reason: str
    yearly: bool = False
    from_time: Optional[time] = None
    until_time: Optional[time] = None

    @property
    def whole_day(self) -> bool:
        """Whether the office is closed all day long, and not only for some hours."""
        return self.from_time is None and self.until_time is None

    def covers(self, day: date) -> bool:
        """Whether ``day`` is one of them."""
        if not self.yearly:
            return self.starts_on <= day <= self.ends_on
        first, last = _month_day(self.starts_on), _month_day(self.ends_on)
        if first <= last:
            return first <= _month_day(day) <= last
        return _month_day(day) >= first or _month_day(day) <= last


@dataclass(frozen=True)
class ExtraHours:
    """Hours of a single day, also when the office would be closed on it."""

    day: date
    opens: time
    closes: time


@dataclass(frozen=True)
class Plan:
    """What one office's bookable starts follow from. ``now`` is aware; minutes, hours and days as the names say."""

    openings: tuple[Opening, ...]
    closures: tuple[ClosedDays, ...]
    slot_minutes: int
    min_notice_hours: int
    horizon_days: int
    now: datetime
    extra_hours: tuple[ExtraHours, ...] = ()

    @property
    def today(self) -> date:
        """The local day of ``now``."""
        return clock.local(self.now).date()

    @property
    def first_moment(self) -> datetime:
        """The earliest start with enough notice; real hours, also over a change of the clock."""
        return clock.local(self.now.astimezone(UTC) + timedelta(hours=self.min_notice_hours))

    @property
    def last_day(self) -> date:
        """The last day that can be booked."""
        return self.today + timedelta(days=self.horizon_days)


def _month_day(day: date) -> tuple[int, int]:
    return day.month, day.day


@lru_cache(maxsize=32)
def _public_holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("IT", years=year, language="it_IT", observed=True))


def find_next_holiday(after: date) -> date:
    """The first national public holiday after ``after`` that is no Saturday or Sunday."""
    day = after + timedelta(days=1)
    while day.weekday() >= 5 or name_holiday(day) is None:
        day += timedelta(days=1)
    return day


def find_working_day(day: date) -> date:
    """``day``, or the first one after it that is neither of a weekend nor a holiday."""
    while day.weekday() >= 5 or name_holiday(day):
        day += timedelta(days=1)
    return day


def name_holiday(day: date) -> Optional[str]:
    """The Italian name of the national public holiday on ``day``, if it is one."""
    name = _public_holidays(day.year).get(day)
    return name.replace("; ", " e ") if name else None


@lru_cache(maxsize=20_000)  # asked for each free start of each question for a time
def find_slot_end(start: datetime, slot_minutes: int) -> datetime:
    """When the slot that begins at ``start`` is over, in Europe/Rome; real minutes, also over a change of the clock."""
    return clock.local(start.astimezone(UTC) + timedelta(minutes=slot_minutes))


def explain_closure(day: date, plan: Plan) -> Optional[Reason]:
    """Why no slot at all can be booked on ``day``; None when the plan has bookable starts (they may still be taken)."""
    if day < plan.today:
        return Reason(Why.PAST)
    if day > plan.last_day:
        return Reason(Why.BEYOND_HORIZON, limit=clock.at(plan.last_day, time()))
    closed = explain_not_open(day, plan)
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


def explain_no_start(start: datetime, plan: Plan) -> Optional[Reason]:
    """Why an appointment cannot begin at ``start`` (aware); None when it can, if a place is free."""
    if start <= plan.now:
        return Reason(Why.PAST)
    day = clock.local(start).date()
    reason = explain_closure(day, plan)
    if reason is not None:
        return reason
    if start < plan.first_moment:
        return Reason(Why.TOO_SOON, limit=plan.first_moment)
    if start in _grid(day, plan):
        return None
    if _is_open_at(start, plan):
        return Reason(Why.NOT_A_START)
    return _closed_part(start, plan) or Reason(Why.OUTSIDE_HOURS)


def starts_on(day: date, plan: Plan) -> list[datetime]:
    """The bookable starts of ``day``, aware in Europe/Rome, earliest first; taken places are not known here."""
    if explain_closure(day, plan) is not None:
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


def explain_none_between(start: datetime, end: datetime, plan: Plan) -> Optional[Reason]:
    """Why nothing can begin from ``start`` to ``end`` (``end`` not after ``start``: at that very minute).

    Over several days the reason nearest to a yes is given; None when the plan has a bookable start in the span.
    """
    if end <= start:
        return explain_no_start(start, plan)
    if next(starts_between(start, end, plan), None) is not None:
        return None
    if end <= plan.now:
        return Reason(Why.PAST)
    day = max(clock.local(start).date(), plan.today)
    if day > plan.last_day:
        return explain_closure(day, plan)
    reasons = []
    while day <= plan.last_day and clock.at(day, time()) < end:
        reasons.append(_why_none_of_day(day, start, end, plan))
        day += timedelta(days=1)
    return choose_nearest_reason(reasons)


NEARNESS = (Why.FULL, Why.NOT_A_START, Why.TOO_SOON, Why.OUTSIDE_HOURS, Why.CLOSURE, Why.HOLIDAY, Why.WEEKDAY,
            Why.BEYOND_HORIZON, Why.PAST, Why.WITHDRAWN, Why.CROWDED, Why.NOT_OFFERED)
"""Reasons from the one that a small change of wish overcomes to the one that nothing does."""


def choose_nearest_reason(reasons: list[Reason]) -> Reason:
    """The reason to tell when several hold in different days or offices (``reasons`` is not empty)."""
    return min(reasons, key=lambda reason: NEARNESS.index(reason.kind))


def _why_none_of_day(day: date, start: datetime, end: datetime, plan: Plan) -> Reason:
    reason = explain_closure(day, plan)
    if reason is not None:
        return reason
    wished = [moment for moment in _grid(day, plan) if start <= moment < end]
    if wished:
        past = wished[-1] <= plan.now
        return Reason(Why.PAST) if past else Reason(Why.TOO_SOON, limit=plan.first_moment)
    if _is_open_at(start, plan):
        return Reason(Why.NOT_A_START)
    return _closed_part(start, plan) or Reason(Why.OUTSIDE_HOURS)


def explain_not_open(day: date, plan: Plan) -> Optional[Reason]:
    """Why the office does not receive at all on ``day``, whatever the notice; None when it has opening hours."""
    if plan.extra_hours and any(item.day == day for item in plan.extra_hours):
        return None
    name = name_holiday(day)
    if name is not None:
        return Reason(Why.HOLIDAY, name)
    if not any(opening.weekday == day.weekday() for opening in plan.openings):
        return Reason(Why.WEEKDAY, WEEKDAYS[day.weekday()])
    partial = []
    for closure in plan.closures:
        if closure.covers(day):
            if closure.whole_day:
                return Reason(Why.CLOSURE, closure.reason)
            partial.append(closure)
    return Reason(Why.CLOSURE, partial[0].reason) if partial and not list_hours_of_day(day, plan) else None


def list_hours_of_day(day: date, plan: Plan) -> tuple[tuple[time, time], ...]:
    """When the office receives on ``day``, in order: the week's hours less what is closed, and extra openings."""
    hours: list[tuple[time, time]] = []
    closed = [closure for closure in plan.closures if closure.covers(day)]
    if name_holiday(day) is None and not any(closure.whole_day for closure in closed):
        hours = sorted((item.opens, item.closes) for item in plan.openings if item.weekday == day.weekday())
        for closure in closed:
            hours = _less(hours, closure.from_time or time.min, closure.until_time or time.max)
    if not plan.extra_hours:
        return tuple(hours)
    return tuple(_joined(hours + [(item.opens, item.closes) for item in plan.extra_hours if item.day == day]))


def _less(hours: list[tuple[time, time]], begin: time, end: time) -> list[tuple[time, time]]:
    left = []
    for opens, closes in hours:
        left += [part for part in ((opens, min(closes, begin)), (max(opens, end), closes)) if part[0] < part[1]]
    return left


def _joined(hours: list[tuple[time, time]]) -> list[tuple[time, time]]:
    joined: list[tuple[time, time]] = []
    for opens, closes in sorted(hours):
        if joined and opens <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], closes)
        else:
            joined.append((opens, closes))
    return joined


def _closed_part(start: datetime, plan: Plan) -> Optional[Reason]:
    """The closure of some hours that ``start`` falls into."""
    here = clock.local(start)
    for closure in plan.closures:
        if not closure.whole_day and closure.covers(here.date()) and (
                closure.from_time or time.min) <= here.time() < (closure.until_time or time.max):
            return Reason(Why.CLOSURE, closure.reason)
    return None


def explain_outside(start: datetime, end: datetime, plan: Plan) -> Optional[Reason]:
    """Why nobody is received from ``start`` to ``end``, whatever the notice and the grid; None when somebody is."""
    first, last = clock.local(start), clock.local(end)
    reason = explain_not_open(first.date(), plan)
    if reason is not None:
        return reason
    inside = last.date() == first.date() and any(
        opens <= first.time() and last.time() <= closes for opens, closes in list_hours_of_day(first.date(), plan))
    return None if inside else _closed_part(start, plan) or Reason(Why.OUTSIDE_HOURS)


def _is_open_at(moment: datetime, plan: Plan) -> bool:
    here = clock.local(moment)
    return any(opens <= here.time() < closes for opens, closes in list_hours_of_day(here.date(), plan))


def _grid(day: date, plan: Plan) -> tuple[datetime, ...]:
    """Every start that fits wholly into an opening interval of ``day``, whatever the notice."""
    return _starts_within(day, list_hours_of_day(day, plan), plan.slot_minutes)


@lru_cache(maxsize=2_000)  # the same for everybody who asks, and most of what a question for a time costs
def _starts_within(day: date, hours: tuple[tuple[time, time], ...], slot_minutes: int) -> tuple[datetime, ...]:
    starts: list[datetime] = []
    step = timedelta(minutes=slot_minutes)
    for opens, closes in hours:
        wall, end = datetime.combine(day, opens), datetime.combine(day, closes)
        while wall + step <= end:
            moment = _real(wall)
            if moment is not None:
                starts.append(moment)
            wall += step
    return tuple(starts)


def _real(wall: datetime) -> Optional[datetime]:
    """The wall-clock time as a moment; None for one that the spring change of the clock skips."""
    moment = clock.at(wall.date(), wall.time())
    return moment if clock.local(moment.astimezone(UTC)).replace(tzinfo=None) == wall else None
