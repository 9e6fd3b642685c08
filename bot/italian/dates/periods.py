"""Rules for weeks, months, weekends, seasons, and for the nth of something in them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot.italian.dates import calendar_rules as cal
from bot.italian.dates.expressions import (
    read_month_expression,
    read_month_name,
    read_week_expression,
    read_year_expression,
)
from bot.italian.dates.grammar import (
    GLUE,
    WD,
    WEEK,
    Found,
    Match,
    Reader,
    RuleBook,
    is_undated,
    make_step,
    read_weekday_symbol,
)
from bot.italian.dates.model import MONTH_THIRDS, Days, Grain

BOOK = RuleBook()


@BOOK.rule(r"Y(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)")
def _month_year_figures(match: Match, reader: Reader) -> Found:
    if not 1 <= int(match["m"]) <= 12 or is_undated(reader.text, match.start()):
        return None
    return cal.make_months(date(int(match["y"]), int(match["m"]), 1)), match.end()


_OF_WEEK_WEEKDAY = re.compile(rf" (?:, )?(?:di |il |a |al |e |- )?{WD}(?= )")


@BOOK.rule(rf"(?:in|per la|entro la) {WEEK}")
def _rest_of_week(match: Match, reader: Reader) -> Found:
    if reader.today.weekday() >= 5:
        return cal.find_week(reader.today + timedelta(days=7)), match.end()
    return cal.make_days_between(reader.today, cal.find_monday(reader.today) + timedelta(days=7), "week"), match.end()


# "due settimane dopo", of something that is no date.
_COUNTED_BEFORE = re.compile(r" (?:\d+|un|una|paio di|qualche) $")


@BOOK.rule(rf"(?=NEXT|PAST|ULTIMO|THIS|{WEEK}|fra|in {WEEK})", opening=True)
def _week(match: Match, reader: Reader) -> Found:
    week = read_week_expression(reader, match.end())
    if week is None or _COUNTED_BEFORE.search(reader.text, 0, match.start()):
        return None
    weekday = _OF_WEEK_WEEKDAY.match(reader.text, week[1])
    if weekday and not re.match(rf" (?:\d{{1,2}}|NEXT|{GLUE}M[AO]\d\d)(?= )", reader.text[weekday.end() :]):
        return cal.make_days(week[0] + timedelta(days=read_weekday_symbol(weekday["wd"]))), weekday.end()
    if reader.text.startswith("fra", match.end()):
        return None  # "fra due settimane" is a day
    return cal.find_week(week[0]), week[1]


@BOOK.rule(r"Um (?P<word>dopo|prima di|prima del)(?: (?:il|l|la))*")
def _month_beside(match: Match, reader: Reader) -> Found:
    inner = reader.find(match.end() + 1) if match.end() + 1 < len(reader.text) else None
    if inner is None:
        return None
    shift = 1 if match["word"] == "dopo" else -1
    return cal.make_months(inner[0].start.date().replace(day=1) + relativedelta(months=shift)), inner[1]


@BOOK.rule(r"(?=MO|MA|Um|NEXT|PAST|ULTIMO|THIS)", opening=True)
def _month(match: Match, reader: Reader) -> Found:
    if reader.text.startswith("Um dopo", match.end()) and _COUNTED_BEFORE.search(reader.text, 0, match.start()):
        return None
    found = read_month_expression(reader, match.end())
    return (cal.make_months(found[0]), found[1]) if found else None


_OF_A_MONTH = re.compile(r" (?:di|del|dello|d) (?:NEXT |PAST )?(?:M[AO]\d\d|WMAR|Um)(?= )")


@BOOK.rule(rf"(?P<half>PRIMA|prima|ORD2) (?:meta|quindicina)(?= {GLUE}(?:M[AO]|Um|NEXT))")
def _half_of_month(match: Match, reader: Reader) -> Found:
    found = read_month_expression(reader, match.end())
    if found is None:
        return None
    first, middle = found[0], found[0].replace(day=16)
    if match["half"] == "ORD2":
        return cal.make_days_between(middle, first + relativedelta(months=1)), found[1]
    return cal.make_days_between(first, middle), found[1]


@BOOK.rule(r"(?P<half>PRIMA|prima|ORD[12]|ULTIMO) (?:meta|semestre)(?= )")
def _half_of_year(match: Match, reader: Reader) -> Found:
    year = read_year_expression(reader, match.end())
    first_month = 7 if match["half"] in ("ORD2", "ULTIMO") else 1
    return (cal.make_months(date(year[0], first_month, 1), 6), year[1]) if year else None


@BOOK.rule(r"(?:l )?(?P<part>inizio|inizi|meta|fine|(?:primi|prime)(?: Ud| Uw)?)(?= )")
def _part_of_period(match: Match, reader: Reader) -> Found:
    part = match["part"] if match["part"] in MONTH_THIRDS else "inizio"
    if match["part"].startswith("prim") and not _OF_A_MONTH.match(reader.text, match.end()):
        return None
    rest = re.compile(rf" {GLUE}(?:(?P<uw>{WEEK})|(?P<um>Um)|(?P<uy>Uy)|(?P<ud>Ud|giornata))(?= )").match(
        reader.text, match.end()
    )
    week = read_week_expression(reader, match.end() + 1)
    if week is not None:
        return _part_of_week(part, week[0], reader.today), week[1]
    found = read_month_name(reader, match.end())
    year = read_year_expression(reader, match.end()) if found is None else None
    if year is not None and (rest is None or year[1] > rest.end()):
        return _part_of_year(part, date(year[0], 1, 1)), year[1]
    if found is None and rest is None:
        return None
    if found is None and rest is not None and rest["uw"]:
        return _part_of_week(part, cal.find_monday(reader.today), reader.today), rest.end()
    if found is None and rest is not None and rest["uy"]:
        return _part_of_year(part, reader.today), rest.end()
    if found is None and rest is not None and rest["um"]:
        first, last = MONTH_THIRDS[part]
        this = reader.today.replace(day=1)
        over = last is not None and reader.today.day >= last
        found = (this + relativedelta(months=1) if over else this), rest.end()
    if found is None:
        return None
    first, last = MONTH_THIRDS[part]
    month = found[0]
    end = month.replace(day=last) if last else month + relativedelta(months=1)
    return cal.make_days_between(month.replace(day=first), end), found[1]


def _part_of_week(part: str, monday: date, today: date) -> Days:
    if part == "fine":
        return cal.find_weekend(monday)
    first, count = (0, 2) if part == "inizio" else (2, 2)
    if monday + timedelta(days=first + count) <= today:
        monday += timedelta(days=7)
    return cal.make_days(monday + timedelta(days=first), count)


def _part_of_year(part: str, today: date) -> Days:
    if part == "fine":
        return cal.make_days_between(date(today.year, 12, 21), date(today.year + 1, 1, 1))
    return cal.make_months(cal.find_day_of_month(today, 1 if part == "inizio" else 6, 1))


@BOOK.rule(
    r"(?:l |il |la |lo )?(?P<nth>ORD\d+|ULTIMO|PRIMA|prima)(?: (?P<wd>WD\d|WMAR)| (?P<ud>Ud)| (?P<uw>Uw|SETT))"
    r"(?P<free> (?:utile|disponibile|libero|possibile))?"
)
def _nth(match: Match, reader: Reader) -> Found:
    nth = {"ULTIMO": -1, "PRIMA": 1, "prima": 1}.get(match["nth"]) or int(match["nth"][3:])
    if match["free"]:
        return (
            (cal.make_days(cal.find_next_weekday(reader.today, read_weekday_symbol(match["wd"]))), match.end())
            if match["wd"] and nth == 1
            else None
        )
    named = read_month_name(reader, match.end())
    year = read_year_expression(reader, match.end()) if named is None else None
    if year is not None:
        return (_nth_in_year(match, nth, year[0]), year[1])
    of_month = re.compile(rf" {GLUE}Um(?= )").match(reader.text, match.end())
    if named is None and of_month is None:
        return _nth_after(match, reader, nth)
    first, end = named or (reader.today.replace(day=1), of_month.end() if of_month else match.end())
    found = _nth_in_month(match, nth, first)
    explicit = named is not None and (named[0].year != reader.today.year or "THIS" in match.group())
    if named is None and found.end.date() <= reader.today and not explicit:
        found = _nth_in_month(match, nth, first + relativedelta(months=1))
    return found, end


def _nth_in_month(match: Match, nth: int, first: date) -> Days:
    if match["uw"]:
        return cal.find_nth_week(first, nth)
    if match["ud"]:
        last = first + relativedelta(months=1) - timedelta(days=1)
        return cal.make_days(last if nth < 0 else cal.make_date(first.year, first.month, nth))
    return cal.make_days(cal.find_nth_weekday(first, read_weekday_symbol(match["wd"]), nth))


def _nth_in_year(match: Match, nth: int, year: int) -> Days:
    if match["uw"]:
        return cal.find_nth_week_of_year(year, nth)
    return _nth_in_month(match, nth, date(year, 12 if nth < 0 else 1, 1))


@BOOK.rule(r"(?P<w>primi|prime|ULTIMO) (?P<n>\d{1,2}) (?P<u>Ud|Uw)")
def _first_or_last_few(match: Match, reader: Reader) -> Found:
    """Reads "le prime due settimane di luglio", "gli ultimi tre giorni del mese prossimo"."""
    named = read_month_name(reader, match.end())
    if named is None:
        return None
    first, count = named[0], int(match["n"])
    last = cal.add_months(first, 1)
    if match["u"] == "Uw":
        week = cal.find_nth_week(first, -1 if match["w"] == "ULTIMO" else 1)
        monday = week.start.date() - timedelta(days=7 * (count - 1) if match["w"] == "ULTIMO" else 0)
        return cal.make_days(monday, 7 * count, "week"), named[1]
    start = last - timedelta(days=count) if match["w"] == "ULTIMO" else first
    return cal.make_days(start, count), named[1]


def _nth_after(match: Match, reader: Reader, nth: int) -> Found:
    """Reads "il terzo martedì dopo Natale", or "il terzo giovedì" alone: of this month, of the next once it is over."""
    if match["uw"] or nth < 0:
        return None
    inner = reader.find_after_articles(match.end() + 6) if reader.text.startswith(" dopo ", match.end()) else None
    if match["ud"]:
        return (cal.make_days(inner[0].end.date() + timedelta(days=nth - 1)), inner[1]) if inner else None
    weekday = read_weekday_symbol(match["wd"])
    if inner is not None:
        first = cal.find_next_weekday(inner[0].end.date() - timedelta(days=1), weekday)
        return cal.make_days(first + timedelta(days=7 * (nth - 1))), inner[1]
    found = cal.find_nth_weekday(reader.today.replace(day=1), weekday, nth)
    if found < reader.today:
        found = cal.find_nth_weekday(reader.today.replace(day=1) + relativedelta(months=1), weekday, nth)
    return cal.make_days(found), match.end()


_SPAN_GRAINS: dict[str, Grain] = {"Ud": "day", "Uw": "week", "SETT": "week", "Um": "month", "Uy": "month"}
_SPANS = (
    r"(?P<n>\d{1,3})? ?(?P<w>NEXT|PAST|ULTIMO) (?P<n2>\d{1,3} )?(?P<u>Ud|Uw|Um|Uy)",
    r"(?P<n>\d{1,3}) (?P<u>Ud|Uw|Um|Uy) (?P<w>NEXT|PAST)(?P<n2>)",
)


def _some_units(match: Match, reader: Reader) -> Found:
    written = match["n"] or (match["n2"] or "").strip()
    if not written and not (match["u"] == "Ud" and match["w"] == "NEXT"):
        return None
    count = int(written) if written else 3
    today = reader.today
    origin = {
        "Ud": today, "Uw": cal.find_monday(today), "Um": today.replace(day=1), "Uy": today.replace(month=1, day=1),
    }[match["u"]]
    length = make_step(str(count), match["u"])
    if match["w"] == "NEXT":
        start = origin + make_step("1", match["u"])
        return cal.make_days_between(start, start + length, _SPAN_GRAINS[match["u"]]), match.end()
    return cal.make_days_between(origin - length, origin, _SPAN_GRAINS[match["u"]]), match.end()


for _span in _SPANS:
    BOOK.rule(_span)(_some_units)


@BOOK.rule(r"(?:(?P<adj>NEXT|PAST|ULTIMO|THIS) )?(?:weekend|fine Uw)(?: (?P<after>NEXT|PAST|che viene))?")
def _weekend(match: Match, reader: Reader) -> Found:
    word = match["adj"] or match["after"]
    if word in ("PAST", "ULTIMO"):
        return cal.find_weekend(cal.find_monday(reader.today) - timedelta(days=1)), match.end()
    link = re.compile(r" (?:di |del |dell )(?=.)").match(reader.text, match.end())
    inner = (reader.find(link.end()) or reader.number(link.end())) if link else None
    if inner is not None and inner[0].grain in ("day", "week"):
        return cal.find_weekend(inner[0].start.date()), inner[1]
    skip = 7 if word == "NEXT" and reader.today.weekday() >= 5 else 0
    return cal.find_weekend(reader.today + timedelta(days=skip)), match.end()


@BOOK.rule(
    r"(?P<after_next>Uy dopo (?:il|quello) NEXT)|(?P<this>THIS Uy)|(?P<next>NEXT Uy|Uy NEXT|Uy che viene)|"
    r"(?P<past>(?:PAST|ULTIMO) Uy|Uy PAST)"
)
def _year(match: Match, reader: Reader) -> Found:
    year = reader.today.year + (2 if match["after_next"] else 1 if match["next"] else -1 if match["past"] else 0)
    return cal.make_months(date(year, 1, 1), 12), match.end()


@BOOK.rule(
    r"(?:(?P<w>THIS|NEXT|PAST) )?(?:(?P<nth>ORD[1-4]|ULTIMO(?= Uq (?:del|dell) )) )?Uq(?: (?P<after>NEXT|PAST))?"
)
def _quarter(match: Match, reader: Reader) -> Found:
    word = match["w"] or match["after"]
    if not word and not match["nth"]:
        return None
    this = date(reader.today.year, (reader.today.month - 1) // 3 * 3 + 1, 1)
    if match["nth"]:
        year = read_year_expression(reader, match.end())
        number = 4 if match["nth"] == "ULTIMO" else int(match["nth"][3:])
        this = date(year[0] if year else reader.today.year, 3 * number - 2, 1)
        if year:
            return cal.make_months(this, 3), year[1]
        if this + relativedelta(months=3) <= reader.today:
            this += relativedelta(years=1)
    elif word != "THIS":
        this += relativedelta(months=3 if word == "NEXT" else -3)
    return cal.make_months(this, 3), match.end()


@BOOK.rule(r"(?:(?P<w>THIS|NEXT|PAST) )?(?P<name>primavera|estate|autunno|inverno)(?: (?P<after>NEXT|PAST))?")
def _season(match: Match, reader: Reader) -> Found:
    word = match["w"] or match["after"]
    if word == "PAST":
        return None
    year = read_year_expression(reader, match.end()) if word is None else None
    if year:
        return cal.find_season(match["name"], date(year[0], 1, 1), skip_current=True), year[1]
    return cal.find_season(match["name"], reader.today, skip_current=word == "NEXT"), match.end()


@BOOK.rule(rf"{WEEK} (?P<link>di|del|dell|della|dal|dopo|prima)")
def _week_of(match: Match, reader: Reader) -> Found:
    at = match.end() + 1
    inner = reader.find_after_articles(at) or reader.number(at)
    if inner is None or inner[0].grain != "day":
        return None
    shift = {"dopo": 7, "prima": -7}.get(match["link"], 0)
    return cal.find_week(inner[0].start.date() + timedelta(days=shift)), inner[1]
