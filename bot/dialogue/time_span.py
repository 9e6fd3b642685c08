"""The time that a message speaks of: a span of days or hours, less what it refuses."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Optional

from bot import clock
from bot.dialogue.relative_times import name_day_beside, points_at_time, read_relative_time
from bot.dialogue.turn import Turn
from bot.italian import dates
from bot.italian.corrections import split_put_right
from bot.italian.short_replies import leaves_choice, read_yes_or_no, wants_first_free
from bot.italian.text import normalise

AFTERNOON = time(13, 0)
_WEEKDAY = r"(?:luned|marted|mercoled|gioved|venerd)[iì]['’]?"
_DAY = re.compile(
    r"\b(oggi|stamattina|stamani|stasera|stanotte|domani|domattina|dopodomani|ieri|lun\w*|mar(t\w*)?|mer(c\w*)?|"
    r"gio(v\w*)?|"
    r"ven([er]\w*)?|sab(ato)?|dom(enica)?|"
    r"settiman\w+|mes[ei]|giorn[oi]|fra|tra|natale|capodanno|epifania|immacolata|ponte|festa|"
    r"pasqua|pasquetta|ferragosto|ognissanti|vigilia|ambrogio|weekend|"
    r"marzo|gennaio|febbraio|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|gen|feb|apr|mag|"
    r"giu|lug|ago|"
    r"set|ott|nov|dic|primo|(il|l|del|al|dal|entro|dopo) \d{1,2}|"
    r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{2,4}|\d{1,2} ?/ ?\d{1,2}|\d{1,2}[.-]\d{1,2})\b")
"""Words that name a day."""
_REFUSED = re.compile(r"\bnon\b.*\b(posso|riesco|ce la faccio|ci sono|sono libero|sono libera|va|vengo|venire|potrei|"
                      r"mi va)\b",
                      re.IGNORECASE)
_BUSY = re.compile(
    rf"\b(?P<day>{_WEEKDAY}|(?:il |l')?\d{{1,2}})(?: (?:mattina|pomeriggio))? (?:io |purtroppo |però |invece )*"
    r"(?:lavoro\b|sono (?:al lavoro|via|fuori|in ferie|impegnat[oa]|occupat[oa])|"
    r"ho (?:già )?(?:un|una|il|la|le|i|da|altr\w|lezione|scuola)\b|devo\b|vado\b|faccio\b)[^,;.!?]*?"
    r"(?=$|[,;.!?]|\s(?:fai|facciamo|fammi|metti|mettiamo|meglio|piuttosto|possiamo|preferisco|preferirei|va bene)\b)",
    re.IGNORECASE)
"""What somebody does on a day, so that it does not suit: «lunedì lavoro», «martedì ho una visita»."""
_PART = re.compile(
    r"\b(?:(?:tard[oa]|prim[oa]) )?(?:mattin\w+|pomeriggi\w*)(?: (?:tardi|presto))?|\bdopo pranzo\b|"
    r"\b(?:dopo|prima|non prima|non dopo|verso|intorno) (?:le|delle|alle) \d{1,2}(?:[:.]\d{2})?|"
    r"\bdalle \d{1,2}(?:[:.]\d{2})?(?: alle \d{1,2}(?:[:.]\d{2})?)?", re.IGNORECASE)
"""Hours that go with days: «la settimana prossima di mattina»."""
_MORNING = re.compile(r"\bmattin\w+", re.IGNORECASE)
_NO_FIRST = re.compile(
    r"^\W*(?:no+|nono)\W+(?=(?:alle|all['’]|dopo le|prima delle|verso|per le|facciamo|fai|meglio|invece|"
    r"piuttosto|anzi)\b)",
    re.IGNORECASE)
"""A «no» to what was offered before another time: «no alle dieci»; «no giovedì» refuses the Thursday."""
_NOT_IN_PART = re.compile(
    r"\b(?:non|no)\s+(?:di|la|il|al|alla|nel|in)?\s*(?:mattin\w+|pomeriggi\w*)(?:\s+no)?|"
    r"\b(?:(?:di|la|il|al|nel)\s+)?(?:mattin\w+|pomeriggi\w*)\s+no\b", re.IGNORECASE)
"""A part of the day that does not suit, without a verb."""
_BUSY_PART = re.compile(
    r"\b(?:la|il|di|al|alla|nel) (?:mattin\w+|pomeriggi\w*) (?:io |purtroppo |però )*(?:ho|lavoro|sono (?:al lavoro|"
    r"via|fuori|"
    r"impegnat\w|occupat\w)|devo|porto|accompagno|dormo|studio)\b[^,;.!?]*", re.IGNORECASE)
"""«la mattina ho i bimbi»: what somebody does in a part of the day, so that the other one is wanted."""
_BUSY_HOUR = re.compile(
    r"\b(?:all['’ ]una|(?:alle|per le|dalle) \d{1,2}(?:[.:]\d\d)?)(?: (?:in punto|e mezza|e un quarto))? "
    r"(?:io |purtroppo |però |poi )*(?:devo\b|lavoro\b|entro\b|attacco\b|stacco\b|parto\b|parte\b|"
    r"vado (?:a|al|in)\b|ho (?:il|la|un|una|i|le|lezione)\b|ho l['’]|prendo (?:il|la)\b|"
    r"sono (?:al lavoro|via|fuori|impegnat[oa])\b)[^,;.!?]*", re.IGNORECASE)
"""«all'una devo essere all'asilo»: no hour of the appointment."""
_CLAUSE = re.compile(r"[,;.!?]+\s+|\s+(?:ma|pero|però)\s+", re.IGNORECASE)


def mentions_time(turn: Turn) -> bool:
    """Whether the message speaks of a time at all, «prima possibile» included."""
    return bool(turn.text) and (wants_first_free(turn.text) or names_a_time(turn))


def leaves_it_to_us(text: str) -> bool:
    """Whether any time will do, or the first one."""
    return wants_first_free(text) or leaves_choice(text)


def names_a_time(turn: Turn) -> bool:
    """Whether the message names a day or an hour, one relative to what is shown, or a day that does not exist."""
    return bool(turn.text) and (
        points_at_time(turn.text) or dates.parse(leave_out_refused(turn.text), turn.now) is not None
        or dates.names_impossible_date(turn.text, turn.now))


_OF_CALLS = re.compile(
    r"\b(?:telefon\w*|(?:ri)?chiam\w+|squill\w+|torno|(?:un|due|cinque|\d+) (?:minut|second|attim)\w+)\b",
    re.IGNORECASE)
"""«purché nessuno mi telefoni all'ora di pranzo», «torno tra un minuto»: no time of the appointment."""
_ONE_MORE = re.compile(r"\b(?:un[oa]? (?:altr[oa]|anche)|anche (?:un[oa]?|per)|un altro)\b", re.IGNORECASE)
"""«confermo, e ne serve uno anche per un'amica alle 11»: the time of another one."""


