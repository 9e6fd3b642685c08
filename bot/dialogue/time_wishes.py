"""Which of the starts that are shown a message means, or which others it wishes: the words, not what is free."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Optional, Sequence

from bot import clock
from bot.dialogue.relative_times import (
    RelativeTime,
    points_at_day,
    points_at_same_day,
    read_refused_days,
    read_relative_time,
)
from bot.dialogue.time_span import find_hours, find_span, leave_out_refused, names_a_day
from bot.dialogue.turn import Turn
from bot.italian import dates
from bot.italian.short_replies import read_ordinal, read_yes_or_no
from bot.italian.shorthand import expand_words

WishedSpan = tuple[datetime, datetime, bool]
"""Start, end (aware) and whether it names one moment, as :func:`bot.dialogue.time_span.find_span` gives it."""

MOST_BUTTONS = 9
_DATE = re.compile(r"\W*(?:il|l)\W+\d{1,2}\W*", re.IGNORECASE)
"""«il 3» is a day of the month; «3» and «il terzo» are the third of those shown."""
_END_OF_LIST = re.compile(
    r"(?:(?:va bene|prendo|facciamo|allora|ok|vorrei|meglio) )*(?:quell[oa]|il|la) "
    r"(?:(?P<first>piu (?:presto|vicin[oa])|prima di tutt[ie])|piu (?:tardi|lontan[oa]))")
"""«quello più presto» is one of those shown; «più tardi» alone asks for others."""
_LAST_OF_DAY = re.compile(
    r"\bultim\w (?:orari\w |ora |posto |appuntamento )?(?:possibil\w |liber\w |disponibil\w )?"
    r"(?:dell?a? (?:giornata|mattin\w|pomeriggio)|del (?:giorno|pomeriggio|mattino)|di (?:quel )?giorno)\b|"
    r"\bil piu tardi (?:possibile|che (?:c e|hai|avete|potete|puoi|si puo)|di tutt\w|disponibile)\b|"
    r"\bl ultim\w (?:che (?:c e|hai|avete)|disponibile|possibile|libero|ora|orario)\b")
_OR = re.compile(r"\s+o(?:ppure| magari)?\s+", re.IGNORECASE)
_AFTER_DAY = re.compile(r"(?:luned|marted|mercoled|gioved|venerd)\w*\s+((?:alle|verso|di|dopo|prima|in|mattin|pomerig|"
                        r"dalle).*)$|\d{1,2}\s+((?:gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)\w*.*)$",
                        re.IGNORECASE)
"""What follows the last day of «giovedì o venerdì alle 10», «il 3 o il 4 dicembre» and holds for the others too."""


def is_place_in_list(text: str) -> bool:
    """Whether «il primo» may be the first button, and no day."""
    return read_ordinal(text, MOST_BUTTONS) is not None


def pick_shown(text: str, count: int) -> Optional[int]:
    """The index of the one that ``text`` picks of ``count`` starts shown, earliest first; None for none of them."""
    if not count:
        return None
    picked = None if _DATE.fullmatch(text) else read_ordinal(text, count)
    if picked is None and count == 1 and read_yes_or_no(text):
        return 0
    end = _END_OF_LIST.fullmatch(expand_words(text)) if picked is None else None
    return picked if end is None else 0 if end["first"] else count - 1


def wants_last_of_day(text: str) -> bool:
    """Whether the last start of a day is wished («l'ultimo della giornata»)."""
    return _LAST_OF_DAY.search(expand_words(text)) is not None


def wants_after_shown(text: str) -> bool:
    """Whether «il primo giorno utile dopo» wants what comes after."""
    return "dopo" in text.casefold()


def find_closed_day(turn: Turn, shown: Sequence[datetime]) -> Optional[datetime]:
    """The day that was wished and has none of the starts ``shown``; None when no such day was wished."""
    wish = turn.slots.get("time_wish")
    if not wish:
        return None
    start, end = (clock.local(datetime.fromisoformat(moment)) for moment in wish)
    elsewhere = all(clock.local(moment).date() != start.date() for moment in shown)
    return start if start.date() == end.date() and elsewhere else None


def read_beside(turn: Turn, chosen: Optional[datetime], shown: Sequence[datetime]) -> Optional[RelativeTime]:
    """The time that the message means beside the ``chosen`` start and those ``shown``; None for none such."""
    refused = read_refused_days(turn.text, chosen, shown, turn.now)
    if refused is not None:
        return refused
    asked = leave_out_refused(turn.text)
    picked = turn.slots.get("booking_time") or turn.slots.get("move_time")
    closed = None if picked else find_closed_day(turn, shown)
    # «allora il giorno dopo», of the holiday that was asked for
    if closed is not None and (points_at_day(asked) or points_at_same_day(asked)):
        return read_relative_time(asked, None, [closed], turn.now)
    whole = points_at_day(turn.text) and not points_at_day(asked)  # «quella settimana non ci sono, quella dopo?»
    beside = read_relative_time(turn.text if whole else asked, chosen, shown, turn.now)
    if beside is None and dates.parse(asked, turn.now) is None:  # «martedì non riesco, un altro giorno»
        return read_relative_time(turn.text, chosen, shown, turn.now)
    return beside


def read_alternatives(turn: Turn) -> Sequence[WishedSpan]:
    """The times of «giovedì o venerdì mattina», what is said of the last one shared; empty for one time only."""
    parts = _OR.split(turn.text)
    if len(parts) < 2 or any(is_place_in_list(part) and not _DATE.fullmatch(part) for part in parts):
        return ()
    shared = _AFTER_DAY.search(parts[-1])
    texts = [part if shared is None or find_span(replace(turn, text=f"{part} {shared[1] or shared[2]}")) is None
             else f"{part} {shared[1] or shared[2]}" for part in parts[:-1]]
    spans = [find_span(replace(turn, text=text)) for text in (*texts, parts[-1])]
    known = [span for span in spans if span is not None]
    return known if len(known) == len(spans) else ()


def read_hours_of_any_day(turn: Turn) -> Optional[tuple[time, time]]:
    """From which hour to which, for a message that names no day, nor was one wished before; None for another one."""
    if turn.slots.get("time_wish") or names_a_day(turn):
        return None
    span = dates.parse(turn.text, turn.now)
    if span is None or span.grain not in ("minute", "hour", "daypart"):
        return None
    first, last = find_hours(span)
    exact = span.grain != "daypart" and span.end - span.start <= timedelta(hours=1)
    return first, first.replace(second=59) if exact else last


def names_no_day(turn: Turn) -> bool:
    """Whether the message names a day that does not exist («31 febbraio»)."""
    return dates.names_impossible_date(turn.text, turn.now)
