"""Rules for times of day and parts of the day."""

from __future__ import annotations

import re
from typing import Optional

from bot.italian.dates.grammar import is_undated
from bot.italian.dates.model import AFTERNOON_HOURS, DAYPARTS, Clock

FoundClock = Optional[tuple[Clock, int]]

# "alle", "ore", "verso le": what follows is an hour. "le 3" alone may be three of anything.
_SURE = re.compile(
    r"(?:(?:verso|circa|per|intorno|attorno|da|gia|oltre|entro|dopo|prima|fino|di) )*"
    r"(?:(?:alle|delle|dalle|dalla|ORE|ORE alle)(?: ORE| circa)?|(?:verso|circa|per|dopo|entro|fra|intorno) (?:le|ORE)|"
    r"(?:all|dell|dall|(?:verso|circa|per|dopo|entro|fra|intorno) l)(?! (?:8|11) )|a)(?= )"
)
_UNSURE = re.compile(r"(?:le|l(?! (?:8|11) )|la(?= (?:mezz|una)))(?= )")
_TOKEN_TIME = re.compile(r"T(\d+)\.(\d+)(?= )")
_POINT_TIME = re.compile(r"P(\d+)\.(\d\d)(?= )")
_COMMA_TIME = re.compile(r"C(\d+)\.(\d\d)(?= )")
_COMMA_ALONE = re.compile(r" (?:(?:si|ok|facciamo|meglio|per|verso|circa) )*C\d+\.\d\d (?:circa )?")
_JOINED_TIME = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?= )")
_NOON = re.compile(r"(mezzogiorno|mezzanotte)(?= )")
_HOUR = re.compile(r"(\d{1,2}|una|un)(?= )")
_BARE_HOUR = re.compile(r"(\d{1,2})(?= )")
_QUARTERS = {
    "mezza": 30,
    "mezzo": 30,
    "meza": 30,
    "mezo": 30,
    "un quarto": 15,
    "1 quarto": 15,
    "ORD4": 15,
    "un ORD4": 15,
    "1 ORD4": 15,
    "3 quarti": 45,
    "F1.4": 15,
    "F1.2": 30,
    "F3.4": 45,
}
_PLUS = re.compile(
    r" (?:(?:e|,) )?(mezza|mezzo|meza|mezo)(?= )|"
    r" e (un quarto|1 quarto|un ORD4|1 ORD4|ORD4|3 quarti|F[13]\.4|F1\.2|\d{1,2})(?: Umin)?(?! (?:Ud|Uw|M[AO]))(?= )"
)
_MINUTES_AFTER = re.compile(
    r" ([0-5]\d)(?! (?:M[AO]|Ud|Uw|Um |euro|persone|anni|(?:(?:e|,) )?(?:mezz[ao]|mez[ao]|un quarto) ))(?= )")
"""Not in "le 10 10 e mezza", which are two hours."""
_MINUS = re.compile(r" meno (un quarto|un ORD4|\d{1,2})(?: Umin)?(?= )")
_QUARTER_TO = re.compile(r"un (?:quarto|ORD4) (?:a|alle|all)(?= )")
# "un'ora prima delle dieci", "mezz'ora dopo le nove".
_BESIDE_AN_HOUR = re.compile(
    r"(?P<n>\d{1,2}|una?|mezz|mezza|un (?:quarto|ORD4) d) (?P<u>ORE|Umin) (?P<w>prima|dopo) "
    r"(?:(?:di|del|dell|delle|le|l) |(?=mezz))"
)
_EXACTLY = re.compile(r" (?:in punto|precise|spaccate|circa)(?= )")
_COUNTED = re.compile(
    r" (?:Ud|Uw|Um|Uy|Umin|ORE(?! di (?:pranzo|cena))|volte|volta|persone|posti|figli|figlie|anni|domande|cose|"
    r"corsi|medie|euro|quarti|per cento|o l altra)(?= )"
)
# "le 3" is an hour when nothing that could be counted follows.
_HOUR_ENDS = re.compile(
    r" (?:[,;.!?:)\-]|di|del|della|dell|P\w+|in|circa|va|mi|se|e|o|oppure|per|non|sarebbe|ok|WD\d|WMAR|oggi|domani|"
    r"dopodomani|a|al|am|pm|THIS|il|grazie|T[\d.]+)(?= |$)|(?= $)"
)
_AFTER_DAY = re.compile(r"(?: MO\d\d| WD\d \d{1,2})(?: ,)? $")
# "lunedì 14 dicembre 8 e 30": what is added to a day is an hour.
_HALF = re.compile(r" (am|pm)(?= )")
_OF_PART = re.compile(r" (?:(?:di|del|della|THIS|in|al|alla|nel) )+P\w+(?= )")


def find_sure_prefix(text: str, at: int) -> int | None:
    """Where the hour begins, if words at ``at`` announce one."""
    match = _SURE.match(text, at)
    return match.end() + 1 if match else None


