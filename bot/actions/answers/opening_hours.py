"""Whether the employment centres are open now or on a day that somebody names; what day and hour it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Sequence

from bot import clock
from bot.dialogue.hours_questions import asks_from_when, asks_hour, asks_working_day, count_days_ahead, walks_in
from bot.dialogue.turn import Part, Reply, Turn, say
from bot.italian.text import WEEKDAYS, format_day, format_intervals, format_time, join_list
from bot.rules.slot_calendar import Why
from bot.services import opening_hours
from bot.services.offices import OfficeView
from bot.services.opening_hours import DayHours
from bot.texts import get_text

NEAR = timedelta(days=6)
"""Up to so many days ahead a weekday says enough."""


def tell_day(turn: Turn, chosen: Sequence[OfficeView], day: date) -> Reply:
    """Open or closed on ``day``, a line per office; today also whether it is open at this moment."""
    hours = opening_hours.find_hours_on(
        turn.settings, office_ids=[office.id for office in chosen], day=day, now=turn.now)
    whole = asks_from_when(turn.text)
    lines = [_line(office.name, hours[office.id], day, turn.now, whole) for office in chosen]
    parts = [Part("utter_office_day", {"lines": "\n".join(lines)})]
    if any(hours[office.id].intervals for office in chosen) and walks_in(turn.text):
        phones = join_list([f"{office.municipality} {office.phones[0]}" for office in chosen if office.phones])
        parts.append(Part("utter_aside_walk_in", {"contacts": phones}))
    return Reply(tuple(parts), offer="book_appointment")


def tell_today(turn: Turn, chosen: Sequence[OfficeView]) -> Reply:
    """What day it is today with the hour, or tomorrow; and whether the offices receive where that is asked."""
    here = clock.local(turn.now)
    ahead = count_days_ahead(turn.text)
    if ahead:
        day = format_day(here.date() + timedelta(days=ahead))
        return say("utter_other_day", line=(
            get_text("answers.opening.on_tomorrow", day=day) if ahead == 1
            else get_text("answers.opening.on_day_after", day=day)))
    told = say("utter_today", day=format_day(here.date()), hour=format_time(here.time()))
    if not asks_working_day(turn.text) and not asks_hour(turn.text):
        return told
    return Reply(told.parts + tell_day(turn, chosen, here.date()).parts, offer="book_appointment")


def _line(name: str, hours: DayHours, day: date, now: datetime, whole: bool = False) -> str:
    """Of today whether it is open now; ``whole``: all its hours instead."""
    today = clock.local(now).date()
    if day == today and not (whole and hours.intervals):
        if hours.open_until is not None:
            return get_text("answers.opening.open_now", office=name, closes=format_time(hours.open_until.time()))
        why = _why(hours, today)
        last = max((end for _, end in hours.intervals), default=None)
        if last is None:
            text = get_text("answers.opening.closed_today", office=name, why=why)
        elif last <= clock.local(now).time():
            text = get_text("answers.opening.closed_since", office=name, closed=format_time(last), why=why)
        else:
            text = get_text("answers.opening.closed_now", office=name, why=why)
    elif hours.intervals:
        return get_text("answers.opening.open_on", office=name, day=_name_day(day, today),
                        hours=format_intervals(hours.intervals))
    else:
        text = get_text("answers.opening.closed_on", office=name, day=_name_day(day, today), why=_why(hours, day))
    if hours.opens_at is None:
        return f"{text}."
    opens = hours.opens_at
    closes = next((end for start, end in hours.intervals if start == opens.time()), None)
    if opens.date() == day == today and closes is not None:
        hour, until = format_time(opens.time()), format_time(closes)
        return text + get_text("answers.opening.opens_today", hour=hour, closes=until)
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
