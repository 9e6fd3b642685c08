"""Reads a sentence from left to right and collects what it says about time, piece by piece."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

from bot.italian.dates import bounds, clocks, days, periods, ranges
from bot.italian.dates import calendar_rules as cal
from bot.italian.dates.grammar import Found, Reader
from bot.italian.dates.model import OPEN_END, Clock, Days, Impossible, TimeSpan
from bot.italian.dates.resolve import Said, cut_to_minute, find_moment_after, resolve
from bot.italian.dates.tokens import write_symbols

_RULES = (*days.BOOK.rules, *periods.BOOK.rules)
_NOW = re.compile(
    r"^ (?:(?:anche|proprio|posso|va bene|da|vorrei|venire|verrei|vengo|ok|si|,|meglio) )*"
    r"(?:ORE|adesso|subito|immediatamente|in THIS momento)(?: (?:stesso|se possibile|grazie|va bene|posso|[.!?]))* $"
)
_ELAPSED = re.compile(
    r"(?P<how>fra |in |entro )?(?:circa )?(?:(?P<days>\d{1,3}|un) Ud (?:e|,) )?"
    r"(?P<n>\d{1,3}|un paio di|un paio d|un quarto d|un ORD4 d|3 quarti d|un|una|mezz|mezza|qualche|pochi|poche) "
    r"(?P<u>ORE|Umin)(?P<more> e (?:mezza|mezzo|un quarto|un ORD4|3 quarti|\d{1,2} Umin|\d\d))?(?P<ago> fa)?(?= )"
)
_ELAPSED_UNITS = re.compile(
    r"(?P<n>\d{1,3} )?(?P<w>NEXT|PAST|ULTIMO) (?P<n2>\d{1,3} )?(?P<u>ORE|Umin)(?= )|"
    r"(?P<n3>\d{1,3}) (?P<u2>ORE|Umin) (?P<w2>NEXT|PAST)(?= )"
)
_PARTS_OF_AN_HOUR = {
    "un quarto d": 15,
    "un ORD4 d": 15,
    "3 quarti d": 45,
    "mezz": 30,
    "mezza": 30,
    "mezzo": 30,
    "un quarto": 15,
    "un ORD4": 15,
    "3 quarti": 45,
}
_FEW = {"un": 1, "una": 1, "un paio di": 2, "un paio d": 2, "qualche": 3, "pochi": 3, "poche": 3}
_COUNTED_HOURS = re.compile(r" \d+ $")
_LAST_NUMBER = re.compile(r"\d{1,2} (?:$|[,.;!?]|grazie |va bene |ok )")
_WAKING_HOURS = range(7, 21)
_NUMBERED = re.compile(r"(?:(?:il|l|del|di) )*(?:\d|[DFP]\d|ORD)")
_NUMBERED_OR_WEEKDAY = re.compile(r"(?:(?:il|l|di) )*(?:\d|ORD|WD\d|WMAR)")
_UNTIL_PART = re.compile(r" (?:entro(?: la| il| l)?|resto) $")
# "non posso lunedì", "lunedì non posso", "tutti i giorni tranne venerdì".
_REFUSED = re.compile(
    r" (?:no|(?:non|nn)(?: (?:posso|riesco|potrei|va bene|va|ci sono|vengo))?|tranne|eccetto|escluso|esclusi|fuorche|"
    r"anziche|invece (?:di|del|che)|al posto (?:di|del)|piuttosto che)"
    r"(?: (?:il|i|di|per|a|al))? $"
)
_TO_HERE = re.compile(r" (?:a|al|all)(?: (?:il|l))? $")
_THE_NEXT_ONE = re.compile(
    r"(?:(?:per|a|al|alla) )?(?:il|la|quello|quella|quelli) (?:NEXT|dopo)"
    r"(?= (?:$|[,.;!?]|si |va |alle |P\w+ |grazie |per ))"
)
_THIS_HOUR = re.compile(r"(?:a |per |verso )?THIS ORE(?= )")
_BESIDE = re.compile(r" (?:,|meglio|magari|tipo|preferibilmente|diciamo)(?: (?:il|l|di|per))? $")
_REFUSED_AFTER = re.compile(r" (?:non|nn) (?:posso|riesco|va|vado|ci sono|mi)(?= )| no(?= )")


def parse(text: str, now: datetime) -> TimeSpan | None:
    """The stretch of time that ``text`` (Italian, as typed) means at ``now``; None when it names none.

    ``now`` must be aware: its zone is the zone of the answer. Raises ValueError for a naive ``now``, and nothing else.
    """
    try:
        span = _span_said(text, now)
        return span if span is None or span.start < span.end else None  # «0 giorni»
    except (Impossible, OverflowError):
        return None
    except ValueError:  # a year outside the calendar
        if now.tzinfo is None:
            raise
        return None


def names_impossible_date(text: str, now: datetime) -> bool:
    """Whether ``text`` names a date that no calendar has ("31 febbraio", "lunedì 3 dicembre" of a Thursday)."""
    try:
        _span_said(text, now)
    except Impossible:
        return True
    except (OverflowError, ValueError):
        if now.tzinfo is None:
            raise
    return False


def _span_said(text: str, now: datetime) -> TimeSpan | None:
    if now.tzinfo is None:
        raise ValueError("now must be aware: use clock.now() or clock.at()")
    return _span_once(text, now, now.tzinfo, now.fold)  # moments of two zones can be equal


@lru_cache(maxsize=32)  # several readers ask of the same message; the next one comes at another moment
def _span_once(text: str, now: datetime, zone: tzinfo, fold: int) -> TimeSpan | None:
    return resolve(_read(Reader(write_symbols(text), now.date(), _RULES), now), now)


def _read(reader: Reader, now: datetime) -> Said:
    said = Said()
    if _NOW.match(reader.text):
        said.elapsed = find_moment_after(now, timedelta())
        return said
    at = 1
    while 0 < at < len(reader.text):
        end = _read_one(reader, at, said, now)
        at = end + 1 if end else reader.text.find(" ", at) + 1
        said.read_to = at if end else said.read_to
    if said.this_hour and said.date is not None and said.clock is None:
        said.clock = Clock(now.hour, now.minute, "minute", False)
    return said


def _read_one(reader: Reader, at: int, said: Said, now: datetime) -> int | None:
    """Reads the piece that starts at ``at`` into ``said``; answers where it ends, or None when there is none."""
    return (
        _elapsed(reader.text, at, said, now)
        or ranges.read_moment_range(reader, at, said)
        or ranges.read_clock_range(reader, at, said)
        or ranges.read_date_range(reader, at, said)
        or bounds.read_clock_bound(reader, at, said)
        or bounds.read_date_bound(reader, at, said)
        or _date_or_clock(reader, at, said)
        or _next_one(reader.text, at, said)
        or bounds.read_bound_after(reader.text, at, said)
        or _this_hour(reader.text, at, said)
        or _part(reader.text, at, said)
        or _hour_after_day(reader.text, at, said)
    )


def _elapsed(text: str, at: int, said: Said, now: datetime) -> int | None:
    """Reads "fra un'ora e mezza", "10 minuti fa", "le ultime due ore"."""
    match = _ELAPSED.match(text, at)
    if match and (match["how"] or match["ago"]) and said.elapsed is None:
        if match["how"] == "in " and text[:at].strip():  # "si fa in 2 ore" is how long it lasts
            return None
        minutes = _minutes(match["n"], match["u"], match["more"])
        minutes += 24 * 60 * _count(match["days"]) if match["days"] else 0
        moment = find_moment_after(now, timedelta(minutes=-minutes if match["ago"] else minutes))
        until = match["how"] == "entro " and minutes > 0
        said.elapsed = TimeSpan(cut_to_minute(now), moment.start, "minute") if until else moment
        return match.end()
    return _elapsed_units(text, at, said, now)


def _minutes(count: str, unit: str, more: str | None) -> int:
    minutes = _PARTS_OF_AN_HOUR.get(count) or _count(count) * (60 if unit == "ORE" else 1)
    if more:
        words = more.removeprefix(" e ").removesuffix(" Umin")
        minutes += _PARTS_OF_AN_HOUR[words] if words in _PARTS_OF_AN_HOUR else int(words)
    return minutes


def _count(written: str) -> int:
    return _FEW[written] if written in _FEW else int(written)


def _elapsed_units(text: str, at: int, said: Said, now: datetime) -> int | None:
    match = _ELAPSED_UNITS.match(text, at)
    if match is None:
        return None
    hours = (match["u"] or match["u2"]) == "ORE"
    unit = timedelta(hours=1) if hours else timedelta(minutes=1)
    length = unit * max(1, int(match["n"] or match["n2"] or match["n3"] or 1))
    origin = cut_to_minute(now).replace(minute=0) if hours else cut_to_minute(now)
    start = unit if (match["w"] or match["w2"]) == "NEXT" else -length
    first, last = find_moment_after(origin, start), find_moment_after(origin, start + length)
    said.elapsed = TimeSpan(first.start, last.start, "hour" if hours else "minute")
    return match.end()


def _date_or_clock(reader: Reader, at: int, said: Said) -> int | None:
    date = reader.find(at)
    clock = clocks.find(reader.text, at) if said.clock is None else None
    if clock and reader.text.startswith("ORE", at) and said.read_to != at and _COUNTED_HOURS.search(reader.text, 0, at):
        clock = None  # "250 ore 15 posti": the hours are counted
    if date and clock:
        point_is_hour = said.date is not None and reader.text[at] == "P"  # "domani 9.10"
        date, clock = (None, clock) if point_is_hour or clock[1] > date[1] else (date, None)
    if clock:
        if not _REFUSED.search(reader.text, 0, at):
            said.clock = clock[0]
        return clock[1]
    return _take_date(reader, at, said, date)


def _take_date(reader: Reader, at: int, said: Said, found: Found) -> int | None:
    if found is None:
        return None
    text = reader.text
    day, end = _within(reader, at, said, found)
    if _REFUSED.search(text, 0, at) or _REFUSED_AFTER.match(text, end):
        said.refused = day
        return end  # a day that does not suit is no answer, whatever else is said
    if said.date is not None and _is_new_place(text, at):
        said.date, said.date_bound, said.clock, said.clock_end, said.part = day, "", None, None, None
    elif said.date is None or (not said.date_bound and _is_finer(day, said.date, text, at)):
        said.date = day
    elif said.date_bound and _is_choice(day, said, text, at):
        said.date, said.date_bound = day, ""
    return end


def _is_choice(day: Days, said: Said, text: str, at: int) -> bool:
    """Whether the second date chooses a day within the first: "dopo l'Immacolata, il 9", "entro venerdì, giovedì"."""
    if said.date is None or day.grain != "day" or not _BESIDE.search(text, 0, at):
        return False
    if said.date_bound in ("after", "from"):
        first = said.date.end if said.date_bound == "after" else said.date.start
        return first <= day.start < first + OPEN_END
    return day.end <= (said.date.start if said.date_bound == "before" else said.date.end)


def _next_one(text: str, at: int, said: Said) -> int | None:
    """Reads what follows a refusal: "non questa settimana, la prossima"."""
    match = _THE_NEXT_ONE.match(text, at) if said.refused is not None and said.date is None else None
    if match is None or said.refused is None:
        return None
    first = said.refused.start.date()
    is_month = said.refused.grain == "month"
    said.date = cal.make_months(cal.add_months(first, 1)) if is_month else cal.move_days(said.refused, 7)
    return match.end()


def _this_hour(text: str, at: int, said: Said) -> int | None:
    match = _THIS_HOUR.match(text, at)
    if match is None:
        return None
    said.this_hour = True
    return match.end()


def _within(reader: Reader, at: int, said: Said, found: tuple[Days, int]) -> tuple[Days, int]:
    """``found``, or the same words read within the month or week already named: "per gennaio, il 12"."""
    known = said.date
    if known is None or said.date_bound or known.grain not in ("week", "month") or found[0].grain != "day":
        return found
    if known.start <= found[0].start < known.end or not _NUMBERED_OR_WEEKDAY.match(reader.text, at):
        return found
    later = reader.on(known.start.date() - timedelta(days=1)).find(at)
    return later if later and later[1] == found[1] and known.start <= later[0].start < known.end else found


def _is_new_place(text: str, at: int) -> bool:
    """Whether an appointment is moved to this date: "spostare quello del 3 dicembre al 10"."""
    moving = ranges.MOVING.search(text, 0, at) is not None
    return moving and (text.startswith(("al ", "all "), at) or _TO_HERE.search(text, 0, at) is not None)


def _is_finer(day: Days, known: Days, text: str, at: int) -> bool:
    """Whether the second date says which day the first is: "la settimana prossima ... giovedì", "giovedì, il 3"."""
    if known.grain == day.grain == "day" and known.start.weekday() == day.start.weekday():
        return _NUMBERED.match(text, at) is not None
    inside = known.start <= day.start and day.end <= known.end
    return known.grain in ("week", "month") and day.grain == "day" and inside


def _hour_after_day(text: str, at: int, said: Said) -> int | None:
    """A bare number that ends the phrase, right after a day: "domani 15", "3/12 9"."""
    match = _LAST_NUMBER.match(text, at)
    if match is None or said.clock is not None or said.date is None or said.read_to != at:
        return None
    found = clocks.read_clock_core(text, at, sure=True)
    if found and found[0].hour in _WAKING_HOURS:
        said.clock = found[0]
        return found[1]
    return None


def _part(text: str, at: int, said: Said) -> int | None:
    found = clocks.find_part(text, at)
    if found is None:
        return None
    name, this, end = found
    if said.part is None and not _REFUSED.search(text, 0, at):
        said.part, said.this_part = name, this
        said.part_bound = "until" if _UNTIL_PART.search(text, 0, at) else ""
    return end
