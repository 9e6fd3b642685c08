"""Italian as we write it: dates, times, lists, amounts; and the folded form in which texts are compared."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time
from typing import Iterable, Optional, Sequence

WEEKDAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
)

_FIRST_MARK = "\u0300"
"""No character before it is a combining one."""
_AS_SPACES = str.maketrans(dict.fromkeys("'’‘`´ʼ′\"“”„«»", " "))


def format_day(day: date, *, weekday: bool = True, year: bool = True) -> str:
    """``martedì 28 gennaio 2025``; ``1º`` for the first of a month."""
    number = "1º" if day.day == 1 else str(day.day)
    parts = [WEEKDAYS[day.weekday()]] if weekday else []
    parts += [number, MONTHS[day.month - 1]]
    return " ".join(parts + [str(day.year)] if year else parts)


def format_time(hour: time) -> str:
    """``15:00``, ``8:30``."""
    return f"{hour.hour}:{hour.minute:02d}"


def format_moment(moment: datetime) -> str:
    """``martedì 28 gennaio 2025 alle 15:00``; the moment is written as it is, in its own zone."""
    return f"{format_day(moment.date())} alle {format_time(moment.time())}"


def format_time_range(starts: Optional[time], ends: Optional[time], daypart: Optional[str] = None) -> str:
    """``dalle 15:00 alle 17:30``, ``alle 15:00``, or the part of the day (``nel pomeriggio``); empty when unknown."""
    if starts is None:
        return daypart or ""
    if ends is None:
        return f"alle {format_time(starts)}"
    return f"dalle {format_time(starts)} alle {format_time(ends)}"


def format_intervals(intervals: Sequence[tuple[time, time]]) -> str:
    """Opening hours of a day: ``8:30-12:30 e 14:00-17:15``; ``chiuso`` when there are none."""
    if not intervals:
        return "chiuso"
    return join_list([f"{format_time(opens)}-{format_time(closes)}" for opens, closes in intervals])


def format_weekdays(days: Sequence[int]) -> str:
    """Weekdays (0 Monday) in words: runs of three and more as ``dal lunedì al venerdì``, others listed."""
    ordered = sorted(set(days))
    if len(ordered) >= 3 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"dal {WEEKDAYS[ordered[0]]} al {WEEKDAYS[ordered[-1]]}".replace("al domenica", "alla domenica")
    return join_list([WEEKDAYS[day] for day in ordered])


def format_month_range(earliest: date, latest: date) -> str:
    """``tra febbraio e marzo 2025``, ``a marzo 2025``, ``tra dicembre 2024 e gennaio 2025``."""
    last = f"{MONTHS[latest.month - 1]} {latest.year}"
    first = MONTHS[earliest.month - 1]
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"a{'d' if first.startswith('a') else ''} {last}"
    if earliest.year != latest.year:
        first = f"{first} {earliest.year}"
    return f"tra {first} e {last}"


def format_euro(cents: int) -> str:
    """An amount in cents: ``363.966,68 euro``; whole amounts without decimals, ``8.500 euro``."""
    whole, rest = divmod(abs(cents), 100)
    text = f"{whole:,}".replace(",", ".") + (f",{rest:02d}" if rest else "")
    return f"{'-' if cents < 0 else ''}{text} euro"


def join_list(items: Iterable[str], last: str = "e") -> str:
    """``a``, ``a e b``, ``a, b e c``; «ed» before a word that begins with e, «od» never."""
    words = [item for item in items if item]
    if len(words) < 2:
        return "".join(words)
    if last == "e" and _fold_accents(words[-1]).casefold().startswith("e"):
        last = "ed"
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def normalise(text: str) -> str:
    """The form in which texts are compared: no case, no accents, apostrophes and quotes as spaces, single spaces."""
    return " ".join(_fold_accents(text.casefold()).translate(_AS_SPACES).split())


def _fold_accents(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join([char for char in decomposed if char < _FIRST_MARK or not unicodedata.combining(char)])
