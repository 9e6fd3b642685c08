"""Choosing a day and an hour, in words or by button, for a new appointment or one that is moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, Optional, Sequence

from bot.actions.turn import Button, Reply, Turn, say
from bot.core import clock, italian_dates
from bot.core.italian_text import format_day, format_time
from bot.core.replies import any_will_do, as_soon_as_possible, ordinal, yes_or_no
from bot.core.slot_calendar import Reason, Why
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
            "time_options": [option_key(option.office_id, option.starts_at) for option in self.options] or None,
        }


@dataclass(frozen=True)
class Place:
    """Where the time is looked for: a service, an office (None: any)."""

    service_id: str
    office_id: Optional[str]
    conversation_id: str = field(default="")


def option_key(office_id: str, starts_at: datetime) -> str:
    """How a start is written in buttons and slots: ``lecco|2026-12-03T09:00``, local time."""
    return f"{office_id}|{clock.local(starts_at):%Y-%m-%dT%H:%M}"


def parse_key(key: str) -> Optional[tuple[str, datetime]]:
    """Office and start of an option key, or None for anything else."""
    office_id, _, stamp = key.partition("|")
    try:
        moment = datetime.strptime(stamp, "%Y-%m-%dT%H:%M")
    except ValueError:
        return None
    return office_id, clock.at(moment.date(), moment.time())


def mentions_time(turn: Turn) -> bool:
    """Whether the message speaks of a time at all."""
    return bool(turn.text) and (as_soon_as_possible(turn.text) or italian_dates.parse(turn.text, turn.now) is not None)


def read(turn: Turn, place: Place) -> Optional[TimeReading]:
    """What the message says about time at ``place``; None when it says nothing."""
    shown = [parsed for key in turn.slots.get("time_options") or () if (parsed := parse_key(key))]
    picked = ordinal(turn.text, len(shown)) if shown else None
    if picked is None and len(shown) == 1 and yes_or_no(turn.text):
        picked = 0
    if picked is not None:
        return take(turn, place, shown[picked][0], shown[picked][1])
    if as_soon_as_possible(turn.text) or any_will_do(turn.text):
        first = booking.first_free(turn.settings, service_id=place.service_id, office_id=place.office_id, now=turn.now,
                                   conversation_id=turn.conversation_id)
        return TimeReading(chosen=first) if first else TimeReading(replies=(say("utter_time_nothing_free"),))
    span = _span(turn)
    return _in_span(turn, place, *span) if span else None


def take(turn: Turn, place: Place, office_id: str, starts_at: datetime) -> TimeReading:
    """The start of a button or of a numbered choice, when it is still to be had."""
    found = booking.availability(
        turn.settings, service_id=place.service_id, office_id=office_id, now=turn.now, start=starts_at,
        end=starts_at.replace(second=59), limit=1, conversation_id=turn.conversation_id)
    if found:
        return TimeReading(chosen=found[0])
    near = booking.nearest(turn.settings, service_id=place.service_id, office_id=office_id, wanted=starts_at,
                           now=turn.now, conversation_id=turn.conversation_id)
    return TimeReading(options=near, replies=(say("utter_time_taken"),))


def _span(turn: Turn) -> Optional[tuple[datetime, datetime, bool]]:
    """Start, end and whether it names one moment; «alle 10» after a wished day is of that day."""
    span = italian_dates.parse(turn.text, turn.now)
    wish = turn.slots.get("time_wish")
    if wish and "oggi" not in turn.text.casefold():
        first, last = (clock.local(datetime.fromisoformat(moment)) for moment in wish)
        inside = italian_dates.parse(turn.text, clock.at(first.date(), time()))
        if inside and first <= inside.start < last:
            span = inside
    return (span.start, span.end, span.grain in ("minute", "hour")) if span else None


def _in_span(turn: Turn, place: Place, start: datetime, end: datetime, exact: bool) -> TimeReading:
    searched_end = start.replace(second=59) if exact else end
    found = booking.check(
        turn.settings, service_id=place.service_id, office_id=place.office_id, start=start, end=searched_end,
        now=turn.now, limit=OPTIONS_SHOWN, conversation_id=turn.conversation_id)
    if isinstance(found, booking.DayOpen):
        if exact:
            return TimeReading(chosen=found.options[0])
        return TimeReading(options=found.options, wish=(start, end))
    day = clock.local(start).date()
    wish = (clock.at(day, time()), clock.at(day, time(23, 59)))
    return TimeReading(options=found.alternatives, wish=wish, replies=(why(found.reason, start, exact),))


def why(reason: Reason, wanted: datetime, exact: bool) -> Reply:
    """One sentence that says why a time cannot be had."""
    day = format_day(clock.local(wanted).date())
    limit = format_day(reason.limit.date()) if reason.limit else ""
    if reason.kind is Why.TOO_SOON and reason.limit:
        limit = f"{limit} alle {format_time(reason.limit.time())}"
    name = {Why.NOT_A_START: "outside_hours", Why.WITHDRAWN: "full", Why.NOT_OFFERED: "full"}.get(
        reason.kind, reason.kind.value)
    if reason.kind is Why.FULL and exact:
        name = "full_hour"
    return say(f"utter_time_{name}", day=day, hour=format_time(clock.local(wanted).time()), detail=reason.detail,
               limit=limit)


def buttons(slot: str, options: Sequence[tuple[str, datetime]], with_office: dict[str, str] | None = None
            ) -> tuple[Button, ...]:
    """A button for each start; the office's name too where it is not fixed."""
    found = []
    for office_id, starts_at in options:
        title = short_moment(starts_at)
        if with_office:
            title += f", {with_office.get(office_id, office_id)}"
        found.append(Button(title, f'/choose{{"option": "{slot}:{option_key(office_id, starts_at)}"}}'))
    return tuple(found)


def short_moment(moment: datetime) -> str:
    """``gio 3 dic, 9:30``."""
    moment = clock.local(moment)
    weekday, number, month = format_day(moment.date(), year=False).split(" ")
    return f"{weekday[:3]} {number} {month[:3]}, {format_time(moment.time())}"


def ask(turn: Turn, slot: str, place: Place) -> Reply:
    """The question for a start, with the options of the wish or the next free ones as buttons."""
    shown = [parsed for key in turn.slots.get("time_options") or () if (parsed := parse_key(key))]
    response = "utter_ask_time_narrowed" if shown else "utter_ask_time"
    if not shown:
        free = booking.availability(
            turn.settings, service_id=place.service_id, office_id=place.office_id, now=turn.now, limit=OPTIONS_SHOWN,
            conversation_id=turn.conversation_id)
        shown = [(option.office_id, option.starts_at) for option in _spread(turn, place, free)]
    if not shown:
        return say("utter_time_nothing_free")
    names = {} if place.office_id else {
        office.id: office.municipality for office in booking.offices_for(turn.settings, place.service_id)}
    return say(response, buttons=buttons(slot, shown, names))


def _spread(turn: Turn, place: Place, free: Sequence[SlotOption]) -> Sequence[SlotOption]:
    """The first two starts and one on each of the next days, so that more than one day can be seen."""
    if len(free) < OPTIONS_SHOWN:
        return free
    chosen = list(free[:2])
    while len(chosen) < OPTIONS_SHOWN:
        after = clock.at(clock.local(chosen[-1].starts_at).date(), time(23, 59))
        later = booking.availability(
            turn.settings, service_id=place.service_id, office_id=place.office_id, now=turn.now, start=after, limit=1,
            conversation_id=turn.conversation_id)
        if not later:
            break
        chosen += later
    return chosen