def is_of_this_one(text: str) -> bool:
    """Whether a time in ``text`` may be that of the appointment that is being booked."""
    return _OF_CALLS.search(text) is None and not (read_yes_or_no(text) and _ONE_MORE.search(text))


def leave_out_refused(text: str) -> str:
    """``text`` without what it refuses: «non posso giovedì, si può fare venerdì?» asks for Friday."""
    text = _NO_FIRST.sub("", _BUSY.sub(r"non posso \g<day>,", _BUSY_HOUR.sub(" ", text)))
    busy = _BUSY_PART.search(text)
    if busy is not None:
        rest = text.replace(busy[0], " ").strip(" ,.?!")
        return rest if _PART.search(rest) else f"{rest} {_other_half(busy[0])}"
    refused = _NOT_IN_PART.search(text)
    if refused is not None:
        return (_NOT_IN_PART.sub(" ", text) + " " + _other_half(refused[0])).strip(" ,.")
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


def _is_other_hour(turn: Turn, inside: dates.TimeSpan, first: datetime, last: datetime) -> bool:
    """Whether «e prima di pranzo?» is of the one day that was wished, though its afternoon was."""
    one_day = (last - timedelta(minutes=1)).date() == first.date()
    return one_day and clock.local(inside.start).date() == first.date() and not names_a_day(turn)


def pick_last_said(turn: Turn) -> str:
    """What counts of «mercoledì, o meglio il giorno dopo»: the last part that names a time; else the whole text."""
    parts = split_put_right(turn.text)
    return next((part for part in reversed(parts[1:]) if names_a_time(replace(turn, text=part))), turn.text)


