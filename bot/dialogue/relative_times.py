"""Times that point at what is shown or chosen: «il giorno dopo», «stessa ora», «più tardi», «non di mercoledì»."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Optional, Sequence

from bot import clock
from bot.italian import dates
from bot.italian.numbers import write_digits
from bot.italian.people.contacts import read_contact
from bot.italian.shorthand import expand_words
from bot.italian.text import WEEKDAYS, normalise

_WEEKDAYS = tuple(normalise(day) for day in WEEKDAYS)
_DAY_AFTER = re.compile(
    r"\b(?:giorno (?:(?:lavorativ|ferial|util|buon|liber)\w )?(?:subito )?(?:dopo|seguente|successivo|appresso)|"
    r"indomani|primo giorno (?:lavorativo|feriale|utile|(?:che|in cui) (?:(?:ri)?apr|riprend)\w+)(?: dopo)?|"
    r"(?:mattin[ao]|pomeriggio) (?:dopo(?! (?:le|l|alle)\b)|seguente|successiv[ao]|appresso))\b")
_COUNT = r"(?:un[oa]?|mezz[oa]?|un paio d[i]?|\d{1,2})"
_UNIT = r"(?:giorn[oi]|settiman[ae]|or[ae]|orett[ae])"
_AFTERWARDS = r"(?:dopo|piu (?:tardi|avanti|in la)|in (?:avanti|la)|oltre)"
_APART = re.compile(
    rf"\b(?P<count>{_COUNT}) ?(?P<unit>{_UNIT})(?: \w+)? (?:(?P<after>{_AFTERWARDS})|prima|indietro|piu presto)\b")
"""«due giorni dopo», «un'ora prima», «24 ore più tardi»."""
_IN_HOURS = re.compile(r"\b(?:\d\d|\w+ott|\w+quattr\w?) ore\b")
"""«24 ore dopo»: to the hour."""
_DAY_BEFORE = re.compile(r"\bgiorno (?:prima|precedente)\b")
_WEEK_AFTER = re.compile(r"\b(?<!una )(?<!1 )(?:settimana (?:dopo|seguente|successiva)|"
                         r"settiman\w\b.{0,30}\bquella (?:dopo|seguente|successiva|che viene))\b")
_WEEK_BEFORE = re.compile(r"\b(?<!una )(?<!1 )settimana (?:prima|precedente)\b")
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
    r"(?:orario|ora) (?:resta|rimane|e uguale|uguale|non cambia|identic\w|invariat\w|quell\w)|"
    r"(?:ten\w+|tien\w*|lasci\w+|mantien\w*|manten\w+) (?:l )?(?:orario|ora))\b")
_BY_VERB = re.compile(
    rf"\b(?P<verb>anticip|posticip|rimand|ritard|spost|slitt|rinvi|prolung|differ)\w*(?: \w+){{0,3}}? "
    rf"(?:avanti )?(?:di|d) (?P<span>{_COUNT} ?{_UNIT})\b(?! (?:{_AFTERWARDS}|prima)\b)")
"""«anticipare di una settimana» is «una settimana prima»."""
_NEXT_START = re.compile(
    r"(?:(?:no|ok|anzi|meglio|e|allora|facciamo|prendo|preferisco|va bene|si puo|scusa|invece) )*"
    r"(?:quell[oa]|l orario|l ora|l appuntamento|il posto) (?:subito )?"
    r"(?P<way>dopo|successiv[oa]|seguente|che viene|prima|precedente)(?: (?:si puo|c e|grazie|per favore))*")
"""«quello dopo», of the start that is chosen: the one beside it."""
_LATER = re.compile(
    r"\b(?:piu tardi|piu avanti nella giornata|(?:troppo|cosi) presto|mi sveglio tardi|a quell ora dormo|"
    r"(?:un po|un pochino|appena|poco) dopo$)\b")
_EARLIER = re.compile(
    r"\b(?:piu presto|prima non c e|qualcosa prima|(?:troppo|cosi) tardi|"
    r"(?:un po|un pochino|appena|poco) prima(?! (?:di|del|d)\b)|"
    r"prima (?:non )?(?:si (?:riesce|puo|potrebbe)|riusc\w+|avete|hai|ci sarebbe|c e)|"
    r"(?:si riesce|si puo|riusc\w+|avete|c e) (?:un po |niente |qualcosa |posto )?prima$)")
