"""Puts together what a sentence says about time: the day, the hour, the part of the day, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.italian.dates import clocks
from bot.italian.dates.model import DAYPARTS, OPEN_END, Clock, Days, Grain, TimeSpan


@dataclass
class Said:
    """What a sentence says about time, piece by piece. ``*_bound``: "before", "until", "after", "from" or "" (at).

    ``date_bound`` may be "rest", too: what is left of it. ``last_day``: the day of ``clock_end``, when it is another.
    ``refused``: the day or week that does not suit. ``this_hour``: "domani a quest'ora".
    """

    date: Days | None = None
    date_bound: str = ""
    last_day: Days | None = None
    refused: Days | None = None
    this_hour: bool = False
    clock: Clock | None = None
    clock_end: Clock | None = None
    clock_bound: str = ""
    part: str | None = None
    this_part: bool = False
    part_bound: str = ""
    elapsed: TimeSpan | None = None
    read_to: int = 0


def resolve(said: Said, now: datetime) -> TimeSpan | None:
    """The stretch of time that the pieces in ``said`` mean together at ``now``; None when there is no piece."""
    if said.elapsed is not None and said.date is None and said.clock is None:
        return said.elapsed
    zone_now = now.replace(tzinfo=None)
    one_day = said.date is not None and said.date.end - said.date.start == timedelta(days=1)
    if said.clock is not None and (said.date is None or one_day or said.date_bound):
        return _with_clock(said, said.clock, zone_now, now)
    if said.date is None:
        span = _part_alone(said, zone_now, now) if said.part else None
        return _until(span, now) if span and said.part_bound else span
    if said.date_bound and not (said.part and one_day):
        return _bounded_days(said.date, said.date_bound, now)
    if said.part and one_day:
        span = _part_of(said.date.start, said.part, now)
        return _until(span, now) if span and "until" in (said.date_bound, said.part_bound) else span
    return _span(said.date.start, said.date.end, said.date.grain, now)


def _until(span: TimeSpan, now: datetime) -> TimeSpan | None:
    """From now to the end of it: "entro domattina"."""
    start = cut_to_minute(now)
    return TimeSpan(start, span.end, span.grain) if start < span.end else None


def _part_of(midnight: datetime, part: str, now: datetime) -> TimeSpan | None:
    first, last = DAYPARTS[part]
    return _span(midnight + timedelta(hours=first), midnight + timedelta(hours=last), "daypart", now)


def _part_alone(said: Said, wall: datetime, now: datetime) -> TimeSpan | None:
    part = said.part or ""
    midnight = _midnight(wall)
    if part == "notte" and wall.hour < 4:
        midnight -= timedelta(days=1)
    over = midnight + timedelta(hours=DAYPARTS[part][1]) <= wall
    return _part_of(midnight + timedelta(days=1) if over and not said.this_part else midnight, part, now)


def _bounded_days(days_: Days, bound: str, now: datetime) -> TimeSpan | None:
    moment = cut_to_minute(now).replace(tzinfo=None)
    if bound == "before":
        return _span(moment, days_.start, days_.grain, now) if moment < days_.start else None
    if bound == "until":
        return _span(moment, days_.end, days_.grain, now) if moment < days_.end else None
    if bound == "rest":
        return _span(max(moment, days_.start), days_.end, days_.grain, now) if moment < days_.end else None
    start = days_.end if bound == "after" else days_.start
    return _span(start, start + OPEN_END, days_.grain, now)


def _with_clock(said: Said, clock: Clock, wall: datetime, now: datetime) -> TimeSpan | None:
    hour = clocks.read_hour_in_part(clock, said.part)
    grain: Grain = clock.grain
    offset = timedelta(hours=hour, minutes=clock.minute)
    if said.date is not None:
        midnight = _midnight(said.date.start)
        if said.date_bound in ("until", "before"):
            return _span(cut_to_minute(now).replace(tzinfo=None), midnight + offset, grain, now)
    else:
        midnight = _midnight(wall)
        over = midnight + offset - cut_to_minute(now).replace(tzinfo=None)
        if (
            (over < timedelta(0) or not over and said.clock_bound in ("before", "until"))
            and not said.this_part
            or said.this_part
            and said.part == "notte"
            and hour < 12
            and wall.hour >= 4
        ):
            midnight += timedelta(days=1)
    start = midnight + offset
    if said.clock_end is not None:
        end = midnight + _range_end(said.clock_end, offset, said.part)
        if said.last_day is not None:
            night = offset >= timedelta(hours=18)  # "dalle 22 di venerdì alle 2 di sabato"
            hour = said.clock_end.hour if night else clocks.read_hour_in_part(said.clock_end, said.part)
            end = said.last_day.start + timedelta(hours=hour, minutes=said.clock_end.minute)
        finest: Grain = "minute" if "minute" in (grain, said.clock_end.grain) else "hour"
        return _span(start, end, finest, now)
    if said.clock_bound in ("before", "until"):
        begin = midnight + timedelta(hours=DAYPARTS[said.part][0] if said.part else 0)
        if said.date is None:
            begin = max(begin, cut_to_minute(now).replace(tzinfo=None))
        return _span(begin, start, grain, now) if begin < start else None
    if said.clock_bound:
        last = timedelta(hours=DAYPARTS[said.part][1] if said.part else 24)
        return _span(start, midnight + max(last, offset + timedelta(hours=1)), grain, now)
    return _span(start, start + (timedelta(minutes=1) if grain == "minute" else timedelta(hours=1)), grain, now)


def _range_end(clock: Clock, start: timedelta, part: str | None) -> timedelta:
    """The first reading of the end that is after the start: "dalle 11 alle 3" ends at 15, "dalle 22 alle 2" at 26."""
    minutes = timedelta(minutes=clock.minute)
    hours = [clocks.read_hour_in_part(clock, part), clock.hour]
    hours += [clock.hour + 12] if clock.plain else []
    for hour in [*hours, clock.hour + 24]:
        if timedelta(hours=hour) + minutes > start:
            return timedelta(hours=hour) + minutes
    return start + timedelta(hours=1)


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time())


def cut_to_minute(moment: datetime) -> datetime:
    """The beginning of the minute of ``moment``."""
    return moment.replace(second=0, microsecond=0)


def find_moment_after(now: datetime, after: timedelta) -> TimeSpan:
    """The minute ``after`` that much elapsed time."""
    start = (cut_to_minute(now).astimezone(UTC) + after).astimezone(now.tzinfo)
    end = (start.astimezone(UTC) + timedelta(minutes=1)).astimezone(now.tzinfo)
    return TimeSpan(start, end, "minute")


def _span(start: datetime, end: datetime, grain: Grain, now: datetime) -> TimeSpan | None:
    first, last = _aware(start, now), _aware(end, now)
    if last.astimezone(UTC) <= first.astimezone(UTC):  # an hour that a change of the clock skips
        last = (first.astimezone(UTC) + (end - start)).astimezone(now.tzinfo)
    return TimeSpan(first, last, grain)


def _aware(wall: datetime, now: datetime) -> datetime:
    """``wall`` in the zone of ``now``; a time that the change of the clock skips becomes the one shown instead."""
    return wall.replace(tzinfo=now.tzinfo).astimezone(UTC).astimezone(now.tzinfo)
