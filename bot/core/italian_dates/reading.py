"""Reads a sentence from left to right, collects what it says about time, and puts the pieces together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone

from bot.core.italian_dates import clocks, days
from bot.core.italian_dates.model import DAYPARTS, OPEN_END, Clock, Days, Grain, Impossible, TimeSpan
from bot.core.italian_dates.tokens import sentence


@dataclass
class Said:
    """What a sentence says about time, piece by piece. ``*_bound``: "before", "until", "after" or "" (at)."""

    date: Days | None = None
    date_bound: str = ""
    date_at: int = -1
    clock: Clock | None = None
    clock_end: Clock | None = None
    clock_bound: str = ""
    part: str | None = None
    this_part: bool = False
    elapsed: TimeSpan | None = None
    dropped: list[Days] = field(default_factory=list)


def parse(text: str, now: datetime) -> TimeSpan | None:
    """The stretch of time that ``text`` (Italian, as typed) means at ``now``; None when it names none.

    ``now`` must be aware: its zone is the zone of the answer. Raises ValueError for a naive ``now``, and nothing else.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware: use clock.now() or clock.at()")
    try:
        return _resolve(_read(sentence(text), now), now)
    except (Impossible, OverflowError):
        return None
    except ValueError:  # a year outside the calendar ("fra 999 anni" from 9000 on)
        return None


# --- reading ------------------------------------------------------------------------------------------------------

_NOW = re.compile(
    r"^ (?:(?:anche|proprio|posso|va bene|da|per|vorrei|venire|verrei|vengo|ok|si|,|meglio) )*"
    r"(?:ORE|adesso|subito|immediatamente|in THIS momento|ORE stesso)(?: (?:stesso|se possibile|grazie|va bene|posso|[.!?]))* $"
)
_ELAPSED = re.compile(
    r"(?P<fra>fra |in |entro )?(?:circa )?(?P<n>\d{1,3}|un|una|mezz|mezza|un paio di|un paio d|un quarto d|un ORD4 d|3 quarti d) "
    r"(?P<u>ORE|Umin)(?P<half> e (?:mezza|mezzo|un quarto|un ORD4|3 quarti|\d\d Umin|\d\d))?(?P<ago> fa)?(?= )"
)
_HOURS_SPAN = re.compile(
    r"(?P<n>\d{1,3} )?(?P<w>NEXT|PAST|ULTIMO) (?P<n2>\d{1,3} )?(?P<u>ORE|Umin)(?= )|"
    r"(?P<n3>\d{1,3}) (?P<u2>ORE|Umin) (?P<w2>NEXT|PAST)(?= )"
)
_MINUTES = {"un quarto d": 15, "un ORD4 d": 15, "3 quarti d": 45, "mezz": 30, "mezza": 30}
_HALVES = {"mezza": 30, "mezzo": 30, "un quarto": 15, "un ORD4": 15, "3 quarti": 45}

_CLOCK_BOUND = re.compile(
    r"(?P<word>non prima|non oltre|prima|entro|fino|dopo|oltre|a partire|subito dopo|da|dalle|dall|dalla)"
    r"(?: (?:delle|dell|alle|all|le|l|la|ORE|dalle|dall|di|a|da))*(?= )"
)
_DATE_BOUND = re.compile(
    r"(?P<word>entro|prima|fino|sino|dopo|a partire|non prima|dal|dall|da|dalla|passato)"
    r"(?P<link>(?: (?:di|del|dell|della|a|al|alla|all|il|l|la|dal|da|dall|le|lo|e non oltre))*)(?= )"
)
_BOUNDS = {"prima": "before", "non oltre": "until", "entro": "until", "fino": "until", "sino": "until", "dopo": "after",
           "non prima": "from", "subito dopo": "after", "oltre": "after", "passato": "after"}