_LATE_MORNING = time(10)
"""From when it is later for whoever finds the first hours of the day too early."""
_SAME_DAY = re.compile(r"\b(?:stess[oa] (?:giorno|giornata|data)|quel giorno)\b|"
                       r"\b(?:ten\w+|tien\w+|manten\w+|lasci\w+) (?:il giorno|la data|la giornata)\b")
_CANNOT = r"(?:posso|riesco|potrei|vengo|ci sono|mi va|va bene|sono liber[oa]|ce la faccio|e possibile)"
_BUSY = (r"(?:lavoro|(?:io )?(?:sono|sto|saro) (?:gia )?(?:di turno|via|fuori|al lavoro|in \w+|impegnat\w|occupat\w|"
         r"a \w+|"
         r"dal\w* \w+)|(?:io )?ho (?:gia )?(?:un|una|il|la|l|le|i|lo|da|altr\w|lezione|scuola|turno|judo|impegni)|"
         r"devo|vado|faccio|porto|accompagno|parto|e (?:il|la|l) \w+|mi (?:sposo|opero|trasferisco)|c e (?:il|la|l|"
         r"un|una))")
_DAY_LIST = rf"(?:{'|'.join(_WEEKDAYS)})(?: (?:e|ed|ne|o|oppure) (?:di |il |la |al )?(?:{'|'.join(_WEEKDAYS)}))*"
_NOT_ON = re.compile(
    rf"\b(?:(?:non|ne|tranne|eccetto|escluso|salvo|a parte|meno|fuorche|mai|non {_CANNOT}(?: mai| proprio)?) "
    rf"(?:di |il |la |l |al )?(?P<after>{_DAY_LIST})"
    rf"|(?:(?:di|il|la|al) )?(?P<before>{_DAY_LIST}) (?:io |purtroppo |pero |invece )*"
    rf"(?:mai$|no$|no (?=gli|ma|per|il|le)|(?:proprio |mai )?non {_CANNOT}|{_BUSY}\b))")
"""Weekdays that do not suit: «non di mercoledì», «giovedì e venerdì sono di turno»."""
_THAT_DAY = r"(?:(?:quel|quello|questo|lo stesso) giorno|quella (?:data|giornata)|(?:il|l|per il) (?P<number>\d{1,2}))"
_NOT_THAT_DAY = re.compile(
    rf"\b{_THAT_DAY}(?: (?:io|purtroppo|pero|invece|proprio|li|mi sa che))* (?:no$|no |(?:proprio )?non {_CANNOT}|"
    rf"{_BUSY}\b)|"
    rf"\bnon {_CANNOT}(?: mai| proprio)?(?: per)? {_THAT_DAY.replace('number', 'other')}|"
    r"^(?:(?:no|e|ma|mi|serve|serv\w+|c e|avete|preferi\w+|meglio|vorrei|facciamo|scusa|oppure|proviamo|si puo|in|"
    r"ok) )*"
    r"(?:un )?altr[oa] (?:giorno|data|giornata)(?: (?:per favore|si puo|c e|e possibile|magari|grazie))*$")
"""«quel giorno lavoro», «il 13 ho una visita», «un altro giorno»: the day that is shown does not suit."""
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
END_OF_DAY = time(23, 59)
_PROPOSES = re.compile(
    r"\b(?:facessimo|facciamo|faccio|fare|far\w+|si puo|possiamo|potremmo|potrei|posso (?:venire|passare|farlo)|vengo|"
    r"meglio|anzi|invece|preferi\w+|sarebbe possibile|e possibile|(?:c e|ci sarebbe|c era) (?:ancora )?(?:posto|"
    r"libero)|"
    r"mi (?:va|andrebbe|verrebbe) (?:bene|meglio|comodo)|riesc\w+|mett\w+|segna(?:mi|lo|melo|temi)?)\b|^(?:no |ok |"
    r"e )*(?:alle|all una) ")
"""Words of who would rather come at another time."""
_OF_ANOTHER = re.compile(
    r"\b(?:anche|pure|apert\w|apr\w+|chius\w|chiud\w+|altr[oa] (?:appuntament\w+|colloqui\w*|person\w)|senza|"
    r"appuntamento per|prenot\w+|promemoria|chiam\w+|telefon\w+|arriv\w+|ritardo|ricord\w+|quanto|perche|treno|bus|"
    r"autobus|confermo|conferma\w*|mi[ao] \w+|lui|lei|corso|lezion\w+|fino a|prima di|mezz ora prima|minuti)\b")
