"""Reads what has two ends: "dal 3 al 5", "dalle 9 alle 11", "da lunedì alle 9 a martedì alle 11"."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.italian.dates import calendar_rules as cal
from bot.italian.dates import clocks
from bot.italian.dates.expressions import read_month_expression, read_week_expression
from bot.italian.dates.grammar import Found, Reader, read_month_symbol, read_number_symbol, read_weekday_symbol
from bot.italian.dates.model import Clock, Days
from bot.italian.dates.resolve import Said

_CLOCKS_OPEN = re.compile(
    r"(?:dalle|dall|dalla|da|dal|dai|fra|fra le|fra l|fra il|fra la|ORE|alle|all|orario)"
    r"(?: (?:le|l|il|la|ORE|Ud))?(?= )"
)
_CLOCKS_MIDDLE = re.compile(
    r" (?:,|fino )?(?:(?:alle|all|alla|al|a|e|-|/)(?: (?:le|l|il|la|alle|ORE))?|e (?:le|l|il))(?= )"
)
_HYPHENATED = re.compile(r"(?P<mark>[HF])(?P<a>\d{1,2})\.(?P<b>\d{1,2})(?= )")
# "spostare da lunedì a martedì": the second is what is asked for.
MOVING = re.compile(r" (?:spost|rimand|cambi|anticip|posticip|rinvi)\w*(?= )")
_BARE_PAIR = re.compile(r"fra (\d{1,2}) e (?:le )?(\d{1,2})(?= (?:$|[.,;!?]|di |del |WD|domani|oggi))")
_OF_NUMBERS = re.compile(
    r" (?:compres[oaie]|numer[oi]|punteggi[oi]?|vot[oi]|valor[ei]|eta|costa|costano|totale) (?:e )?$"
)
_A_DAY_FOLLOWS = re.compile(r" (?:di )?(?:WD\d|WMAR)(?= )")
_COUNTED_OR_MONTH = re.compile(r" (?:M[AO]\d\d|Umin|Ud|Uw|Um)(?= )")

_DAYS_OPEN = re.compile(r"(?:dal|da|dall|dalla|dai|fra)(?: (?:il|l|la|Ud))*(?= )")
_DAYS_MIDDLE = re.compile(r" (?:fino )?(?:al|all|alla|a|ai|-|e)(?: (?:il|l|la|Ud))?(?= )")
_DAYS_HYPHENATED = re.compile(r"(?:il )?[HF](\d{1,2})\.(\d{1,2}) (?:di )?(?=M[AO]\d\d|WMAR|SETT)")
_OF_MONTH_HYPHENATED = re.compile(r"(?:il |dal )?H(?P<a>\d{1,2})\.(?P<b>\d{1,2})(?= )")
_MONTH_THEN_DAYS = re.compile(r"(?P<mo>M[AO]\d\d) H(?P<a>\d{1,2})\.(?P<b>\d{1,2})(?: (?P<y>20\d\d))?(?= )")
_WD = r"(?:il |la )?(WD\d|WMAR)"
_TWO_WEEKDAYS = re.compile(
    rf"(?:, )?(?:fra {_WD} e {_WD}|(?:(?:dal|da|dalla) )?{_WD} (?:fino )?(?:al|alla|a|-) {_WD})(?= )"
)
_LAST_WEEKDAY = re.compile(r"(WD\d|WMAR)(?: (?:NEXT|che viene))?(?! \d)(?= )")
_YEAR_SAID = re.compile(r"(?:20\d\d|Y\d\d|D\d+\.\d+\.\d+) $")
_NUMBER = re.compile(r"(\d{1,2}|ORD1)(?= )")
_NAMES_DAYS = re.compile(r"^dal|^dall|il$|l$")

_MOMENTS_OPEN = re.compile(r"(?:dalle|dall|dalla|dal|da)(?: (?:ORE|il|l|la))? ")
_MOMENTS_MIDDLE = re.compile(r" (?:fino )?(?:alle|all|alla|al|a)(?: (?:ORE|il|l|la))? ")
_OF_DAY = re.compile(r" (?:(?:di|del|dell|della|,) )?")


def read_moment_range(reader: Reader, at: int, said: Said) -> int | None:
    """Reads "dalle 16 di oggi alle 12 di domani", "da lunedì alle 9 a martedì alle 11"; answers where it ends."""
    opens = _MOMENTS_OPEN.match(reader.text, at) if said.clock is None and not said.date_bound else None
    if opens is None:
        return None
    first = _moment(reader, opens.end()) if said.date is None else _hour_of(said.date, reader.text, opens.end())
    middle = _MOMENTS_MIDDLE.match(reader.text, first[2]) if first else None
    if first is None or middle is None:
        return None
    second = _moment(reader.on(first[0].start.date()), middle.end())
    if second is None or second[0].start < first[0].start:
        return None
    if MOVING.search(reader.text, 0, at):
        said.date, said.clock = second[:2]
    else:
        said.date, said.clock, said.last_day, said.clock_end = *first[:2], *second[:2]
    return second[2]


def _hour_of(day: Days, text: str, at: int) -> tuple[Days, Clock, int] | None:
    clock = clocks.read_clock_core(text, at, sure=True) if day.grain == "day" else None
    return (day, clock[0], clock[1]) if clock else None


def _moment(reader: Reader, at: int) -> tuple[Days, Clock, int] | None:
    """A whole day and an hour of it, in either order."""
    clock = clocks.add_its_part(reader.text, clocks.read_clock_core(reader.text, at, sure=True))
    link = _OF_DAY.match(reader.text, clock[1]) if clock else None
    date = reader.find_after_articles(link.end()) if link else None
    if clock and date and date[0].grain == "day":
        return date[0], clock[0], date[1]
    date = reader.find_after_articles(at)
    link = _OF_DAY.match(reader.text, date[1]) if date else None
    clock = clocks.add_its_part(reader.text, clocks.find(reader.text, link.end())) if link else None
    return (date[0], clock[0], clock[1]) if date and clock and date[0].grain == "day" else None


def read_clock_range(reader: Reader, at: int, said: Said) -> int | None:
    """Reads "dalle 9 alle 11", "9:30 - 11:00", "giovedì 9-11"; answers where it ends, None without one at ``at``."""
    if said.clock is not None:
        return None
    pair = _BARE_PAIR.match(reader.text, at)
    if pair and _OF_NUMBERS.search(reader.text, 0, at):
        return None
    if pair and 7 <= int(pair[1]) < int(pair[2]) <= 20:
        said.clock, said.clock_end = (Clock(int(pair[number]), 0, "hour", True) for number in (1, 2))
        return pair.end()
    opens = _CLOCKS_OPEN.match(reader.text, at)
    start = opens.end() + 1 if opens else at
    hyphenated = _HYPHENATED.match(reader.text, start)
    announced = opens is not None and opens.group().endswith(("ORE", "orario"))
    alone = hyphenated is not None and hyphenated.group() == reader.text.strip() and int(hyphenated["b"]) > 12
    meant = announced or hyphenated is not None and hyphenated["mark"] == "H" and (opens or said.date or alone)
    if hyphenated and opens and (
        read_month_expression(reader, hyphenated.end()) or _COUNTED_OR_MONTH.match(reader.text, hyphenated.end())
    ):  # "dal 4-10 del mese prossimo", "fra 2-3 giorni"
        return None
    if hyphenated and meant and int(hyphenated["a"]) < int(hyphenated["b"]):
        ends = [clocks.read_clock_core(f" {hyphenated[name]} ", 1, sure=True) for name in "ab"]
        if ends[0] and ends[1]:
            said.clock, said.clock_end = ends[0][0], ends[1][0]
            return hyphenated.end()
    if opens and opens.group() in ("dal", "dall", "dal Ud") and reader.text.startswith("P", start):
        return None  # "dal 3.12 al 5.12"
    if opens and opens.group() == "dall" and reader.text.startswith(("8 ", "11 "), start):
        return None  # "dall'8 al 15": hours would be "dalle 8"
    found = _two_clocks(reader.text, start)
    if found is None:
        return None
    first, middle, second, end = found
    if opens and opens.group().startswith("all") and middle != " -":  # "alle 9 e alle 11" are two
        return None
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
    alone = clocks.read_clock_core(text, at, sure=True)
    first = clocks.add_its_part(text, alone)
    middle = _CLOCKS_MIDDLE.match(text, first[1]) if first else None
    second = clocks.read_clock_core(text, middle.end() + 1, sure=True) if middle else None
    if first != alone:  # else one part is said of both: "dalle 8 alle 10 di sera"
        second = clocks.add_its_part(text, second)
    return (first[0], middle.group(), second[0], second[1]) if first and middle and second else None


def read_date_range(reader: Reader, at: int, said: Said) -> int | None:
    """Reads "dal 3 al 5 dicembre", "da lunedì a venerdì", "13-15 luglio"; answers where it ends, None without one."""
    of_week = _weekdays_of_week(reader, at, said)
    if of_week is not None:
        said.date = of_week[0]
        return of_week[1]
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


def _weekdays_of_week(reader: Reader, at: int, said: Said) -> Found:
    """Reads "la settimana prossima da martedì a giovedì", in either order."""
    text = reader.text
    if said.date is not None:
        if said.date.grain != "week" or said.date_bound:
            return None
        pair, monday = _TWO_WEEKDAYS.match(text, at), said.date.start.date()
        end = pair.end() if pair else 0
    else:
        week = read_week_expression(reader, at)
        pair = _TWO_WEEKDAYS.match(text, week[1] + 1 if week else at)
        week = week or (read_week_expression(reader, pair.end() + 1) if pair else None)
        if pair is None or week is None:
            return None
        monday, end = week[0], max(pair.end(), week[1])
    if pair is None:
        return None
    first, last = (read_weekday_symbol(symbol) for symbol in pair.groups() if symbol)
    return cal.make_days(monday + timedelta(days=first), (last - first) % 7 + 1), end


def _hyphenated_days(reader: Reader, at: int) -> Found:
    month_first = _MONTH_THEN_DAYS.match(reader.text, at)
    if month_first:
        month, end = read_month_symbol(month_first["mo"]), int(month_first["b"])
        year = int(month_first["y"]) if month_first["y"] else None
        day = cal.make_date(year, month, end) if year else cal.find_day_of_month(reader.today, month, end)
        return _number_to(int(month_first["a"]), cal.make_days(day)), month_first.end()
    of_month = _OF_MONTH_HYPHENATED.match(reader.text, at)
    month_after = read_month_expression(reader, of_month.end()) if of_month else None
    if of_month and month_after:
        last_day = cal.make_date(month_after[0].year, month_after[0].month, int(of_month["b"]))
        return _number_to(int(of_month["a"]), cal.make_days(last_day)), month_after[1]
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
        named_year = _YEAR_SAID.search(reader.text, at, first[1] + 1) is not None
        return _from_date(reader, first[0], after, named_year)
    return _from_number(reader, read_number_symbol(number[1]), after, opens) if number else None


def _from_date(reader: Reader, first: Days, after: int, named_year: bool) -> Found:
    later = reader.on(first.start.date())
    weekday = _LAST_WEEKDAY.match(reader.text, after)
    last = later.find(after) or later.number(after)
    if weekday and last and last[1] == weekday.end():  # "da lunedì a mercoledì prossimo"
        last = cal.make_days(cal.find_next_weekday(first.start.date(), read_weekday_symbol(weekday[1]))), weekday.end()
    if last is None:
        return None
    start = first.start
    if not named_year and _YEAR_SAID.search(reader.text, after, last[1] + 1):  # "10 agosto - 12 settembre 2013"
        start = start.replace(year=last[0].end.year, day=min(start.day, 28) if start.month == 2 else start.day)
        start = start.replace(year=start.year - 1) if start >= last[0].end else start
    return (Days(start, last[0].end, last[0].grain), last[1]) if start < last[0].end else None


def _from_number(reader: Reader, number: int, after: int, opens: str) -> Found:
    last = reader.find(after) or _number_of_month(reader, after)
    if last is not None and last[0].grain == "day":
        return _number_to(number, last[0]), last[1]
    if not _NAMES_DAYS.search(opens):  # "da 3 a 5 persone"
        return None
    begin = cal.find_day_number(reader.today, number)
    last = reader.on(begin).number(after)
    return (Days(cal.make_days(begin).start, last[0].end, "day"), last[1]) if last else None


def _number_of_month(reader: Reader, at: int) -> Found:
    """Reads what ends "dal 4 al 22 di questo mese"."""
    number = _NUMBER.match(reader.text, at)
    month = read_month_expression(reader, number.end()) if number else None
    if number is None or month is None:
        return None
    return cal.make_days(cal.make_date(month[0].year, month[0].month, read_number_symbol(number[1]))), month[1]


def _number_to(number: int, last: Days) -> Days:
    """The 28th that comes before the 3rd, in "dal 28 al 3 gennaio"."""
    day = last.start.date()
    month = day if number <= day.day else day.replace(day=1) - timedelta(days=1)
    return Days(cal.make_days(cal.make_date(month.year, month.month, number)).start, last.end, "day")
