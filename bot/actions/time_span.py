"""The time that a message speaks of: a span of days or hours, less what it refuses."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Optional

from bot.actions.turn import Turn
from bot.core import clock, italian_dates
from bot.core.italian_text import normalise
from bot.core.replies import any_will_do, as_soon_as_possible

AFTERNOON = time(13, 0)
_DAY = re.compile(
    r"\b(oggi|stamattina|stamani|stasera|stanotte|domani|domattina|dopodomani|ieri|lun\w*|mar(t\w*)?|mer(c\w*)?|"
    r"gio(v\w*)?|"
    r"ven([er]\w*)?|sab(ato)?|dom(enica)?|"
    r"settiman\w+|mes[ei]|giorn[oi]|fra|tra|natale|capodanno|epifania|immacolata|ponte|festa|"
    r"marzo|gennaio|febbraio|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|gen|feb|apr|mag|"
    r"giu|lug|ago|"
    r"set|ott|nov|dic|primo|(il|l|del|al|dal|entro|dopo) \d{1,2}|\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?)\b")
"""Words that name a day."""
_REFUSED = re.compile(r"\bnon\b.*\b(posso|riesco|ci sono|sono libero|sono libera|va|vengo|venire|potrei|mi va)\b",
                      re.IGNORECASE)
_MORNING = re.compile(r"\bmattin\w+", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;.!?]+\s+|\s+(?:ma|pero|però)\s+", re.IGNORECASE)


def mentions_time(turn: Turn) -> bool:
    """Whether the message speaks of a time at all, «prima possibile» included."""
    return bool(turn.text) and (as_soon_as_possible(turn.text) or names_a_time(turn))


def leaves_it_to_us(text: str) -> bool:
    """Whether any time will do, or the first one."""
    return as_soon_as_possible(text) or any_will_do(text)


def names_a_time(turn: Turn) -> bool:
    """Whether the message names a day or an hour."""
    return bool(turn.text) and italian_dates.parse(wished(turn.text), turn.now) is not None


def wished(text: str) -> str:
    """``text`` without what it refuses: «non posso giovedì, si può fare venerdì?» asks for Friday."""
    clauses = _CLAUSE.split(text)
    kept = [clause for clause in clauses if not _REFUSED.search(clause)]
    if not kept:
        return _other_half(text)
    return ", ".join(kept) if kept and len(kept) < len(clauses) else text


def _other_half(text: str) -> str:
    """«non posso di mattina» asks for the afternoon, and the other way round; else ``text``."""
    if _MORNING.search(text):
        return "pomeriggio"
    return "mattina" if re.search(r"pomeriggi", text, re.IGNORECASE) else text


def on_the_day_of(turn: Turn) -> Turn:
    """The turn with the day that is being booked as its wish: «alle 11» after the choice is of that day."""
    chosen = turn.slots.get("booking_time")
    if not chosen or turn.slots.get("time_wish"):
        return turn
    day = clock.local(datetime.fromisoformat(chosen["start"])).date()
    wish = [clock.at(day, time()).isoformat(), clock.at(day, time(23, 59)).isoformat()]
    return replace(turn, slots={**turn.slots, "time_wish": wish})


def names_a_day(turn: Turn) -> bool:
    """Whether the message names a day: without one «alle 15» is of any day."""
    return _DAY.search(normalise(turn.text)) is not None


def span_of(turn: Turn) -> Optional[tuple[datetime, datetime, bool]]:
    """Start, end and whether it names one moment; «alle 10» after a wished day is of that day; None for no time."""
    span = italian_dates.parse(turn.text, turn.now)
    wish = turn.slots.get("time_wish")
    if wish and "oggi" not in turn.text.casefold():
        first, last = (clock.local(datetime.fromisoformat(moment)) for moment in wish)
        inside = italian_dates.parse(turn.text, clock.at(first.date(), time()))
        if inside and first <= inside.start < last:
            span = inside
    if span is None:
        return None
    start = clock.local(span.start)
    if span.grain == "daypart" and start.hour == 12:
        start = clock.at(start.date(), AFTERNOON)  # at an office noon is still the morning
    return start, span.end, span.grain in ("minute", "hour") and span.end - start <= timedelta(hours=1)