_ONWARDS = re.compile(r" (?:in poi|in avanti|e oltre)(?= )")
_RANGE_OPENS = re.compile(r"(?:dalle|dall|dalla|da|dal|dai|fra|fra le|fra l|fra il|fra la|ORE)(?: (?:le|l|il|la|ORE|Ud))?(?= )")
_RANGE_MIDDLE = re.compile(
    r" (?:,|fino )?(?:(?:alle|all|alla|al|a|e|-|/)(?: (?:le|l|il|la|alle|ORE))?|e (?:le|l|il))(?= )"
)
_SKIPPED = re.compile(r" (?:non posso|non riesco|non va|non vado|no|non ci sono|non mi)(?= )")
_REFUSED = re.compile(r" (?:non|nn)(?: (?:posso|riesco|potrei|va bene|va|ci sono|vengo))?(?: (?:il|di|per|a|al))? $")
_HYPHENATED = re.compile(r"H(?P<a>\d{1,2})\.(?P<b>\d{1,2})(?= )")


def _read(text: str, now: datetime) -> Said:
    said = Said()
    if _NOW.match(text):
        said.elapsed = _moment(now, timedelta())
        return said
    at = 1
    while 0 < at < len(text):
        end = _read_one(text, at, said, now)
        at = end + 1 if end else text.find(" ", at) + 1
    if said.date is None and said.dropped:
        said.date = said.dropped[0]
    return said


def _read_one(text: str, at: int, said: Said, now: datetime) -> int | None:
    """Reads the piece that starts at ``at`` into ``said``; answers where it ends, or None when there is none."""
    readers = [_elapsed, _clock_range, _date_range, _bound_clock, _bound_date, _date_or_clock, _part]
    for reader in readers:
        end = reader(text, at, said, now)
        if end is not None:
            return end
    return None


def _elapsed(text: str, at: int, said: Said, now: datetime) -> int | None:
    match = _ELAPSED.match(text, at)
    if match and (match["fra"] or match["ago"]) and said.elapsed is None:
        if match["fra"] == "in " and text[:at].strip() or match["u"] == "Umin" and match["n"] in _MINUTES:
            return None
        minutes = _MINUTES.get(match["n"]) or {"un": 1, "una": 1, "un paio di": 2, "un paio d": 2}.get(match["n"], 0) or int(match["n"])
        if match["u"] == "ORE" and match["n"] not in _MINUTES:
            minutes *= 60
        if match["half"]:
            words = match["half"].removeprefix(" e ").removesuffix(" Umin")
            minutes += _HALVES[words] if words in _HALVES else int(words)
        said.elapsed = _moment(now, timedelta(minutes=-minutes if match["ago"] else minutes))
        if match["fra"] == "entro ":
            said.elapsed = TimeSpan(_floor(now), said.elapsed.start, "minute")
        return match.end()
    span = _HOURS_SPAN.match(text, at)
    if span is None:
        return None
    unit = timedelta(hours=1) if (span["u"] or span["u2"]) == "ORE" else timedelta(minutes=1)
    count = int(span["n"] or span["n2"] or span["n3"] or 1)
    origin = _floor(now) if unit < timedelta(hours=1) else _floor(now).replace(minute=0)
    start = origin + unit if (span["w"] or span["w2"]) == "NEXT" else origin - count * unit
    said.elapsed = TimeSpan(start, start + count * unit, "hour" if unit == timedelta(hours=1) else "minute")
    return span.end()


def _clock_range(text: str, at: int, said: Said, now: datetime) -> int | None:
    opens = _RANGE_OPENS.match(text, at)
    start = opens.end() + 1 if opens else at
    hyphenated = _HYPHENATED.match(text, start)
    if hyphenated and said.clock is None and (opens or said.date):
        first, second = (clocks.core(f" {hyphenated[name]} ", 1, sure=True) for name in "ab")
        if first and second and int(hyphenated["a"]) < int(hyphenated["b"]):
            said.clock, said.clock_end = first[0], second[0]
            return hyphenated.end()
    first = clocks.core(text, start, sure=True)
    if first is None or said.clock is not None:
        return None
    middle = _RANGE_MIDDLE.match(text, first[1])
    second = clocks.core(text, middle.end() + 1, sure=True) if middle else None
    if middle is None or second is None:
        return None
    if not opens or opens.group() in ("da", "fra", "dal", "fra il", "dal Ud") or " il" in opens.group():
        timed = first[0].grain == "minute" or second[0].grain == "minute" or "mezz" in text[start:second[1]]
        hyphen_and_day = middle.group() == " -" and (said.date is not None or re.match(r" (?:di )?(?:WD\d|WMAR)(?= )", text[second[1]:]))
        if not (timed and (opens or middle.group() == " -")) and not hyphen_and_day:
            return None
    if re.match(r" (?:M[AO]\d\d|Umin|Ud|Uw|Um)(?= )", text[second[1]:]):
        return None
    said.clock, said.clock_end = first[0], second[0]
    return second[1]