def find_corrected_span(turn: Turn) -> Optional[tuple[datetime, datetime, bool]]:
    """The time of «giovedì alle nove, anzi no alle dieci»: the last one said, on the day said before it; else None."""
    parts = split_put_right(turn.text)
    if len(parts) < 2:
        return None
    first, text = find_span(replace(turn, text=parts[0])), leave_out_refused(parts[-1])
    if first is None:
        return find_span(replace(turn, text=text))
    beside = read_relative_time(text, first[0], (), turn.now) if points_at_time(text) else None
    if beside is not None:
        last: Optional[tuple[datetime, datetime, bool]] = (beside.start, beside.end, beside.exact)
    elif not names_a_day(replace(turn, text=text)):
        return find_span(replace(turn, text=text, now=clock.at(first[0].date(), time())))
    else:
        near = max(turn.now, clock.at(first[0].date() - _WEEK, time()))  # «lunedì 11 gennaio, anzi il 12»
        last = find_span(replace(turn, text=text, now=turn.now if _FROM_NOW.search(normalise(text)) else near))
    whole_day = last is not None and not last[2] and last[1] - last[0] > _DAYLONG
    if last is None or not first[2] or not whole_day:
        return last
    start = clock.at(clock.local(last[0]).date(), clock.local(first[0]).time())
    return start, start + timedelta(minutes=1), True


_FROM_NOW = re.compile(r"\b(?:oggi|doman\w*|dopodomani|fra|tra|prossim\w)\b")
_WEEK, _DAYLONG = timedelta(days=6), timedelta(hours=12)

_BECAUSE = re.compile(rf"{_CLAUSE.pattern}|\s+(?:che|perch[eé]|siccome|visto che|dato che)\s+", re.IGNORECASE)


def leave_out_day(text: str, day: date, now: datetime) -> str:
    """``text`` without what it says of ``day``, where it names another one: «il 13 è il compleanno, metti il 14»."""
    clauses = [clause for clause in _BECAUSE.split(text) if clause and clause.strip()]
    named = [name_day_beside(clause, day, now) for clause in clauses]
    if day not in named or not set(named) - {day, None}:
        return text
    return ", ".join(clause for clause, found in zip(clauses, named, strict=True) if found != day)


def put_on_booked_day(turn: Turn, requested: Optional[str] = None) -> Turn:
    """The turn with the day that is being booked as its wish: «alle 11» after the choice is of that day.

    So is the day of an appointment that is to be moved, until other times are shown (``requested`` is the time).
    """
    chosen = turn.slots.get("booking_time") or turn.slots.get("move_time") or (
        None if requested == "move_time" else turn.slots.get("move_appointment"))
    if not chosen or turn.slots.get("time_wish"):
        return turn
    day = clock.local(datetime.fromisoformat(chosen["start"])).date()
    wish = [clock.at(day, time()).isoformat(), clock.at(day, time(23, 59)).isoformat()]
    return replace(turn, slots={**turn.slots, "time_wish": wish})


def names_a_day(turn: Turn) -> bool:
    """Whether the message names a day: without one «alle 15» is of any day, and so is «che giorno di mattina?»."""
    return _DAY.search(re.sub(r"\b(?:che|quale|quali|altr[oi]) giorn[oi]\b", " ", normalise(turn.text))) is not None


def find_days_named(turn: Turn) -> Optional[tuple[date, date]]:
    """The first and the last day of the time that the message names; None when it names none."""
    span = dates.parse(turn.text, turn.now) if turn.text else None
    return None if span is None else (span.start.date(), span.end.date())


def find_hours_within(text: str, now: datetime) -> Optional[tuple[time, time]]:
    """From which hour to which, for a message that names several days and a part of the day; None without a part."""
    part = _PART.search(text)
    span = dates.parse(part[0], now) if part else None
    if span is None:
        return None
    return find_hours(span)


def find_hours(span: dates.TimeSpan) -> tuple[time, time]:
    """From which hour to which ``span`` is, on whatever day; at an office noon is still the morning."""
    first, last = clock.local(span.start).time(), clock.local(span.end).time()
    first = AFTERNOON if span.grain == "daypart" and first.hour == 12 else first
    return first, last if last > first else time(23, 59)


def find_span(turn: Turn) -> Optional[tuple[datetime, datetime, bool]]:
    """Start, end and whether it names one moment; «alle 10» after a wished day is of that day; None for no time."""
    span = dates.parse(turn.text, turn.now)
    wish = turn.slots.get("time_wish")
    if wish and "oggi" not in turn.text.casefold():
        first, last = (clock.local(datetime.fromisoformat(moment)) for moment in wish)
        inside = dates.parse(turn.text, clock.at(first.date(), time()))
        if inside and (first <= inside.start < last or _is_other_hour(turn, inside, first, last)):
            span = inside
    if span is None:
        return None
    start = clock.local(span.start)
    if span.grain == "daypart" and start.hour == 12:
        start = clock.at(start.date(), AFTERNOON)  # at an office noon is still the morning
    return start, span.end, span.grain in ("minute", "hour") and span.end - start <= timedelta(hours=1)
