"""Times that point at what is shown or chosen: «il giorno dopo», «stessa ora», «più tardi», «non di mercoledì»."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Optional, Sequence

from bot import clock
from bot.italian import dates
from bot.italian.shorthand import words_of
from bot.italian.text import WEEKDAYS, normalise

_WEEKDAYS = tuple(normalise(day) for day in WEEKDAYS)
_DAY_AFTER = re.compile(
    r"\b(?:giorno (?:dopo|seguente|successivo|appresso)|indomani|"
    r"(?:mattin[ao]|pomeriggio) (?:dopo(?! (?:le|l|alle)\b)|seguente|successiv[ao]|appresso))\b")
_DAYS_APART = re.compile(
    r"\b(?P<count>due|tre|quattro|cinque|un paio di|2|3|4|5) (?P<unit>giorni|settimane) "
    r"(?P<way>dopo|piu tardi|piu avanti|piu in la|prima)\b")
_COUNTS = {"due": 2, "un paio di": 2, "tre": 3, "quattro": 4, "cinque": 5}
_DAY_BEFORE = re.compile(r"\bgiorno (?:prima|precedente)\b")
_WEEK_AFTER = re.compile(r"\b(?:settimana (?:dopo|seguente|successiva)|settiman\w\b.{0,30}\bquella (?:dopo|seguente|"
                         r"successiva|che viene)|"
                         r"una settimana (?:dopo|piu tardi|piu in la))\b")
_WEEK_BEFORE = re.compile(r"\b(?:settimana (?:prima|precedente)|una settimana prima)\b")
_NO_NOUN = (r"(?! (?:le|la|l|il|lo|i|gli|che|pranzo|mezzogiorno|mezzodi|cena|scuola|lavoro|natale|capodanno|pasqua|"
            r"ferragosto|epifania|\d+|possibile|del\w*|di|d|dall\w*)\b)")
_WEEKDAY_BESIDE = re.compile(
    rf"\b(?P<day>{'|'.join(_WEEKDAYS)})\b(?:.{{0,40}}\bquell[ao])? (?:subito )?"
    rf"(?:dopo|seguente|successiv[oa]){_NO_NOUN}"
    rf"|\b(?:il|al|del|quel|la|sul) (?P<before>{'|'.join(_WEEKDAYS)})\b(?:.{{0,40}}\bquell[ao])? "
    rf"(?:subito )?(?:prima|precedente){_NO_NOUN}")
"""«il lunedì dopo», «quel lunedì non posso, meglio quello prima»; «lunedì dopo le 15» is an hour of Monday."""
_SAME_HOUR = re.compile(
    r"\b(?:stess[ao] (?:or[ae]|orario)|medesim[ao] or\w+|solit[ao] or\w+|(?:orario|ora) (?:mi |ci )?(?:va|vanno|"
    r"andava) bene|"
    r"(?:orario|ora) (?:resta|rimane|e uguale|uguale|non cambia|identic\w|quell\w)|"
    r"(?:ten\w+|tien\w+|lasci\w+|manten\w+) (?:l )?(?:orario|ora))\b")
_BY_VERB = re.compile(
    r"\b(?P<verb>anticip|posticip|rimand|ritard|spost|slitt|rinvi|prolung)\w*(?: \w+){0,3}? (?:avanti )?(?:di|d) "
    r"(?P<span>un giorno|una settimana|un ora|mezz ora|(?:due|tre|quattro|cinque|[2-5]) (?:giorni|settimane|ore))\b")
"""«anticipare di una settimana» is «una settimana prima»."""
_SHIFT = re.compile(r"\b(?P<how>mezz ?ora|mezz ?oretta|un ora|un oretta|due ore) (?P<way>dopo|piu tardi|prima)\b")
_NEXT_START = re.compile(
    r"(?:(?:no|ok|anzi|meglio|e|allora|facciamo|prendo|preferisco|va bene|si puo|scusa|invece) )*"
    r"(?:quell[oa]|l orario|l ora|l appuntamento|il posto) (?:subito )?"
    r"(?P<way>dopo|successiv[oa]|seguente|che viene|prima|precedente)(?: (?:si puo|c e|grazie|per favore))*")
"""«quello dopo», of the start that is chosen: the one beside it."""
_LATER = re.compile(r"\b(?:piu tardi|piu avanti nella giornata|(?:un po|un pochino|appena|poco) dopo$)\b")
_EARLIER = re.compile(
    r"\b(?:piu presto|prima non c e|qualcosa prima|(?:un po|un pochino|appena|poco) prima(?! (?:di|del|d)\b)|"
    r"prima (?:non )?(?:si (?:riesce|puo|potrebbe)|riusc\w+|avete|hai|ci sarebbe|c e)|"
    r"(?:si riesce|si puo|riusc\w+|avete|c e) (?:un po |niente |qualcosa |posto )?prima$)")
_SAME_DAY = re.compile(r"\b(?:stess[oa] (?:giorno|giornata|data)|quel giorno)\b|"
                       r"\b(?:ten\w+|tien\w+|manten\w+|lasci\w+) (?:il giorno|la data|la giornata)\b")
_CANNOT = r"(?:posso|riesco|potrei|vengo|ci sono|mi va|va bene|sono liber[oa]|ce la faccio)"
_NOT_ON = re.compile(
    rf"\b(?:(?:non|tranne|eccetto|escluso|salvo|a parte|meno|fuorche|mai|non {_CANNOT}(?: mai| proprio)?) "
    rf"(?:di |il |la |l |al )?(?P<after>{'|'.join(_WEEKDAYS)})"
    rf"|(?:(?:di|il|la|al) )?(?P<before>{'|'.join(_WEEKDAYS)}) (?:mai$|no$|(?:proprio |mai )?non {_CANNOT}))\b")
_LATER_DAYS = re.compile(
    r"(?:(?:e|no|ok|non c e|ci sono|ce|avete|hai|c e|vorrei|voglio|mostrami|mostra|vedere|fammi vedere|dammi|mi serve|"
    r"niente|qualcosa|vedi|vediamo|anche|i|gli|nei|per|altro|non|ne|ancora) )*"
    r"(?:altr[oie]|nient altro|(?:solo|soltanto) (?:quest\w|quell\w)|(?:giorni|date) (?:dopo|successiv\w|seguenti|"
    r"piu avanti)|altr[ie] (?:giorni|date|giornate|orari|ore|possibilita)|"
    r"(?:di )?piu (?:avanti|in la)|(?:giorni )?piu lontan\w|altr[oi] orari\w?|"
    r"(?:mi (?:va|vanno) bene |(?:va|vanno) bene )?nessun[oa](?: di (?:quest|quell)\w)?(?: mi)?(?: (?:va|"
    r"vanno)(?: bene)?)?)"
    r"(?: per favore| grazie)*")
"""«giorni successivi», «più avanti»: the days after those shown, as the button of the calendar gives them."""
_BARE_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS[:5])})\b")
_OTHER_WEEK = re.compile(
    r"\b(?:prossim\w+|quest\w|dopo(?! (?:le|pranzo|mezzogiorno|l una|\d+)\b)|fra|tra|settiman\w+|mese|"
    r"\d{1,2} (?:gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)\w*|\d{1,2}[/.-]\d{1,2})\b")
_SAME_WEEK = re.compile(r"\b(?:stess[ao]|quella|medesima) settimana\b")
_MONTH = r"(?: (?:di )?(?:gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)\w*| ?[/.:-] ?\d| del mese| prossimo)"
_BARE_DATE = re.compile(rf"\b(?:il|al|sul|del|per il) (?P<number>[1-9]|[12]\d|3[01])\b(?!{_MONTH})")
"""«e il 14?»: of the month that is shown."""
_HOURS = {"mezz ora": 0.5, "mezzora": 0.5, "mezz oretta": 0.5, "mezzoretta": 0.5, "un ora": 1.0, "un oretta": 1.0,
          "due ore": 2.0}
END_OF_DAY = time(23, 59)
_NEAR = timedelta(days=7)
"""Within so many days a bare weekday is the next one, whatever day is shown."""


@dataclass(frozen=True)
class RelativeTime:
    """A stretch of time measured from what is shown; ``exact``: one moment; ``without``: a weekday that is refused.

    ``nearest``: of the starts in it the one nearest to the chosen one is meant.
    """

    start: datetime
    end: datetime
    exact: bool = False
    without: Optional[int] = None
    nearest: bool = False


def points_at_time(text: str) -> bool:
    """Whether ``text`` speaks of a time relative to another."""
    said = words_of(text)
    return _NEXT_START.fullmatch(said) is not None or any(pattern.search(said) for pattern in (
        _SAME_DAY, _DAYS_APART, _DAY_AFTER, _DAY_BEFORE, _WEEK_AFTER, _BY_VERB, _WEEKDAY_BESIDE,
        _WEEK_BEFORE, _SAME_HOUR, _SHIFT, _LATER, _EARLIER, _NOT_ON))


def points_at_day(text: str) -> bool:
    """Whether ``text`` names a day by another one («il giorno dopo», «la settimana prima»)."""
    said = words_of(text)
    return any(pattern.search(said) for pattern in (
        _DAY_AFTER, _DAY_BEFORE, _DAYS_APART, _WEEK_AFTER, _WEEK_BEFORE, _WEEKDAY_BESIDE))


def points_at_same_day(text: str) -> bool:
    """Whether ``text`` means the day that is spoken of («lo stesso giorno»)."""
    return _SAME_DAY.search(words_of(text)) is not None


def asks_later_days(text: str) -> bool:
    """Whether ``text`` asks for the days after those that are shown, and for no day of its own."""
    return _LATER_DAYS.fullmatch(words_of(text)) is not None


def read_relative_time(
    text: str, chosen: Optional[datetime], shown: Sequence[datetime], now: datetime
) -> Optional[RelativeTime]:
    """What ``text`` means beside the start that is ``chosen`` (aware) and those ``shown``; None for no such time."""
    said = _BY_VERB.sub(lambda match: f"{match['span']} {'prima' if match['verb'].startswith('antic') else 'dopo'}",
                        words_of(text))
    anchor = chosen or (min(shown) if shown else None)
    if anchor is None:
        return None
    anchor = clock.local(anchor)
    shift = _SHIFT.search(said)
    if shift and chosen is not None:
        hours = _HOURS[shift["how"]] * (-1 if shift["way"] == "prima" else 1)
        moment = anchor + timedelta(hours=hours)
        return RelativeTime(moment, moment + timedelta(minutes=1), exact=True)
    beside = _NEXT_START.fullmatch(said)
    if beside and chosen is not None and beside["way"] in ("prima", "precedente"):
        return RelativeTime(clock.at(anchor.date(), time()), anchor, nearest=True)
    if beside and chosen is not None:
        return RelativeTime(anchor + timedelta(minutes=1), clock.at(anchor.date(), END_OF_DAY), nearest=True)
    one_day = len({clock.local(moment).date() for moment in shown}) == 1
    far = one_day and anchor.date() - clock.local(now).date() > _NEAR
    day = _day(said, anchor.date(), chosen is not None or far)
    if day is None and (chosen is not None and _SAME_HOUR.search(said) or (
            (chosen is not None or one_day) and _SAME_DAY.search(said))):
        day = anchor.date()
    if chosen is not None and day == anchor.date() and _SAME_HOUR.search(said):
        named = dates.parse(_SAME_HOUR.sub(" ", normalise(text)), now)  # «venerdì 15 gennaio, stessa ora»
        day = clock.local(named.start).date() if named is not None and named.grain == "day" else day
    if day is not None:
        return _on(day, said, text, anchor)
    refused = _NOT_ON.search(said)
    if refused:
        weekday = _WEEKDAYS.index(refused["after"] or refused["before"])
        first = min(clock.local(moment) for moment in shown or [anchor])
        last = max(clock.local(moment) for moment in shown or [anchor])
        return RelativeTime(clock.at(first.date(), time()), clock.at(last.date(), END_OF_DAY), without=weekday)
    if _LATER.search(said):
        last = max([clock.local(moment) for moment in shown if clock.local(moment).date() == anchor.date()] or [anchor])
        return RelativeTime(last + timedelta(minutes=1), clock.at(anchor.date(), END_OF_DAY))
    if _EARLIER.search(said):
        return RelativeTime(clock.at(anchor.date(), time()), anchor)
    return None


def _day(said: str, anchor: date, same_week: bool) -> Optional[date]:
    """The day that is meant; beside a chosen start, or a day far off, a weekday is of its week, a date of its month."""
    beside = _WEEKDAY_BESIDE.search(said)
    if beside:
        ahead = (_WEEKDAYS.index(beside["day"] or beside["before"]) - anchor.weekday()) % 7
        return anchor + timedelta(days=(ahead or 7) if beside["day"] else ahead - 7)
    for pattern, days in ((_DAY_AFTER, 1), (_DAY_BEFORE, -1), (_WEEK_AFTER, 7), (_WEEK_BEFORE, -7)):
        if pattern.search(said):
            found = anchor + timedelta(days=days)
            while abs(days) == 1 and found.weekday() > 4:  # offices are closed: the next day when they are not
                found += timedelta(days=days)
            return found
    apart = _DAYS_APART.search(said)
    if apart:
        days = int(_COUNTS.get(apart["count"]) or apart["count"]) * (7 if apart["unit"] == "settimane" else 1)
        return anchor + timedelta(days=-days if apart["way"] == "prima" else days)
    date_alone = _BARE_DATE.search(said)
    if same_week and date_alone and int(date_alone["number"]) <= monthrange(anchor.year, anchor.month)[1]:
        return anchor.replace(day=int(date_alone["number"]))
    same_week = same_week or _SAME_WEEK.search(said) is not None
    said = _SAME_WEEK.sub(" ", said)
    bare = _BARE_WEEKDAY.search(said)
    named_once = len(set(_BARE_WEEKDAY.findall(said))) == 1
    if same_week and bare and named_once and not _NOT_ON.search(said) and not _OTHER_WEEK.search(said):
        return anchor + timedelta(days=_WEEKDAYS.index(bare[1]) - anchor.weekday())
    return None


def _on(day: date, said: str, text: str, anchor: datetime) -> RelativeTime:
    if _SAME_HOUR.search(said):
        moment = clock.at(day, anchor.time())
        return RelativeTime(moment, moment + timedelta(minutes=1), exact=True)
    rest = normalise(text)
    for pattern in (_BARE_DATE, _SAME_WEEK, _WEEKDAY_BESIDE, _SAME_DAY, _DAYS_APART, _DAY_AFTER, _DAY_BEFORE,
                    _WEEK_AFTER, _WEEK_BEFORE):
        rest = pattern.sub(" ", rest)
    rest = _BARE_WEEKDAY.sub(" ", rest)
    span = dates.parse(rest, clock.at(day, time()))
    if span is not None and clock.local(span.start).date() == day and span.grain in ("minute", "hour", "daypart"):
        exact = span.grain != "daypart" and span.end - span.start <= timedelta(hours=1)
        return RelativeTime(clock.local(span.start), span.end, exact)
    return RelativeTime(clock.at(day, time()), clock.at(day, END_OF_DAY))