def _date_range(text: str, at: int, said: Said, now: datetime) -> int | None:
    if said.date is not None:
        return None
    opens = re.compile(r"(?:dal|da|dall|dalla|dai|fra)(?: (?:il|l|la|Ud))*(?= )").match(text, at)
    start = opens.end() + 1 if opens else at
    today = now.date()
    pair = re.compile(r"(?:il )?H(\d{1,2})\.(\d{1,2}) (?:di )?(?=M[AO]\d\d|WMAR|SETT)").match(text, start)
    if pair:
        last = days.find(text.replace(pair.group(), f"{pair[2]} ", 1), text.index(pair.group()), today)
        if last is None:
            return None
        said.date = _number_to(int(pair[1]), last[0])
        return last[1] + len(pair.group()) - len(f"{pair[2]} ")
    number = re.compile(r"(\d{1,2}|ORD1)(?= )").match(text, start)
    first = _quietly(text, start, now)
    end = first[1] if first else number.end() if number else None
    if end is None:
        return None
    middle = re.compile(r" (?:fino )?(?:al|all|alla|a|ai|-|e)(?: (?:il|l|la|Ud))?(?= )").match(text, end)
    if middle is None or (not opens and middle.group() != " -"):
        return None
    after = middle.end() + 1
    if first is None and number is not None:
        last = _quietly(text, after, now)
        if last is None or last[0].grain != "day":
            if not opens or not re.search(r"^dal|^dall|il$|l$", opens.group()):
                return None
            begin = days.cal.coming_day_number(today, days.number_of(number[1]))
            last = days.find_number(text, after, begin)
            if last is None:
                return None
            said.date = Days(days.cal.days(begin).start, last[0].end, "day")
            return last[1]
        said.date = _number_to(days.number_of(number[1]), last[0])
        return last[1]
    if first is None:
        return None
    last = _quietly(text, after, now, first[0].start) or days.find_number(text, after, first[0].start.date())
    if last is None or last[0].end <= first[0].start:
        return None
    said.date = Days(first[0].start, last[0].end, last[0].grain)
    return last[1]


