"""Reads what has two ends ("dal 3 al 5", "dalle 9 alle 11") or one open ("entro venerdì", "dopo le 15")."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.core.italian_dates import calendar_rules as cal
from bot.core.italian_dates import clocks
from bot.core.italian_dates.grammar import COUNT, Found, Reader, number_of, step
from bot.core.italian_dates.model import Clock, Days
from bot.core.italian_dates.resolve import Said

_CLOCKS_OPEN = re.compile(
    r"(?:dalle|dall|dalla|da|dal|dai|fra|fra le|fra l|fra il|fra la|ORE)(?: (?:le|l|il|la|ORE|Ud))?(?= )"
)
_CLOCKS_MIDDLE = re.compile(
    r" (?:,|fino )?(?:(?:alle|all|alla|al|a|e|-|/)(?: (?:le|l|il|la|alle|ORE))?|e (?:le|l|il))(?= )"
)
_HYPHENATED = re.compile(r"(?P<mark>[HF])(?P<a>\d{1,2})\.(?P<b>\d{1,2})(?= )")
# "spostare da lunedì a martedì": the second is what is asked for.
MOVING = re.compile(r" (?:spost|rimand|cambi|anticip|posticip|rinvi)\w*(?= )")
_BARE_PAIR = re.compile(r"fra (\d{1,2}) e (?:le )?(\d{1,2})(?= (?:$|[.,;!?]|di |del |WD|domani|oggi))")
_A_DAY_FOLLOWS = re.compile(r" (?:di )?(?:WD\d|WMAR)(?= )")
_COUNTED_OR_MONTH = re.compile(r" (?:M[AO]\d\d|Umin|Ud|Uw|Um)(?= )")
_MONTH_FOLLOWS = re.compile(r" M[AO]\d\d(?= )")

_DAYS_OPEN = re.compile(r"(?:dal|da|dall|dalla|dai|fra)(?: (?:il|l|la|Ud))*(?= )")
_DAYS_MIDDLE = re.compile(r" (?:fino )?(?:al|all|alla|a|ai|-|e)(?: (?:il|l|la|Ud))?(?= )")
_DAYS_HYPHENATED = re.compile(r"(?:il )?H(\d{1,2})\.(\d{1,2}) (?:di )?(?=M[AO]\d\d|WMAR|SETT)")
_NUMBER = re.compile(r"(\d{1,2}|ORD1)(?= )")
_NAMES_DAYS = re.compile(r"^dal|^dall|il$|l$")

_CLOCK_BOUND = re.compile(
    r"(?P<word>non prima|non oltre|prima|entro|fino|dopo|oltre|a partire|subito dopo|da|dalle|dall|dalla)"
    r"(?: (?:delle|dell|alle|all|le|l|la|ORE|dalle|dall|di|a|da))*(?= )"
)
_NOON_FOLLOWS = re.compile(r" mezz(?:ogiorno|anotte)")
_HOUR_ANNOUNCED = re.compile(r"(?:delle|dell|alle|all|le|l|la|ORE|dalle|dall)$")
_DATE_BOUND = re.compile(
    r"(?P<word>entro|prima|fino|sino|dopo|a partire|non prima|dal|dall|da|dalla|passato)"
    r"(?P<link>(?: (?:di|del|dell|della|a|al|alla|all|il|l|la|dal|da|dall|le|lo|e non oltre))*)(?= )"
)
_ARTICLE = re.compile(r" (?:il|l|al|del|dal|dell|dall|all)(?= |$)")
_PERIOD = re.compile(r" (?:(?:Uw|SETT)|(?P<m>Um)|(?P<y>Uy))(?= )")
_COUNTED = re.compile(rf" {COUNT} (?P<u>Ud|Uw|SETT|Um)(?= )")
_ONWARDS = re.compile(r" (?:in poi|in avanti|e oltre)(?= )")
_BOUNDS = {
    "prima": "before",
    "non oltre": "until",
    "entro": "until",
    "fino": "until",
    "sino": "until",
    "dopo": "after",
    "non prima": "from",
    "subito dopo": "after",
    "oltre": "after",
    "passato": "after",
}


def clock_range(reader: Reader, at: int, said: Said) -> int | None:
    """Reads "dalle 9 alle 11", "9:30 - 11:00", "giovedì 9-11"; answers where it ends, None without one at ``at``."""
    if said.clock is not None:
        return None
    pair = _BARE_PAIR.match(reader.text, at)
    if pair and 7 <= int(pair[1]) < int(pair[2]) <= 20:
        said.clock, said.clock_end = (Clock(int(pair[number]), 0, "hour", True) for number in (1, 2))
        return pair.end()
    opens = _CLOCKS_OPEN.match(reader.text, at)
    start = opens.end() + 1 if opens else at
    hyphenated = _HYPHENATED.match(reader.text, start)
    announced = opens is not None and opens.group().endswith("ORE")
    alone = hyphenated is not None and hyphenated.group() == reader.text.strip() and int(hyphenated["b"]) > 12
    meant = announced or hyphenated is not None and hyphenated["mark"] == "H" and (opens or said.date or alone)
    if hyphenated and meant and int(hyphenated["a"]) < int(hyphenated["b"]):
        ends = [clocks.core(f" {hyphenated[name]} ", 1, sure=True) for name in "ab"]
        if ends[0] and ends[1]:
            said.clock, said.clock_end = ends[0][0], ends[1][0]
            return hyphenated.end()
    found = _two_clocks(reader.text, start)
    if found is None:
        return None
    first, middle, second, end = found
    if not opens or opens.group() in ("da", "dal", "dal Ud", "fra") or opens.group().endswith(" il"):
        # Two bare numbers may be days, or anything: minutes or a day beside them make them hours.
        hours = first.grain == second.grain == "hour"
        beside_a_day = middle == " -" and (said.date is not None or _A_DAY_FOLLOWS.match(reader.text, end) is not None)
        if (hours and "mezz" not in reader.text[start:end] or not (opens or middle == " -")) and not beside_a_day:
            return None
    if _COUNTED_OR_MONTH.match(reader.text, end):
        return None
    said.clock, said.clock_end = first, second
    if MOVING.search(reader.text, 0, at):
        said.clock, said.clock_end = second, None
    return end


def _two_clocks(text: str, at: int) -> tuple[Clock, str, Clock, int] | None:
    first = clocks.core(text, at, sure=True)
    middle = _CLOCKS_MIDDLE.match(text, first[1]) if first else None
    second = clocks.core(text, middle.end() + 1, sure=True) if middle else None
    return (first[0], middle.group(), second[0], second[1]) if first and middle and second else None


def date_range(reader: Reader, at: int, said: Said) -> int | None:
    """Reads "dal 3 al 5 dicembre", "da lunedì a venerdì", "13-15 luglio"; answers where it ends, None without one."""
    if said.date is not None:
        return None
    opens = _DAYS_OPEN.match(reader.text, at)
    start = opens.end() + 1 if opens else at
    found = _hyphenated_days(reader, start) or _two_dates(reader, start, opens.group() if opens else "")
    if found is None:
        return None
    said.date = found[0]
    if MOVING.search(reader.text, 0, at) and opens and found[0].grain == "day":
        said.date = Days(found[0].end - timedelta(days=1), found[0].end, "day")
    return found[1]


def _hyphenated_days(reader: Reader, at: int) -> Found:
    pair = _DAYS_HYPHENATED.match(reader.text, at)
    if pair is None:
        return None
    written = f"{pair[2]} "
    rest = Reader(reader.text[:at] + written + reader.text[pair.end() :], reader.today, reader.rules)
    last = rest.find(at)
    return (_number_to(int(pair[1]), last[0]), last[1] + len(pair.group()) - len(written)) if last else None


def _two_dates(reader: Reader, at: int, opens: str) -> Found:
    first = reader.find(at)
    number = None if first else _NUMBER.match(reader.text, at)
    end = first[1] if first else number.end() if number else None
    middle = _DAYS_MIDDLE.match(reader.text, end) if end is not None else None
    if middle is None or not (opens or middle.group() == " -"):
        return None
    after = middle.end() + 1
    if after >= len(reader.text):
        return None
    if first is not None:
        return _from_date(reader, first[0], after)
    return _from_number(reader, number_of(number[1]), after, opens) if number else None


def _from_date(reader: Reader, first: Days, after: int) -> Found:
    later = reader.on(first.start.date())
    last = later.find(after) or later.number(after)
    if last is None or last[0].end <= first.start:
        return None
    return Days(first.start, last[0].end, last[0].grain), last[1]


def _from_number(reader: Reader, number: int, after: int, opens: str) -> Found:
    last = reader.find(after)
    if last is not None and last[0].grain == "day":
        return _number_to(number, last[0]), last[1]
    if not _NAMES_DAYS.search(opens):  # "da 3 a 5 persone"
        return None
    begin = cal.coming_day_number(reader.today, number)
    last = reader.on(begin).number(after)
    return (Days(cal.days(begin).start, last[0].end, "day"), last[1]) if last else None


def _number_to(number: int, last: Days) -> Days:
    """The 28th that comes before the 3rd, in "dal 28 al 3 gennaio"."""
    day = last.start.date()
    month = day if number <= day.day else day.replace(day=1) - timedelta(days=1)
    return Days(cal.days(cal.real_date(month.year, month.month, number)).start, last.end, "day")


def clock_bound(reader: Reader, at: int, said: Said) -> int | None:
    """Reads "dopo le 15", "prima delle 10", "dalle 14 in poi"; answers where it ends, None without one."""
    match = _CLOCK_BOUND.match(reader.text, at)
    if match is None or said.clock is not None:
        return None
    if not _NOON_FOLLOWS.match(reader.text, match.end()) and not _HOUR_ANNOUNCED.search(match.group()):
        return None
    found = clocks.core(reader.text, match.end() + 1, sure=True)
    if found is None or _MONTH_FOLLOWS.match(reader.text, found[1]):
        return None
    said.clock = found[0]
    said.clock_bound = _BOUNDS.get(match["word"], "from")
    return _past_onwards(reader.text, found[1])


def date_bound(reader: Reader, at: int, said: Said) -> int | None:
    """Reads "entro venerdì", "prima del 5", "da lunedì in poi"; answers where it ends, None without one."""
    match = _DATE_BOUND.match(reader.text, at)
    if match is None or said.date is not None or match["word"] == "prima" and not match["link"]:  # "la prima metà"
        return None
    starts = [match.end() + 1, *(match.start("link") + found.start() + 1 for found in _ARTICLE.finditer(match["link"]))]
    if match["word"] in ("dal", "dall"):
        starts.append(match.start())
    candidates = [found for found in (reader.find(start) for start in starts if start < len(reader.text)) if found]
    found = max(candidates, key=lambda candidate: candidate[1]) if candidates else None
    if found is None and match["word"] in ("entro", "fino"):
        found = _whole_period(reader.text, match.end(), reader.today)
    if found is None:
        return None
    said.date = found[0]
    said.date_bound = _BOUNDS.get(match["word"], "from")
    return _past_onwards(reader.text, found[1])


def _whole_period(text: str, at: int, today: date) -> Found:
    """Reads what follows in "entro la settimana", "entro l'anno", "entro tre giorni"."""
    counted, period = _COUNTED.match(text, at), _PERIOD.match(text, at)
    if counted:
        return cal.days(today + step(counted["n"], counted["u"])), counted.end()
    if period is None:
        return None
    if period["y"]:
        return cal.month(today.replace(month=1), 12), period.end()
    return (cal.month(today) if period["m"] else cal.week(today)), period.end()


def _past_onwards(text: str, end: int) -> int:
    onwards = _ONWARDS.match(text, end)
    return onwards.end() if onwards else end
