"""Free starts for the day and the hour that somebody wants, in words or by button; why there are none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, Optional, Sequence

from bot import clock
from bot.actions import cards
from bot.actions.answers.office_ways import say_dead_end
from bot.actions.booking.free_starts import (
    MOMENT,
    TimeSearch,
    check_free_span,
    find_first_start,
    find_start,
    list_free_starts,
    list_nearest_starts,
)
from bot.dialogue.relative_times import RelativeTime, asks_later_days
from bot.dialogue.time_span import (
    find_corrected_span,
    find_hours_within,
    find_span,
    leave_out_day,
    leave_out_refused,
    leaves_it_to_us,
    pick_last_said,
)
from bot.dialogue.time_wishes import (
    names_no_day,
    pick_shown,
    read_alternatives,
    read_beside,
    read_hours_of_any_day,
    wants_after_shown,
    wants_last_of_day,
)
from bot.dialogue.turn import Reply, Turn, say
from bot.italian.text import format_day, format_moment, format_time
from bot.rules.slot_calendar import Reason, Why
from bot.services import booking
from bot.services.booking import SlotOption

OPTIONS_SHOWN = 6


@dataclass(frozen=True)
class TimeReading:
    """What a message says about time: a ``chosen`` start, or a narrower ``wish`` with its ``options``, and why not."""

    chosen: Optional[SlotOption] = None
    options: Sequence[SlotOption] = ()
    wish: Optional[tuple[datetime, datetime]] = None
    replies: tuple[Reply, ...] = ()

    def slots(self) -> dict[str, Any]:
        """``time_wish`` and ``time_options`` as slot values."""
        return {
            "time_wish": [moment.isoformat() for moment in self.wish] if self.wish else None,
            "time_options": list_keys(self.options) or None,
        }


def write_option_key(office_id: str, starts_at: datetime) -> str:
    """How a start is written in buttons and slots: ``lecco|2026-12-03T09:00``, local time."""
    return f"{office_id}|{clock.local(starts_at).replace(tzinfo=None).isoformat(timespec='minutes')}"


def list_keys(options: Sequence[SlotOption]) -> list[str]:
    """The keys of ``options``, earliest first, as they are shown."""
    return [write_option_key(option.office_id, option.starts_at)
            for option in sorted(options, key=lambda option: (option.starts_at, option.office_id))]


def parse_key(key: str) -> Optional[tuple[str, datetime]]:
    """Office and start of an option key, or None for anything else."""
    office_id, _, stamp = key.partition("|")
    try:
        moment = datetime.strptime(stamp, "%Y-%m-%dT%H:%M")
    except ValueError:
        return None
    return office_id, clock.at(moment.date(), moment.time())


DAYS_AFTER = "after"
"""Where the office stands in the key of «the days after»: ``after|2026-12-01T00:00``."""


def read_pressed_key(turn: Turn, search: TimeSearch, key: str) -> Optional[TimeReading]:
    """What the key of a button means: a start, or the days from one on; None for anything else."""
    parsed = parse_key(key)
    if parsed is None:
        return None
    office_id, moment = parsed
    if office_id != DAYS_AFTER:
        return accept_start(turn, search, office_id, moment)
    free = list_free_starts(turn, search, moment)
    if not free:
        return TimeReading(replies=(say("utter_time_nothing_later"),))
    end = free[0].starts_at + cards.PICKER_SPAN
    return TimeReading(options=pick_options([option for option in free if option.starts_at < end]), wish=(moment, end))


def read_time_choice(turn: Turn, search: TimeSearch) -> Optional[TimeReading]:
    """What the message says about time at the office of ``search``; None when it says nothing."""
    shown = [parsed for key in turn.slots.get("time_options") or () if (parsed := parse_key(key))]
    picked = pick_shown(turn.text, len(shown))
    if picked is not None:
        return accept_start(turn, search, shown[picked][0], shown[picked][1])
    if wants_last_of_day(turn.text):
        return _take_last(turn, search, shown)
    if shown and asks_later_days(turn.text):
        after = clock.at(clock.local(min(start for _, start in shown)).date() + cards.PICKER_SPAN, time())
        return read_pressed_key(turn, search, write_option_key(DAYS_AFTER, after))
    chosen = find_chosen_start(turn)
    days = {clock.local(start).date() for start in ([chosen] if chosen else [start for _, start in shown])}
    if len(days) == 1:
        turn = replace(turn, text=leave_out_day(turn.text, days.pop(), turn.now))
    beside = read_beside(replace(turn, text=pick_last_said(turn)), chosen, [start for _, start in shown])
    if beside is not None:
        return _beside(turn, search, beside)
    corrected = find_corrected_span(turn)
    if corrected is not None:
        return _in_span(turn, search, *corrected)
    if leaves_it_to_us(turn.text):
        bounds = find_span(turn)
        if bounds is not None and not bounds[2]:  # «il primo dopo Natale»
            within = _in_span(turn, search, *bounds)
            return replace(within, chosen=within.options[0]) if within.options and not within.replies else within
        if shown and wants_after_shown(turn.text):  # after a day that is closed
            return accept_start(turn, search, *min(shown, key=lambda option: option[1]))
        first = find_first_start(turn, search)
        return TimeReading(chosen=first) if first else TimeReading(replies=(
            say_dead_end(turn, "utter_time_nothing_free", search.office_id),))
    turn = replace(turn, text=leave_out_refused(turn.text))
    any_day = _on_any_day(turn, search)
    if any_day is not None:
        return any_day
    either = _either(turn, search)
    if either is not None:
        return either
    span = find_span(turn)
    if span is not None:
        return _in_span(turn, search, *span)
    return TimeReading(replies=(say("utter_time_no_such_day"),)) if names_no_day(turn) else None


def _either(turn: Turn, search: TimeSearch) -> Optional[TimeReading]:
    """The free starts of «giovedì o venerdì mattina»; None for one time only, and when neither has a free start."""
    spans = read_alternatives(turn)
    found: list[SlotOption] = []
    for start, end, exact in spans:
        found += list_free_starts(turn, search, start, start + MOMENT if exact else end)
    if not found:
        return None
    options = pick_options(sorted(dict.fromkeys(found), key=lambda option: (option.starts_at, option.office_id)))
    return TimeReading(options=options, wish=(min(span[0] for span in spans), max(span[1] for span in spans)))


def _take_last(turn: Turn, search: TimeSearch, shown: Sequence[tuple[str, datetime]]) -> Optional[TimeReading]:
    """The last free start of the day that is wished, named or shown; None without a day."""
    bounds = find_span(turn)
    if bounds is None:
        if not shown:
            return None
        day = clock.local(min(start for _, start in shown)).date()
        bounds = (clock.at(day, time()), clock.at(day, time(23, 59)), False)
    free = list_free_starts(turn, search, bounds[0], bounds[1])
    return TimeReading(chosen=free[-1]) if free else None


def find_chosen_start(turn: Turn) -> Optional[datetime]:
    """The start that is being booked or moved; None while there is none."""
    slots = turn.slots
    start = (slots.get("move_time") or slots.get("booking_time") or slots.get("move_appointment") or {}).get("start")
    return datetime.fromisoformat(start) if start else None


def _beside(turn: Turn, search: TimeSearch, meant: RelativeTime) -> TimeReading:
    """The starts of a time that points at what is shown, less the weekdays that are refused."""
    found = _in_span(turn, search, meant.start, meant.end, meant.exact)
    if not meant.without and not meant.nearest:
        return found
    free = list_free_starts(turn, search, meant.start, meant.end)
    if meant.nearest:
        before = find_chosen_start(turn) == meant.end
        return replace(found, chosen=free[-1 if before else 0]) if free else found
    left = [option for option in free if clock.local(option.starts_at).weekday() not in meant.without]
    if left:
        return TimeReading(options=pick_options(left), wish=(meant.start, meant.end))
    free = list_free_starts(turn, search, meant.end, meant.end + cards.PICKER_SPAN)
    left = [option for option in free if clock.local(option.starts_at).weekday() not in meant.without]
    return TimeReading(options=pick_options(left)) if left else found


def keep_hour(turn: Turn, search: TimeSearch, reading: TimeReading) -> TimeReading:
    """``reading``, with the hour of the start that was chosen where only another day is named and that hour is free."""
    before = find_chosen_start(turn)
    if before is None or reading.chosen or reading.replies or not reading.wish:
        return reading
    first, last = (clock.local(moment) for moment in reading.wish)
    start = clock.at(first.date(), clock.local(before).time())
    if not first <= start < last or last - first > timedelta(days=1):
        return reading
    kept = find_start(turn, search, start)
    return TimeReading(chosen=kept) if kept else reading


def accept_start(turn: Turn, search: TimeSearch, office_id: str, starts_at: datetime) -> TimeReading:
    """The start of a button or of a numbered choice, when it is still to be had."""
    there = replace(search, office_id=office_id)
    free = find_start(turn, there, starts_at)
    if free:
        return TimeReading(chosen=free)
    near = list_nearest_starts(turn, there, starts_at)
    return TimeReading(options=near, replies=(say("utter_time_taken"),))


def _on_any_day(turn: Turn, search: TimeSearch) -> Optional[TimeReading]:
    """Starts of an hour or a part of the day on several days, for a message that names no day; None for another one."""
    hours = read_hours_of_any_day(turn)
    if hours is None:
        return None
    first, last = hours
    free = list_free_starts(turn, search)
    found: list[SlotOption] = []
    days: set[Any] = set()
    for option in free:
        moment = clock.local(option.starts_at)
        if first <= moment.time() < last and moment.date() not in days and len(found) < OPTIONS_SHOWN:
            found.append(option)
            days.add(moment.date())
    if not found and free:  # «solo dopo le 19»: the office is never open then
        return TimeReading(options=pick_options(free), replies=(say("utter_time_not_in_part"),))
    return TimeReading(options=found) if found else None


def find_wished_moment(turn: Turn, search: TimeSearch) -> Optional[TimeReading]:
    """The moment that was wished before the office was known; None when it was no single moment."""
    wish = turn.slots.get("time_wish")
    if not wish:
        return None
    start, end = (clock.local(datetime.fromisoformat(moment)) for moment in wish)
    return _in_span(turn, search, start, end, True) if end - start <= timedelta(hours=1) else None


def find_at(turn: Turn, search: TimeSearch, starts_at: datetime) -> TimeReading:
    """The start at that moment, or why it is not to be had and those near it."""
    return _in_span(turn, search, clock.local(starts_at), starts_at, exact=True)


def _in_span(turn: Turn, search: TimeSearch, start: datetime, end: datetime, exact: bool) -> TimeReading:
    found = check_free_span(turn, search, start, start + MOMENT if exact else end)
    if isinstance(found, booking.DayOpen):
        if exact:
            return TimeReading(chosen=found.options[0])
        return _in_part(turn, found.options, (start, end))
    day = clock.local(start).date()
    wish = (clock.at(day, time()), clock.at(day, time(23, 59)))
    told = explain_closed(turn, search, found.reason, start, exact)
    return TimeReading(options=found.alternatives, wish=wish, replies=(told,))


def _in_part(turn: Turn, free: Sequence[SlotOption], wish: tuple[datetime, datetime]) -> TimeReading:
    """Those of the ``free`` starts of several days in the part of the day that the message names, if it names one."""
    hours = find_hours_within(turn.text, turn.now) if wish[1] - wish[0] > timedelta(days=1) else None
    if hours is None:
        return TimeReading(options=pick_options(free), wish=wish)
    inside = [option for option in free if hours[0] <= clock.local(option.starts_at).time() < hours[1]]
    told = () if inside else (say("utter_time_not_in_part"),)
    return TimeReading(options=pick_options(inside or free), wish=wish, replies=told)


def pick_options(options: Sequence[SlotOption]) -> list[SlotOption]:
    """At most :data:`OPTIONS_SHOWN` of ``options``: from several days when there are, else from the whole day."""
    days: dict[Any, list[SlotOption]] = {}
    for option in options:
        days.setdefault(clock.local(option.starts_at).date(), []).append(option)
    lists = list(days.values())[:OPTIONS_SHOWN]
    each, more = divmod(OPTIONS_SHOWN, len(lists)) if lists else (0, 0)
    chosen: list[SlotOption] = []
    for number, of_day in enumerate(lists):
        count = min(len(of_day), each + (number < more))
        chosen += [of_day[index * len(of_day) // count] for index in range(count)]
    return chosen


def explain_closed(turn: Turn, search: TimeSearch, reason: Reason, wanted: datetime, exact: bool) -> Reply:
    """One sentence that says why a time cannot be had; «too soon» names the first start that can."""
    day = format_day(clock.local(wanted).date())
    limit = format_day(reason.limit.date()) if reason.limit else ""
    if reason.kind is Why.TOO_SOON and reason.limit:
        first = find_first_start(turn, search)
        limit = format_moment(clock.local(first.starts_at) if first else reason.limit)
    name = "full" if reason.kind in (Why.WITHDRAWN, Why.NOT_OFFERED) else reason.kind.value
    if reason.kind is Why.FULL and exact:
        name = "full_hour"
    return say(f"utter_time_{name}", day=day, hour=format_time(clock.local(wanted).time()), detail=reason.detail,
               limit=limit)