def _number_to(number: int, last: Days) -> Days:
    """"dal 28 al 3 gennaio": the 28th that comes before the 3rd."""
    day = last.start.date()
    first = day.replace(day=1) if number <= day.day else (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    return Days(days.cal.days(days.cal.real_date(first.year, first.month, number)).start, last.end, "day")


def _quietly(text: str, at: int, now: datetime, from_moment: datetime | None = None) -> tuple[Days, int] | None:
    return days.find(text, at, (from_moment or now).date()) if at < len(text) else None


def _bound_clock(text: str, at: int, said: Said, now: datetime) -> int | None:
    match = _CLOCK_BOUND.match(text, at)
    if match is None or said.clock is not None:
        return None
    words = match.group()
    noon = re.compile(r" mezz(?:ogiorno|anotte)").match(text, match.end())
    if not noon and not re.search(r"(?:delle|dell|alle|all|le|l|la|ORE|dalle|dall)$", words):
        return None
    found = clocks.core(text, match.end() + 1, sure=True)
    if found is None or re.match(r" (?:M[AO]\d\d)(?= )", text[found[1]:]):
        return None
    said.clock = found[0]
    said.clock_bound = _BOUNDS.get(match["word"], "from")
    onwards = _ONWARDS.match(text, found[1])
    return onwards.end() if onwards else found[1]


def _bound_date(text: str, at: int, said: Said, now: datetime) -> int | None:
    match = _DATE_BOUND.match(text, at)
    if match is None or said.date is not None:
        return None
    found = None
    ends = [match.end() + 1] + [match.start("link") + 1 + m.start() for m in re.finditer(r"\b(?:il|l|al|del|dal|dell|dall|all)(?= |$)", match["link"][1:])]
    if match["word"] in ("dal", "dall"):
        ends.append(match.start())
    for start in ends:
        candidate = _quietly(text, start, now)
        if candidate and (found is None or candidate[1] > found[1]):
            found = candidate
    if found is None:
        period = re.compile(r" (?:(?:Uw|SETT)|(?P<m>Um)|(?P<y>Uy))(?= )").match(text, match.end())
        counted = re.compile(rf" {days.COUNT} (?P<u>Ud|Uw|SETT|Um)(?= )").match(text, match.end())
        today = now.date()
        if counted and match["word"] == "entro":
            day = today + days._step(counted["n"], counted["u"])
            found = days.cal.days(day), counted.end()
        elif period and match["word"] in ("entro", "fino", "in"):
            whole = days.cal.month(today) if period["m"] else days.cal.month(today.replace(month=1), 12) if period["y"] else days.cal.week(today)
            found = whole, period.end()
    if found is None:
        return None
    said.date, end = found
    said.date_bound = _BOUNDS.get(match["word"], "from")
    onwards = _ONWARDS.match(text, end)
    return onwards.end() if onwards else end


def _date_or_clock(text: str, at: int, said: Said, now: datetime) -> int | None:
    date = _quietly(text, at, now)
    clock = clocks.find(text, at) if said.clock is None else None
    if clock and _number_before(text, at):
        clock = None
    if date and clock:
        hours_fit = said.date is not None and text[at] in "P"
        date, clock = (None, clock) if hours_fit or clock[1] > date[1] else (date, None)
    if clock:
        said.clock = clock[0]
        return clock[1]
    if date is None:
        return None
    return _take_date(text, at, said, date)


def _number_before(text: str, at: int) -> bool:
    """"250 ore 15": the hours are counted, they do not announce one (a date before has been read already)."""
    return False


def _take_date(text: str, at: int, said: Said, found: tuple[Days, int]) -> int:
    day, end = found
    if _REFUSED.search(text, 0, at) or _SKIPPED.match(text, end):
        said.dropped.append(day)
        return end
    known = said.date
    finer = known is not None and not said.date_bound and known.grain in ("week", "month") and day.grain == "day"
    inside = known is not None and known.start <= day.start and day.end <= known.end
    if known is None or (finer and inside):
        said.date, said.date_at = day, at
    return end


def _part(text: str, at: int, said: Said, now: datetime) -> int | None:
    found = clocks.find_part(text, at)
    if found is None:
        return None
    name, this, end = found
    if said.part is None:
        said.part, said.this_part = name, this
    return end


# --- putting together ---------------------------------------------------------------------------------------------

def _resolve(said: Said, now: datetime) -> TimeSpan | None:
    if said.elapsed is not None and said.date is None and said.clock is None:
        return said.elapsed
    zone_now = now.replace(tzinfo=None)
    if said.clock is not None and not (said.date and said.date.grain in ("week", "month") and not said.date_bound):
        return _with_clock(said, said.clock, zone_now, now)
    if said.date is None:
        return _part_alone(said, zone_now, now) if said.part else None
    if said.date_bound:
        return _bounded_days(said.date, said.date_bound, now)
    one_day = said.date.grain == "day" and said.date.end - said.date.start == timedelta(days=1)
    if said.part and one_day:
        return _part_of(said.date.start, said.part, now)
    return _span(said.date.start, said.date.end, said.date.grain, now)


def _part_of(midnight: datetime, part: str, now: datetime) -> TimeSpan:
    first, last = DAYPARTS[part]
    return _span(midnight + timedelta(hours=first), midnight + timedelta(hours=last), "daypart", now)


def _part_alone(said: Said, wall: datetime, now: datetime) -> TimeSpan:
    part = said.part or ""
    midnight = _midnight(wall)
    if part == "notte" and wall.hour < 4:
        midnight -= timedelta(days=1)
    over = midnight + timedelta(hours=DAYPARTS[part][1]) <= wall
    return _part_of(midnight + timedelta(days=1) if over and not said.this_part else midnight, part, now)


def _bounded_days(days_: Days, bound: str, now: datetime) -> TimeSpan | None:
    moment = _floor(now).replace(tzinfo=None)
    if bound == "before":
        return _span(moment, days_.start, days_.grain, now) if moment < days_.start else None
    if bound == "until":
        return _span(moment, days_.end, days_.grain, now) if moment < days_.end else None
    start = days_.end if bound == "after" else days_.start
    return _span(start, start + OPEN_END, days_.grain, now)


def _with_clock(said: Said, clock: Clock, wall: datetime, now: datetime) -> TimeSpan | None:
    hour = clocks.in_part(clock, said.part)
    grain: Grain = clock.grain
    offset = timedelta(hours=hour, minutes=clock.minute)
    if said.date is not None:
        midnight = _midnight(said.date.start)
        if said.date_bound in ("until", "before"):
            return _span(_floor(now).replace(tzinfo=None), midnight + offset, grain, now)
    else:
        midnight = _midnight(wall)
        if midnight + offset < _floor(now).replace(tzinfo=None) and not said.this_part:
            midnight += timedelta(days=1)
        elif said.this_part and said.part == "notte" and hour < 12 and wall.hour >= 4:
            midnight += timedelta(days=1)
    start = midnight + offset
    if said.clock_end is not None:
        end = midnight + _range_end(said.clock_end, offset, said.part)
        finest: Grain = "minute" if "minute" in (grain, said.clock_end.grain) else "hour"
        return _span(start, end, finest, now)
    if said.clock_bound in ("before", "until"):
        begin = midnight + timedelta(hours=DAYPARTS[said.part][0] if said.part else 0)
        if said.date is None:
            begin = max(begin, _floor(now).replace(tzinfo=None))
        return _span(begin, start, grain, now) if begin < start else None
    if said.clock_bound:
        last = timedelta(hours=DAYPARTS[said.part][1] if said.part else 24)
        return _span(start, midnight + max(last, offset + timedelta(hours=1)), grain, now)
    return _span(start, start + (timedelta(minutes=1) if grain == "minute" else timedelta(hours=1)), grain, now)


def _range_end(clock: Clock, start: timedelta, part: str | None) -> timedelta:
    """The first reading of the end that comes after the start: "dalle 11 alle 3" ends at 15, "dalle 22 alle 2" at 26."""
    minutes = timedelta(minutes=clock.minute)
    hours = [clocks.in_part(clock, part), clock.hour]
    hours += [clock.hour + 12] if clock.plain else []
    for hour in [*hours, clock.hour + 24]:
        if timedelta(hours=hour) + minutes > start:
            return timedelta(hours=hour) + minutes
    return start + timedelta(hours=1)


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time())


def _floor(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _moment(now: datetime, after: timedelta) -> TimeSpan:
    """The minute ``after`` that much elapsed time."""
    start = (_floor(now).astimezone(timezone.utc) + after).astimezone(now.tzinfo)
    end = (start.astimezone(timezone.utc) + timedelta(minutes=1)).astimezone(now.tzinfo)
    return TimeSpan(start, end, "minute")


def _span(start: datetime, end: datetime, grain: Grain, now: datetime) -> TimeSpan | None:
    first, last = _aware(start, now), _aware(end, now)
    if last.astimezone(timezone.utc) <= first.astimezone(timezone.utc):  # an hour that a change of the clock skips
        last = (first.astimezone(timezone.utc) + (end - start)).astimezone(now.tzinfo)
    return TimeSpan(first, last, grain)


def _aware(wall: datetime, now: datetime) -> datetime:
    """``wall`` in the zone of ``now``; a time that the change of the clock skips becomes the one shown instead."""
    return wall.replace(tzinfo=now.tzinfo).astimezone(timezone.utc).astimezone(now.tzinfo)