def find(text: str, at: int) -> FoundClock:
    """The time of day announced at ``at`` ("alle 9 e mezza", "15:30", "le tre del pomeriggio"), and where it ends."""
    quarter = _QUARTER_TO.match(text, at)
    if quarter:
        later = read_clock_core(text, quarter.end() + 1, sure=True)
        return (_earlier(later[0], 15), later[1]) if later else None
    beside = _BESIDE_AN_HOUR.match(text, at)
    if beside:
        origin = read_clock_core(text, beside.end(), sure=True)
        return (_earlier(origin[0], _shift(beside)), origin[1]) if origin else None
    start = find_sure_prefix(text, at)
    if start is not None:
        if text.startswith("a ", at) and not _NOON.match(text, start):
            return None
        found = read_clock_core(text, start, sure=True, joined=text[at:start].endswith(("alle ", "ORE ")))
        may_count = text[at:start].endswith(("fra le ", "per le "))  # "tra le due fasi"
        return None if may_count and found and not _HOUR_ENDS.match(text, found[1]) else found
    unsure = _UNSURE.match(text, at)
    if unsure:
        found = read_clock_core(text, unsure.end() + 1, sure=True)
        return found if found and _HOUR_ENDS.match(text, found[1]) else None
    return read_clock_core(text, at, sure=False)


def read_clock_core(text: str, at: int, sure: bool, joined: bool = False) -> FoundClock:
    """The hour itself; when it is not ``sure`` that one is meant, only forms that cannot be anything else.

    ``joined``: "1530" may be an hour too.
    """
    found = _written(text, at, sure, joined) or _noon(text, at) or (_hour(text, at) if sure else _bare_hour(text, at))
    if found is None:
        return None
    clock, end = found
    half = _HALF.match(text, end)
    if half:
        hour = clock.hour % 12 + (12 if half[1] == "pm" else 0) if clock.plain else clock.hour
        clock, end = Clock(hour, clock.minute, clock.grain, False), half.end()
    exactly = _EXACTLY.match(text, end)
    return clock, exactly.end() if exactly else end


def _clock(hour: int, minute: int, text: str, minutes_given: bool) -> Clock | None:
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return Clock(hour, minute, "minute" if minutes_given else "hour", 1 <= hour <= 12 and not text.startswith("0"))


def _written(text: str, at: int, sure: bool, joined: bool) -> FoundClock:
    comma = sure or _COMMA_ALONE.fullmatch(text) is not None
    match = _TOKEN_TIME.match(text, at) or (_COMMA_TIME.match(text, at) if comma else None)
    if match is None:
        match = _POINT_TIME.match(text, at)
        if match and not sure and (_COUNTED.match(text, match.end()) or is_undated(text, at)):
            return None
    if match is None and joined:
        match = _JOINED_TIME.match(text, at)
    if match is None:
        return None
    clock = _clock(int(match[1]), int(match[2]), match[1], True)
    return (clock, match.end()) if clock else None


def _noon(text: str, at: int) -> FoundClock:
    match = _NOON.match(text, at)
    if match is None:
        return None
    hour = 12 if match[1] == "mezzogiorno" else 24
    plus, minus = _PLUS.match(text, match.end()), _MINUS.match(text, match.end())
    if plus:
        return Clock(hour % 24 if hour == 24 else 12, _minutes(plus[1] or plus[2]), "minute", False), plus.end()
    if minus:
        return _earlier(Clock(hour, 0, "hour", False), _minutes(minus[1])), minus.end()
    return Clock(hour, 0, "hour", False), match.end()


def _minutes(words: str) -> int:
    return _QUARTERS[words] if words in _QUARTERS else int(words)


def _shift(match: re.Match[str]) -> int:
    """Minutes that "un'ora prima" takes off (negative for "dopo")."""
    count = {"un": 60, "una": 60, "mezz": 30, "mezza": 30}.get(match["n"])
    if count is None:
        count = int(match["n"]) * (60 if match["u"] == "ORE" else 1) if match["n"].isdigit() else 15
    elif match["u"] == "Umin":
        count = 1
    return count if match["w"] == "prima" else -count


def _earlier(clock: Clock, minutes: int) -> Clock:
    # The hour stays the one that was said: it decides between morning and afternoon ("l'una meno dieci" is 12:50).
    return Clock(clock.hour, clock.minute - minutes, "minute", clock.plain)


def _hour(text: str, at: int) -> FoundClock:
    match = _HOUR.match(text, at)
    if match is None or _COUNTED.match(text, match.end()):
        return None
    written = "1" if match[1] in ("una", "un") else match[1]
    clock = _clock(int(written), 0, written, False)
    if clock is None:
        return None
    return _with_minutes(text, match.end(), clock)


