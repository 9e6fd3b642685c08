"""Whether the employment centres are open now or on a day that somebody names; what day and hour it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Optional, Sequence

from bot import clock
from bot.dialogue.relative_times import points_at_time, read_relative_time
from bot.dialogue.repair_words import words_of
from bot.dialogue.turn import Part, Reply, Turn, say
from bot.italian import dates
from bot.italian.text import WEEKDAYS, format_day, format_intervals, format_time, join_list, normalise
from bot.rules.slot_calendar import Why
from bot.services import opening_hours
from bot.services.offices import OfficeView
from bot.services.opening_hours import DayHours
from bot.texts import get_text

_NOW = re.compile(r"\b(?:adesso|ora|in questo momento|ancora apert\w|gia (?:apert|chius)\w|siete (?:apert|chius)\w|"
                  r"c e qualcuno in ufficio|vi trovo|(?:ci )?trovo (?:qualcuno|apert\w)|faccio (?:ancora )?in tempo|"
                  r"sto (?:arrivando|venendo|passando)|"
                  r"(?:arrivo|passo|vengo|sono (?:li|da voi|a lecco|a merate)) (?:tra|fra) .{1,14}(?:minut\w|mezz "
                  r"?ora|or[ae]\w*|poco)|"
                  r"(?:tra|fra) (?:poco|cinque minuti|dieci minuti|un quarto d ora|mezz ora))\b")
_NOT_NOW = re.compile(r"\b(?:(?:a )?che ora|da che ora|fino a che ora|ora di|di solito|sempre)\b")
_DAYS_OF_GRAIN = ("minute", "hour", "daypart", "day")
_PART_OF_DAY = re.compile(r"\b(?:mattin\w|pomeriggi\w*|sera|serali?|pranzo|pausa)\b")
_THIS_PART = re.compile(r"\b(?:oggi|stasera|stamattina|quest\w+ (?:mattin\w|pomeriggio|sera))\b")
_OTHER_OFFICE = re.compile(r"(?:e|ed|invece|anche)(?: (?!orari)\w+){1,3}(?: invece)?$")
"""«e a Merate?»: the other office on the day that was asked for."""
NEAR = timedelta(days=6)
"""Up to so many days ahead a weekday says enough."""


def day_meant(turn: Turn) -> Optional[date]:
    """The day that a question about hours names, or points at from the one named before; today for «adesso»."""
    here = clock.local(turn.now)
    before = next((day for text in reversed(turn.earlier) if (day := _day_named(text, turn.now))), here.date())
    if points_at_time(turn.text):
        beside = read_relative_time(turn.text, clock.at(before, here.time()), (), turn.now)
        if beside is not None and beside.without is None:
            return clock.local(beside.start).date()
    named = _day_named(turn.text, turn.now)
    if named is not None:
        return named
    if _PART_OF_DAY.search(normalise(turn.text)):
        return None  # «il pomeriggio siete aperti?»: on any day
    if turn.earlier and turn.name("office") and turn.slots.get("last_question") == "ask_office_hours" and (
            _OTHER_OFFICE.match(words_of(turn.text))):
        return day_meant(replace(turn, text=turn.earlier[-1], earlier=turn.earlier[:-1]))
    if _names_hour(turn.text, turn.now):
        return None  # «all'una siete aperti?»: on any day
    said = _NOT_NOW.sub(" ", normalise(turn.text))
    return here.date() if _NOW.search(said) else None


def _day_named(text: str, now: datetime) -> Optional[date]:
    if _THIS_PART.search(normalise(text)):
        return clock.local(now).date()
    span = dates.parse(text, now)
    if span is None or span.grain not in _DAYS_OF_GRAIN or span.end - span.start > timedelta(days=1, hours=1):
        return None
    # an hour without a day («alle 9») is no day
    # an afternoon without one is any afternoon
    return clock.local(span.start).date() if span.grain == "day" or _names_day(text) else None


def _names_hour(text: str, now: datetime) -> bool:
    span = dates.parse(text, now)
    at = re.search(r"\b(?:all|alle|verso|dalle)\b", normalise(text))
    return at is not None and span is not None and span.grain in ("minute", "hour")


def _names_day(text: str) -> bool:
    said = normalise(text)
    return (any(normalise(day) in said for day in WEEKDAYS)
            or re.search(r"\b(?:doman\w+|dopodomani|\d+ \w+)\b", said) is not None)


_WALKS_IN = re.compile(r"\bsenza (?:l )?(?:appuntament\w+|prenot\w+)")


def tell_day(turn: Turn, chosen: Sequence[OfficeView], day: date) -> Reply:
    """Open or closed on ``day``, a line per office; today also whether it is open at this moment."""
    hours = opening_hours.hours_on(turn.settings, office_ids=[office.id for office in chosen], day=day, now=turn.now)
    lines = [_line(office.name, hours[office.id], day, turn.now) for office in chosen]
    parts = [Part("utter_office_day", {"lines": "\n".join(lines)})]
    if any(hours[office.id].intervals for office in chosen) and _WALKS_IN.search(normalise(turn.text)):
        phones = join_list([f"{office.municipality} {office.phones[0]}" for office in chosen if office.phones])
        parts.append(Part("utter_aside_walk_in", {"contacts": phones}))
    return Reply(tuple(parts), offer="book_appointment")


_WORKING_DAY = re.compile(r"\b(?:fest\w*|ferial\w|lavorativ\w|si lavora|lavorate|apert\w|chius\w)\b")


def tell_today(turn: Turn, chosen: Sequence[OfficeView]) -> Reply:
    """What day and hour it is, and whether the offices receive where that is asked too."""
    here = clock.local(turn.now)
    told = say("utter_today", day=format_day(here.date()), hour=format_time(here.time()))
    if not _WORKING_DAY.search(normalise(turn.text)):
        return told
    return Reply(told.parts + tell_day(turn, chosen, here.date()).parts, offer="book_appointment")


def _line(name: str, hours: DayHours, day: date, now: datetime) -> str:
    today = clock.local(now).date()
    if day == today:
        if hours.open_until is not None:
            return get_text("answers.opening.open_now", office=name, closes=format_time(hours.open_until.time()))
        why = _why(hours, today)
        text = (get_text("answers.opening.closed_now", office=name, why=why) if hours.intervals
                else get_text("answers.opening.closed_today", office=name, why=why))
    elif hours.intervals:
        return get_text("answers.opening.open_on", office=name, day=_name_day(day, today),
                        hours=format_intervals(hours.intervals))
    else:
        text = get_text("answers.opening.closed_on", office=name, day=_name_day(day, today), why=_why(hours, day))
    if hours.opens_at is None:
        return f"{text}."
    opens = hours.opens_at
    return text + get_text("answers.opening.opens", when=_name_day(opens.date(), today), hour=format_time(opens.time()))


def _why(hours: DayHours, day: date) -> str:
    """In brackets, why an office is closed all day; nothing for one that is closed at this hour."""
    if hours.closed is None:
        return ""
    if hours.closed.kind is Why.WEEKDAY:
        return get_text("answers.opening.weekday", day=WEEKDAYS[day.weekday()])
    if hours.closed.kind is Why.HOLIDAY:
        return get_text("answers.opening.holiday", detail=hours.closed.detail)
    return get_text("answers.opening.closure", detail=hours.closed.detail)


def _name_day(day: date, today: date) -> str:
    """«oggi», «domani lunedì 30 novembre», «venerdì» within the week, else «martedì 8 dicembre»."""
    if day == today:
        return get_text("answers.opening.today")
    if day == today + timedelta(days=1):
        return get_text("answers.opening.tomorrow", day=format_day(day, year=False))
    return WEEKDAYS[day.weekday()] if today < day <= today + NEAR else format_day(day, year=day.year != today.year)