"""Words of another appointment, of opening hours, of a reminder, of who is late."""
_NEAR = timedelta(days=7)
"""Within so many days a bare weekday is the next one, whatever day is shown."""


@dataclass(frozen=True)
class RelativeTime:
    """A stretch of time measured from what is shown; ``exact``: one moment.

    ``without``: weekdays that are refused; ``nearest``: of the starts in it the one nearest to the chosen one is meant.
    """

    start: datetime
    end: datetime
    exact: bool = False
    without: frozenset[int] = frozenset()
    nearest: bool = False


def points_at_time(text: str) -> bool:
    """Whether ``text`` speaks of a time relative to another."""
    said = expand_words(text)
    return _NEXT_START.fullmatch(said) is not None or any(pattern.search(said) for pattern in (
        _SAME_DAY, _DAY_AFTER, _DAY_BEFORE, _WEEK_AFTER, _WEEKDAY_BESIDE,
        _WEEK_BEFORE, _SAME_HOUR, _LATER, _EARLIER, _NOT_ON, _NOT_THAT_DAY)) or _read_shift(said) is not None


def proposes_time(text: str, now: datetime) -> bool:
    """Whether ``text`` would rather have another time of what was just booked («si può fare alle 15?»)."""
    said = expand_words(text)
    if read_contact(text) is not None or _OF_ANOTHER.search(said) or not _PROPOSES.search(said):
        return False
    return dates.parse(text, now) is not None or points_at_time(text)


def points_at_day(text: str) -> bool:
    """Whether ``text`` names a day by another one («il giorno dopo», «la settimana prima»)."""
    said = expand_words(text)
    return any(pattern.search(said) for pattern in (
        _DAY_AFTER, _DAY_BEFORE, _WEEK_AFTER, _WEEK_BEFORE, _WEEKDAY_BESIDE)) or counts_days(text)


def counts_days(text: str) -> bool:
    """Whether ``text`` moves a time by so many days («di sette giorni», «una settimana dopo»)."""
    return abs(_read_shift(expand_words(text)) or timedelta()) >= timedelta(days=1)


def points_at_same_day(text: str) -> bool:
    """Whether ``text`` means the day that is spoken of («lo stesso giorno»)."""
    return _SAME_DAY.search(expand_words(text)) is not None


def asks_later_days(text: str) -> bool:
    """Whether ``text`` asks for the days after those that are shown, and for no day of its own."""
    return _LATER_DAYS.fullmatch(expand_words(text)) is not None


def name_day_beside(text: str, chosen: date, now: datetime) -> Optional[date]:
    """The day that ``text`` names beside the ``chosen`` one, «il 14» being of its month; None where it names none."""
    said = expand_words(text)
    weekdays = set(_BARE_WEEKDAY.findall(said))
    if len(weekdays) == 1 and not _OTHER_WEEK.search(said) and not _WEEKDAY_BESIDE.search(said) and (
            not _BARE_DATE.search(said)):
        return chosen + timedelta(days=_WEEKDAYS.index(weekdays.pop()) - chosen.weekday())
    day = _day(said, chosen, same_week=True)
    if day is not None:
        return day
    span = dates.parse(text, now)
    return clock.local(span.start).date() if span is not None and (
        span.grain == "day" or weekdays) else None


def read_relative_time(
    text: str, chosen: Optional[datetime], shown: Sequence[datetime], now: datetime
) -> Optional[RelativeTime]:
    """What ``text`` means beside the start that is ``chosen`` (aware) and those ``shown``; None for no such time."""
    said = expand_words(text)
    anchor = chosen or (min(shown) if shown else None)
    if anchor is None:
        return None
    anchor = clock.local(anchor)
    shift = _read_shift(said)
    if shift is not None and shift % timedelta(days=1) and chosen is not None:
        return RelativeTime(anchor + shift, anchor + shift + timedelta(minutes=1), exact=True)
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
    by_part = day == anchor.date() and _SAME_DAY.search(said) and (_LATER.search(said) or _EARLIER.search(said))
    if day is not None and not by_part:  # «quel giorno un po' prima» is before what is shown
        return _on(day, said, text, anchor)
    if _LATER.search(said):
        last = max([clock.local(moment) for moment in shown if clock.local(moment).date() == anchor.date()] or [anchor])
        if chosen is None and last.time() < _LATE_MORNING:
            last = clock.at(anchor.date(), _LATE_MORNING) - timedelta(minutes=1)
        return RelativeTime(last + timedelta(minutes=1), clock.at(anchor.date(), END_OF_DAY))
    if _EARLIER.search(said):
        return RelativeTime(clock.at(anchor.date(), time()), anchor)
    return None


