"""Rules for single days: dates, weekdays, days near or some way off, feasts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot.italian.dates import calendar_rules as cal
from bot.italian.dates.expressions import read_month_expression, read_week_expression
from bot.italian.dates.grammar import (
    CLOSED,
    COUNT,
    COUNTS,
    DAY,
    GLUE,
    MON,
    MORE_TIME,
    NOT_COUNTED,
    WD,
    WEEK,
    YEAR,
    Found,
    Match,
    Reader,
    Rule,
    RuleBook,
    add_steps,
    is_undated,
    make_step,
    read_month_symbol,
    read_number_symbol,
    read_weekday_symbol,
    read_year_symbol,
)
from bot.italian.dates.model import Impossible

BOOK = RuleBook()


def _dated(match: Match, number: int, month_number: int, year: int | None, today: date) -> date:
    weekday = match.groupdict().get("wd")
    if year is not None:
        day = cal.make_date(year, month_number, number)
        if weekday and day.weekday() != read_weekday_symbol(weekday):
            raise Impossible(match.group())
        return day
    if not 1 <= month_number <= 12:
        raise Impossible(match.group())
    if weekday:
        return cal.find_agreeing_date(today, read_weekday_symbol(weekday), month_number, number)
    return cal.find_day_of_month(today, month_number, number)


@BOOK.rule(
    rf"(?:{WD} {GLUE})?(?:(?:il|l|lo|li|al|dal|del|nel) )?(?:(?P<w>NEXT|PAST) )?{DAY} "
    rf"(?:[/\-] )?(?:(?:di|d|del|dello|dell|,) )?{MON}"
    rf"(?: (?:[/\-] )?{YEAR})?(?: (?P<w2>NEXT|PAST)(?! U))?"
)
def _day_month(match: Match, reader: Reader) -> Found:
    month_number = read_month_symbol(match["mo"])
    number = read_number_symbol(match["d"])
    if match["d"].startswith("ORD") and number > 1 and f"{match['d']} {match['mo']}" not in match.group():
        return None
    if match["mo"] == "SETT" and re.match(r" (?:NEXT|PAST)", reader.text[match.end() :]):
        return None
    year = read_year_symbol(match["y"], reader.today) if match["y"] else None
    end = match.end()
    next_year = re.compile(r" (?:del |dell |di |, )?(?:Uy NEXT|NEXT Uy)(?= )").match(reader.text, end)
    if year is None and next_year:
        year, end = reader.today.year + 1, next_year.end()
    day = _dated(match, number, month_number, year, reader.today)
    if year is None and "PAST" in (match["w"], match["w2"]):
        day = cal.find_day_of_month(reader.today - relativedelta(years=1), month_number, number)
    return cal.make_days(day), end


@BOOK.rule(
    rf"(?:(?:il|l) )?(?P<d>\d{{1,2}}|ORD1) (?P<more>(?:(?:e|o|,) (?:(?:il|l) )?\d{{1,2}} ){{1,3}})(?:di )?{MON}"
    rf"(?: {YEAR})?"
)
def _first_of_several(match: Match, reader: Reader) -> Found:
    """Reads "il 3 o il 4 dicembre", "3, 4 e 5 dicembre" as the first of them."""
    number, others = read_number_symbol(match["d"]), [int(word) for word in match["more"].split() if word.isdigit()]
    if number >= others[0] or reader.text.endswith(("fra ", "fra il "), 0, match.start()):
        return None
    if match["more"].startswith("o ") and match.start("d") == match.start():  # "3 o 4 dicembre": the date is the 4th
        return None
    year = read_year_symbol(match["y"], reader.today) if match["y"] else None
    return cal.make_days(_dated(match, number, read_month_symbol(match["mo"]), year, reader.today)), match.end()


@BOOK.rule(
    rf"(?:{WD} {GLUE})?(?:il )?(?P<mo>M[AO]\d\d) (?:\. )?(?P<d>[12]?\d|3\d|ORD1)(?:(?: ,)? (?P<y>20\d\d|Y\d\d))?"
    rf"{NOT_COUNTED}{CLOSED}"
)
def _month_day(match: Match, reader: Reader) -> Found:
    year = read_year_symbol(match["y"], reader.today) if match["y"] else None
    number, month_number = read_number_symbol(match["d"]), read_month_symbol(match["mo"])
    return cal.make_days(_dated(match, number, month_number, year, reader.today)), match.end()


@BOOK.rule(r"(?P<y>20\d\d) [/\-] (?P<mo>M[AO]\d\d) [/\-] (?P<d>\d{1,2})")
def _year_month_day(match: Match, reader: Reader) -> Found:
    day = cal.make_date(int(match["y"]), read_month_symbol(match["mo"]), int(match["d"]))
    return cal.make_days(day), match.end()


_ANNOUNCED = re.compile(r" (?:il|l|al|del|dal|nel|entro|dopo|fino|Ud|WD\d|per) $")
_OF_SOMETHING = re.compile(r" (?:del|dello|della|dell|delle|dei|degli|di)(?! (?:P\w|U\w|NEXT|THIS|20\d\d|M[AO]\d)) ")


def _is_fraction(match: Match, number: int, month_number: int, text: str) -> bool:
    """Whether "1/3 delle lezioni" is a share and not the first of March."""
    small = match["kind"] == "F" and number < month_number <= 10 and not match["y2"] and not match["y"]
    shared = small and _OF_SOMETHING.match(text, match.end()) is not None
    return shared and _ANNOUNCED.search(text, 0, match.start()) is None


@BOOK.rule(
    rf"(?:{WD} {GLUE})?(?P<kind>[DFHP])(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})(?:\.(?P<y>\d{{4}}|\d\d))?{NOT_COUNTED}"
    r"(?: (?P<y2>20\d\d))?"
)
def _figures(match: Match, reader: Reader) -> Found:
    year = match["y"] or match["y2"]
    number, month_number = int(match["d"]), int(match["m"])
    if is_undated(reader.text, match.start()) or _is_fraction(match, number, month_number, reader.text):
        return None
    try:
        day = _dated(match, number, month_number, cal.complete_year(year, reader.today) if year else None, reader.today)
    except Impossible:
        if match["kind"] in "HP":  # it may be hours: "giovedì 9-11", "alle 15.30"
            return None
        if number > 39 or month_number > 19:  # "legge 68/99"
            return None
        raise
    return cal.make_days(day), match.end()


_FIGURES_BEFORE = re.compile(r"[\d#+] $")


@BOOK.rule(r"(?P<d>\d{1,2}) (?P<m>\d{1,2}) (?P<y>20\d\d)")
def _spaced_figures(match: Match, reader: Reader) -> Found:
    if _FIGURES_BEFORE.search(reader.text, 0, match.start()):  # "02 12 10 2026" is a telephone number
        return None
    return cal.make_days(_dated(match, int(match["d"]), int(match["m"]), int(match["y"]), reader.today)), match.end()


@BOOK.rule(
    rf"{WD} (?:(?:il|giorno|Ud|l|,) )*(?P<d>\d{{1,2}}|ORD\d+)"
    rf"(?! (?:e )?(?:mezza|mezzo|un quarto|P\w|di P\w|del P\w|- \d)){NOT_COUNTED}(?! e \d\d? )"
)
def _weekday_number(match: Match, reader: Reader) -> Found:
    weekday, number = read_weekday_symbol(match["wd"]), read_number_symbol(match["d"])
    return cal.make_days(cal.find_agreeing_number(reader.today, weekday, number)), match.end()


@BOOK.rule(
    rf"(?:(?:il|l|dal|dall|al|del|dell|nel) (?:Ud )?(?:(?P<w>NEXT|PAST) )?|Ud )(?P<d>\d{{1,2}})"
    rf"(?: (?P<w2>NEXT|PAST)(?! U))?{NOT_COUNTED}(?! M[AO])(?! e mezz)"
)
def _day_number(match: Match, reader: Reader) -> Found:
    number = int(match["d"])
    if match.group().startswith(("del", "nel")) and number > 31:
        return None
    of_month = read_month_expression(reader, match.end())
    if of_month is not None:
        first, end = of_month
        return cal.make_days(cal.make_date(first.year, first.month, number)), end
    if "PAST" in (match["w"], match["w2"]):
        return cal.make_days(cal.find_day_number(reader.today - relativedelta(months=1), number)), match.end()
    return cal.make_days(cal.find_day_number(reader.today, number)), match.end()


# "scelgo il primo": of the times proposed, not of the month.
_CHOOSING = re.compile(r" (?:ok|va bene|scelgo|prendo|prenoto|preferisco|voglio|vorrei|facciamo|si|direi) $")


@BOOK.rule(rf"(?:il|dal|al|del|l) ORD1(?: {GLUE}Um(?! (?:NEXT|PAST)))?{CLOSED}(?! e (?:il |l |la )?ORD)")
def _first_of_month(match: Match, reader: Reader) -> Found:
    if match.group().endswith("ORD1") and _CHOOSING.search(reader.text, 0, match.start()):
        return None
    return cal.make_days(cal.find_day_number(reader.today, 1)), match.end()


@BOOK.rule(rf"(?:il|dal|al|del|l) ORD1(?= {GLUE}(?:Um (?:NEXT|PAST)|(?:NEXT|PAST|THIS) Um))")
def _first_of_that_month(match: Match, reader: Reader) -> Found:
    of_month = read_month_expression(reader, match.end())
    return (cal.make_days(of_month[0]), of_month[1]) if of_month else None


@BOOK.rule(rf"(?:(?P<adj>NEXT|PAST|ULTIMO|THIS) )?{WD}(?: (?P<after>NEXT|PAST|che viene|dopo|utile))?")
def _weekday(match: Match, reader: Reader) -> Found:
    weekday = read_weekday_symbol(match["wd"])
    word = match["adj"] or match["after"]
    if match["after"] == "dopo" and not re.match(r" (?:$|[,.;!?]|alle|P\w|di|ORE)", reader.text[match.end() :]):
        return cal.make_days(cal.find_next_weekday(reader.today, weekday)), match.end("wd")
    if word == "NEXT":
        return cal.make_days(cal.find_weekday_called_next(reader.today, weekday)), match.end()
    if word in ("PAST", "ULTIMO"):
        return cal.make_days(cal.find_last_weekday(reader.today, weekday)), match.end()
    return cal.make_days(cal.find_next_weekday(reader.today, weekday)), match.end()


@BOOK.rule(rf"{WD} (?P<link>dopo|prima)")
def _weekday_beside(match: Match, reader: Reader) -> Found:
    inner = reader.find_after_articles(match.end() + 1)
    if inner is None or inner[0].grain != "day":
        return None
    step = cal.find_next_weekday if match["link"] == "dopo" else cal.find_last_weekday
    return cal.make_days(step(inner[0].start.date(), read_weekday_symbol(match["wd"]))), inner[1]


@BOOK.rule(rf"(?P<day>{WD}|oggi|domani|dopodomani) (?:a|in) (?P<n>8|15)(?! (?:e |Umin|\d|M[AO]))")
def _weekday_in_eight(match: Match, reader: Reader) -> Found:
    start = (
        find_near_day(match["day"], reader.today)
        if match["wd"] is None
        else cal.find_next_weekday(reader.today, read_weekday_symbol(match["wd"]))
    )
    return cal.make_days(start + timedelta(days=7 if match["n"] == "8" else 14)), match.end()


@BOOK.rule(rf"{WD} (?:, )?fra (?P<n>\d|un|una) {WEEK}")
def _weekday_in_weeks(match: Match, reader: Reader) -> Found:
    first = cal.find_monday(reader.today) + timedelta(days=7 * COUNTS.get(match["n"], 0) or 7 * int(match["n"]))
    return cal.make_days(first + timedelta(days=read_weekday_symbol(match["wd"]))), match.end()


@BOOK.rule(rf"fra (?P<n>\d) {WD}")
def _in_weekdays(match: Match, reader: Reader) -> Found:
    first = cal.find_next_weekday(reader.today, read_weekday_symbol(match["wd"]))
    return cal.make_days(first + timedelta(days=7 * (int(match["n"]) - 1))), match.end()


@BOOK.rule(rf"{WD} {GLUE}(?={WEEK}|NEXT|PAST|THIS)", opening=True)
def _weekday_of_week(match: Match, reader: Reader) -> Found:
    week = read_week_expression(reader, match.end())
    if week is None:
        return None
    return cal.make_days(week[0] + timedelta(days=read_weekday_symbol(match["wd"]))), week[1]


_HALVES = {
    "Uw": relativedelta(days=3),
    "SETT": relativedelta(days=3),
    "Um": relativedelta(days=15),
    "Uy": relativedelta(months=6),
}
_NEAR_DAYS = {"oggi": 0, "domani": 1, "dopodomani": 2, "ieri": -1, "altroieri": -2}


def find_near_day(word: str, today: date) -> date:
    return today + timedelta(days=_NEAR_DAYS[word])


@BOOK.rule(r"(?P<day>oggi|domani|dopodomani|ieri|altroieri)")
def _near(match: Match, reader: Reader) -> Found:
    return cal.make_days(find_near_day(match["day"], reader.today)), match.end()


@BOOK.rule(r"in giornata|THIS (?:Ud|giornata)")
def _today(match: Match, reader: Reader) -> Found:
    return cal.make_days(reader.today), match.end()


_OF_A_THING = re.compile(r" (?:il|l|la|lo|i|gli|le|al|all|alla|del|dell|della) [a-z]")


@BOOK.rule(r"(?:(?:il|l) Ud (?P<word>dopo|NEXT|prima|PAST)|l indomani(?= (?:di|del)))")
def _day_after(match: Match, reader: Reader) -> Found:
    inner = reader.find_after_articles(match.end() + 1)
    shift = timedelta(days=-1 if match["word"] in ("prima", "PAST") else 1)
    if inner is not None:
        return cal.make_days(inner[0].start.date() + shift), inner[1]
    if match["word"] in ("prima", "PAST") or _OF_A_THING.match(reader.text, match.end()):
        return None
    return cal.make_days(reader.today + shift), match.end()


@BOOK.rule(r"vigilia (?:di|del|dell|della)")
def _eve(match: Match, reader: Reader) -> Found:
    inner = reader.find_after_articles(match.end() + 1)
    return (cal.make_days(inner[0].start.date() - timedelta(days=1)), inner[1]) if inner else None


@BOOK.rule(
    rf"(?:fra|(?P<soft>in)) (?:circa )?{COUNT} (?P<u>Ud|Uw|SETT|Um|Uy|Udec)(?P<half> e mezz[oa])?{MORE_TIME}"
    r"(?: da (?:(?P<day>oggi|domani|dopodomani)|adesso|ORE))?"
)
def _in_some_time(match: Match, reader: Reader) -> Found:
    if match["soft"] and reader.text[: match.start()].strip():  # "si fa in 3 mesi" is how long it lasts
        return None
    day = find_near_day(match["day"] or "oggi", reader.today) + add_steps(match)
    if match["half"]:
        day += _HALVES.get(match["u"], relativedelta())
    return cal.make_days(day), match.end()


@BOOK.rule(rf"fra (?:(?:(?P<a>\d|un|una) (?:o|/|-)|[HF](?P<a2>\d)\.) ?(?P<b>\d)) (?P<u>Ud|{WEEK}|Um)")
def _in_two_or_three(match: Match, reader: Reader) -> Found:
    first = reader.today + make_step(match["a"] or match["a2"], match["u"])
    last = reader.today + make_step(match["b"], match["u"])
    return cal.make_days_between(first, last + timedelta(days=1)), match.end()


@BOOK.rule(rf"(?P<day>oggi|domani) (?:, )?fra {COUNT} (?P<u>Uw|SETT|Um)")
def _near_day_later(match: Match, reader: Reader) -> Found:
    return cal.make_days(find_near_day(match["day"], reader.today) + make_step(match["n"], match["u"])), match.end()


@BOOK.rule(rf"{COUNT} (?P<u>Ud|Uw|SETT|Um) da (?P<day>oggi|domani|dopodomani)")
def _time_fromnear_day(match: Match, reader: Reader) -> Found:
    return cal.make_days(find_near_day(match["day"], reader.today) + make_step(match["n"], match["u"])), match.end()


@BOOK.rule(rf"{COUNT} (?P<u>Ud|Uw|SETT|Um|Uy){MORE_TIME} (?:fa|or sono|prima di oggi)")
def _some_time_ago(match: Match, reader: Reader) -> Found:
    return cal.make_days(reader.today - add_steps(match)), match.end()


@BOOK.rule(rf"{COUNT} (?P<u>Ud|Uw|SETT|Um|Uy){MORE_TIME} (?P<link>dopo|prima)")
def _some_time_beside(match: Match, reader: Reader) -> Found:
    inner = reader.find_after_articles(match.end() + 1)
    if inner is None:  # "arriva un avviso due giorni prima"
        return None
    first = inner[0].start.date()
    return cal.make_days(first + add_steps(match) if match["link"] == "dopo" else first - add_steps(match)), inner[1]


@BOOK.rule(rf"a {COUNT} (?P<u>Ud|Uw|Um) da")
def _some_time_short_of(match: Match, reader: Reader) -> Found:
    inner = reader.find_after_articles(match.end() + 1)
    return (cal.make_days(inner[0].start.date() - make_step(match["n"], match["u"])), inner[1]) if inner else None


def _holiday_rule(of_year: Callable[[int], date]) -> Rule:
    def holiday(match: Match, reader: Reader) -> Found:
        if match["y"]:
            return cal.make_days(of_year(int(match["y"]))), match.end()
        if match["w"]:
            return cal.make_days(of_year(reader.today.year + 1)), match.end()
        return cal.make_days(cal.find_holiday(of_year, reader.today)), match.end()

    return holiday


for _pattern, _of_year in cal.HOLIDAYS:
    BOOK.rule(
        rf"(?:(?:Ud|festa|ponte) (?:di|della|dell) )?(?:{_pattern})(?: (?:del )?(?P<y>20\d\d)| (?P<w>dell Uy NEXT))?"
    )(_holiday_rule(_of_year))
