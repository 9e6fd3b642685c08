"""Which day a question about opening hours means, and whether it asks for a working day or to come unbooked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Optional

from bot import clock
from bot.dialogue.relative_times import points_at_time, read_relative_time
from bot.dialogue.turn import Turn
from bot.italian import dates
from bot.italian.shorthand import expand_words
from bot.italian.text import WEEKDAYS, normalise
from bot.rules.slot_calendar import find_next_holiday

_STILL_OPEN = (r"(?:ancora|gia) (?:apert|chius)\w|(?:c e|trovo|ci trovo|risponde) (?:ancora |gia )?(?:qualcuno|gente)|"
               r"(?:apert|chius)\w ancora|ci siete(?: ancora| gia)?|(?:ci sono|ricevono|rispondono|lavorano) ancora|"
               r"ancora in (?:ufficio|sede|tempo)")
"""Whether somebody is there at this moment, without the word for it."""
_NOW = re.compile(rf"\b(?:adesso|ora|in questo momento|{_STILL_OPEN}|siete (?:apert|chius)\w|"
                  r"vi trovo|(?:ci )?trovo (?:qualcuno|apert\w)|faccio (?:ancora )?in tempo|"
                  r"sto (?:arrivando|venendo|passando)|"
                  r"(?:arrivo|passo|vengo|sono (?:li|da voi|a lecco|a merate)) (?:tra|fra) .{1,14}"
                  r"(?:minut\w|mezz ?ora|or[ae]\w*|poco)|"
                  r"(?:tra|fra) (?:poco|cinque minuti|dieci minuti|un quarto d ora|mezz ora))\b")
_NOT_NOW = re.compile(r"\b(?:(?:a )?che ora|da che ora|fino a che ora|ora di|di solito|sempre)\b")
_DAYS_OF_GRAIN = ("minute", "hour", "daypart", "day")
_PART_OF_DAY = re.compile(r"\b(?:mattin\w|pomeriggi\w*|sera|serali?|pranzo|pausa)\b")
_THIS_PART = re.compile(r"\b(?:oggi|stasera|stamattina|quest\w+ (?:mattin\w|pomeriggio|sera))\b")
_OTHER_OFFICE = re.compile(r"(?:e|ed|invece|anche)(?: (?!orari)\w+){1,3}(?: invece)?$")
"""«e a Merate?»: the other office on the day that was asked for."""
_HOUR = re.compile(r"\b(?:or[ae]|orario|mezzogiorno)\b")
_ASKS_OPEN = re.compile(rf"\b(?:{_STILL_OPEN}|(?:e|sono|siete|resta|restate) (?:apert|chius)\w)\b")
_THAT_DAY = re.compile(r"\b(?:quel|in quel|quello stesso|il mio) giorno\b|\bin quella data\b|^(?:ma |e |non )*(?:e|"
                       r"sara|cade) (?:mica )?"
                       r"(?:di )?(?:fest\w+|feriale|rosso)\b")
_NEXT_HOLIDAY = re.compile(
    r"\bprossim\w (?:giorn\w )?(?:\w+ ){0,3}?(?:chius\w+ per fest\w+|di fest\w+|festiv\w+|festa|chiusura|ponte)\b|"
    r"\bquando (?:c e |e |sara )?(?:la |il )?prossim\w (?:fest\w+|chiusura|ponte)\b")
_FROM_WHEN = re.compile(r"\b(?:da che ora|da quando|a che ora (?:\w+ )?(?:apr\w+|inizi\w+|cominci\w+|arriv\w+|"
    r"attacc\w+)|che orar\w+)\b")
_OPENS_AGAIN = re.compile(r"\b(?:quando|che giorno) (?:si )?ri(?:apr|prend|cominci)\w+")
_DAY_AFTER = re.compile(r"\bquello (?:dopo|seguente|successivo)\b")
_AHEAD = re.compile(r"\b(?:(?P<after>dopodomani)|domani)\b")
_WALKS_IN = re.compile(r"\bsenza (?:l )?(?:appuntament\w+|prenot\w+)")
_WORKING_DAY = re.compile(r"\b(?:fest\w*|ferial\w|lavorativ\w|si lavora|lavorate|apert\w|chius\w)\b")


def find_day_meant(turn: Turn) -> Optional[date]:
    """The day that a question about hours names, or points at from the one named before; today for «adesso»."""
    here = clock.local(turn.now)
    before = next((day for text in reversed(turn.earlier) if (day := _day_named(text, turn.now))), here.date())
    if points_at_time(turn.text):
        beside = read_relative_time(turn.text, clock.at(before, here.time()), (), turn.now)
        if beside is not None and not beside.without:
            return clock.local(beside.start).date()
    words = expand_words(turn.text)
    if _OPENS_AGAIN.search(words):
        return before  # a day that is closed is told with the next one that is not
    if _DAY_AFTER.search(words):
        return before + timedelta(days=1)
    if asks_next_holiday(turn.text):
        return find_next_holiday(here.date())
    named = _day_named(turn.text, turn.now)
    if named is not None:
        return named
    if _PART_OF_DAY.search(normalise(turn.text)):
        return None  # «il pomeriggio siete aperti?»: on any day
    if turn.earlier and turn.name("office") and turn.slots.get("last_question") == "ask_office_hours" and (
            _OTHER_OFFICE.match(words)):
        return find_day_meant(replace(turn, text=turn.earlier[-1], earlier=turn.earlier[:-1]))
    if _names_hour(turn.text, turn.now):
        return None  # «all'una siete aperti?»: on any day
    span = dates.parse(turn.text, turn.now)
    if span is not None and span.grain in ("week", "month"):
        return None  # «siete aperti ad agosto?»
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
    at = re.search(r"\b(?:all|alle|dalle|verso (?:le|l|mezzogiorno|sera|\d))\b", normalise(text))
    return at is not None and span is not None and span.grain in ("minute", "hour")


def _names_day(text: str) -> bool:
    said = normalise(text)
    return (any(normalise(day) in said for day in WEEKDAYS)
            or re.search(r"\b(?:doman\w+|domattina|dopodomani|\d+ \w+)\b", said) is not None)


def asks_open(text: str) -> bool:
    """Whether the words ask if somebody is there («c'è ancora qualcuno?», «è aperto?»), whatever place they mean."""
    return _ASKS_OPEN.search(expand_words(text)) is not None


def asks_from_when(text: str) -> bool:
    """Whether the hour at which somebody comes to the office is asked for («da che ora ricevete?»)."""
    return _FROM_WHEN.search(expand_words(text)) is not None


def asks_next_holiday(text: str) -> bool:
    """Whether the next day on which everything is closed is asked for («il prossimo giorno di festa?»)."""
    return _NEXT_HOLIDAY.search(expand_words(text)) is not None


def points_at_appointment(text: str) -> bool:
    """Whether «quel giorno» or «è festa?» asks what day one's appointment is on."""
    said = expand_words(text)
    return _THAT_DAY.search(said) is not None and _WORKING_DAY.search(said) is not None


def walks_in(text: str) -> bool:
    """Whether somebody would come without an appointment."""
    return _WALKS_IN.search(normalise(text)) is not None


def asks_working_day(text: str) -> bool:
    """Whether a question about today is whether one works: «oggi è festa?», «siete aperti?»."""
    return _WORKING_DAY.search(normalise(text)) is not None


def count_days_ahead(text: str) -> int:
    """How many days after today the day is that is asked for: 1 for tomorrow, 2 for the day after, else 0."""
    found = _AHEAD.search(normalise(text))
    return 0 if found is None else 2 if found["after"] else 1


def asks_hour(text: str) -> bool:
    """Whether a question about today asks for the hour too («che ore sono?»)."""
    return _HOUR.search(normalise(text)) is not None