def read_refused_days(
    text: str, chosen: Optional[datetime], shown: Sequence[datetime], now: datetime
) -> Optional[RelativeTime]:
    """The time around what is shown, less the days that ``text`` refuses; None where it refuses none or names another.

    «quel giorno lavoro» refuses the one day that is ``chosen`` or ``shown``; others of its week and of the next are
    meant.
    """
    said = expand_words(text)
    moments = [chosen] if chosen is not None else list(shown)
    days = sorted({clock.local(moment).date() for moment in moments})
    that, listed = _NOT_THAT_DAY.search(said), list(_NOT_ON.finditer(said))
    if not days or not (that or listed) or _names_another(said, that, listed, now):
        return None
    refused = {_WEEKDAYS.index(day) for match in listed for day in _BARE_WEEKDAY.findall(match[0])}
    if that is not None:
        number = that["number"] or that["other"]
        if len(days) > 1 or number and int(number) != days[0].day:
            return None
        refused.add(days[0].weekday())
    if len(days) > 1:
        return RelativeTime(clock.at(days[0], time()), clock.at(days[-1], END_OF_DAY), without=frozenset(refused))
    monday = days[0] - timedelta(days=days[0].weekday())
    start = max(clock.at(monday, time()), clock.local(now))
    return RelativeTime(start, clock.at(monday + timedelta(days=11), END_OF_DAY), without=frozenset(refused))


def _names_another(said: str, that: Optional[re.Match[str]], listed: Sequence[re.Match[str]], now: datetime) -> bool:
    """Whether ``said`` names a time beside the days that it refuses («mercoledì no, giovedì»)."""
    rest = said
    for match in (*([that] if that else []), *listed):
        rest = rest.replace(match[0], " , ")
    return _BARE_WEEKDAY.search(rest) is not None or dates.parse(rest, now) is not None


def _read_shift(said: str) -> Optional[timedelta]:
    """How far «due giorni dopo», «anticipa di un'ora», «rimandiamo di ventiquattr'ore» goes; None for no such words."""
    said = write_digits(said.replace("ventiquattr ore", "24 ore").replace("quarantott ore", "48 ore"))
    by_verb = _BY_VERB.search(said)
    if by_verb is not None:
        said = f"{by_verb['span']} {'prima' if by_verb['verb'] == 'anticip' else 'dopo'}"
    apart = _APART.search(said)
    if apart is None:
        return None
    count = {"un": 1.0, "uno": 1.0, "una": 1.0, "mezz": 0.5, "mezza": 0.5, "mezzo": 0.5}.get(apart["count"]) or (
        2.0 if apart["count"].startswith("un") else float(apart["count"]))
    unit = {"g": timedelta(days=1), "s": timedelta(weeks=1), "o": timedelta(hours=1)}[apart["unit"][0]]
    return count * unit if apart["after"] else -count * unit


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
    shift = _read_shift(said)
    if shift is not None and not shift % timedelta(days=1):
        return anchor + shift
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
    if _SAME_HOUR.search(said) or _IN_HOURS.search(said):
        moment = clock.at(day, anchor.time())
        return RelativeTime(moment, moment + timedelta(minutes=1), exact=True)
    rest = write_digits(normalise(text))
    for pattern in (_BARE_DATE, _SAME_WEEK, _WEEKDAY_BESIDE, _SAME_DAY, _BY_VERB, _APART, _DAY_AFTER, _DAY_BEFORE,
                    _WEEK_AFTER, _WEEK_BEFORE):
        rest = pattern.sub(" ", rest)
    rest = _BARE_WEEKDAY.sub(" ", rest)
    span = dates.parse(rest, clock.at(day, time()))
    if span is not None and clock.local(span.start).date() == day and span.grain in ("minute", "hour", "daypart"):
        exact = span.grain != "daypart" and span.end - span.start <= timedelta(hours=1)
        return RelativeTime(clock.local(span.start), span.end, exact)
    return RelativeTime(clock.at(day, time()), clock.at(day, END_OF_DAY))