def _with_minutes(text: str, end: int, clock: Clock) -> FoundClock:
    plus, minus = _PLUS.match(text, end), _MINUS.match(text, end)
    after = None if plus or minus else _MINUTES_AFTER.match(text, end)
    if minus and 0 < _minutes(minus[1]) < 60 and clock.hour:
        return _earlier(clock, _minutes(minus[1])), minus.end()
    if plus and _minutes(plus[1] or plus[2]) < 60:
        return Clock(clock.hour, _minutes(plus[1] or plus[2]), "minute", clock.plain), plus.end()
    if after:
        return Clock(clock.hour, int(after[1]), "minute", clock.plain), after.end()
    return clock, end


def _bare_hour(text: str, at: int) -> FoundClock:
    """A number that can only be an hour: "tre e venti", "8 di sera", "7 pm"."""
    match = _BARE_HOUR.match(text, at)
    if match and text.endswith("fra ", 0, at):  # "il numero è tra 20 e 30"
        return None
    clock = _clock(int(match[1]), 0, match[1], False) if match else None
    if match is None or clock is None:
        return None
    plus = _PLUS.match(text, match.end())
    if plus:
        minutes = _minutes(plus[1] or plus[2])
        if (plus[1] or plus[2]).isdigit() and (minutes % 5 or not minutes):
            return None
        found = _with_minutes(text, match.end(), clock)
        after_day = _AFTER_DAY.search(text, 0, at) is not None and found and not _COUNTED.match(text, found[1])
        return found if found and (after_day or _HOUR_ENDS.match(text, found[1])) else None
    if _MINUS.match(text, match.end()):
        return _with_minutes(text, match.end(), clock)
    if _OF_PART.match(text, match.end()) or _HALF.match(text, match.end()):
        return clock, match.end()
    return None


# --- parts of the day ---------------------------------------------------------------------------------------------

_PART = re.compile(
    r"(?:(?:di|d|del|della|dell|in|nel|nella|al|alla|la|il|verso|a|per|l) )*(?P<this>THIS )?"
    r"(?:(?P<before>tarda|tardo|fine|meta|inizio|PRIMA|prima|primo|ORD1|presto|seconda) )?"
    r"P(?P<part>mattina|pomeriggio|sera|notte)(?: (?P<after>presto|tardi|inoltrata|inoltrato))?(?= )"
)
_END_OF_DAY = re.compile(r"(?:(?:a|alla|per|verso|in|la) )*fine (?:della )?giornata(?= )")
_MEAL = re.compile(
    r"(?:(?:in|nell|all|a|per|di|ad|durante|nella|la) )*"
    r"(?P<when>(?:subito )?dopo(?: la)? |prima (?:di |della )|ORE (?:di |del )|pausa )?(?P<meal>pranzo|cena)(?= )"
)


def find_part(text: str, at: int) -> tuple[str, bool, int] | None:
    """The part of the day named at ``at``, whether "this" one is said ("stasera"), and where it ends."""
    meal = _MEAL.match(text, at)
    if meal:
        when = meal["when"] or ""
        name = "dopo " if "dopo" in when else "prima di " if "prima" in when else ""
        name += meal["meal"]
        if not name.startswith(("dopo", "prima")) and not when and meal.group() == meal["meal"]:
            return None
        return (name if name in DAYPARTS else "sera"), False, meal.end()
    end_of_day = _END_OF_DAY.match(text, at)
    if end_of_day:
        return "tardo pomeriggio", False, end_of_day.end()
    match = _PART.match(text, at)
    if match is None:
        return None
    name = match["part"]
    if match["before"] == "meta":
        name = "tarda mattina" if name == "mattina" else name
    elif match["before"] in ("tarda", "tardo", "fine") or match["after"] in ("tardi", "inoltrata", "inoltrato"):
        name = ("tardo " if name == "pomeriggio" else "tarda ") + name
    elif match["before"] or match["after"]:
        name = ("primo " if name == "pomeriggio" else "prima ") + name
    return (name if name in DAYPARTS else match["part"]), match["this"] is not None, match.end()


_ITS_PART = re.compile(r" (?:di|del|della) P(mattina|pomeriggio|sera|notte)(?= )")


def add_its_part(text: str, found: FoundClock) -> FoundClock:
    """``found`` with the part of the day that follows it: "le 3 di mattina"."""
    part = _ITS_PART.match(text, found[1]) if found else None
    if found is None or part is None:
        return found
    clock = found[0]
    return Clock(read_hour_in_part(clock, part[1]), clock.minute, clock.grain, False), part.end()


def read_hour_in_part(clock: Clock, part: str | None) -> int:
    """Hours from midnight that ``clock`` stands for, given the part of the day said with it."""
    if not clock.plain:
        return clock.hour
    if part is None:
        return clock.hour + 12 if clock.hour in AFTERNOON_HOURS else clock.hour
    if "notte" in part:
        return clock.hour % 12 if clock.hour < 8 else clock.hour + 12
    if "mattina" in part or part == "prima di pranzo":
        return clock.hour
    if clock.hour == 12 and "sera" not in part or clock.hour > 8 and "pranzo" in part:
        return clock.hour
    return clock.hour + 12
