"""Rules for days, weeks and months: each is a small pattern on symbols and what it means on the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Optional

from dateutil.relativedelta import relativedelta

from bot.core.italian_dates import calendar_rules as cal
from bot.core.italian_dates.model import MONTH_THIRDS, Days, Grain, Impossible

Found = Optional[tuple[Days, int]]
Rule = Callable[[str, "re.Match[str]", date], Found]

# Pieces of patterns. GLUE is what stands between two words of one date.
GLUE = r"(?:(?:di|d|del|dello|della|dell|dei|degli|in|nel|nello|nella|nell|a|al|all|il|la|l|lo|le|per|,) ){0,3}"
WD = r"(?P<wd>WD\d|WMAR)"
MON = r"(?P<mo>MO\d\d|MA\d\d|WMAR|SETT)"
DAY = r"(?P<d>\d{1,2}|ORD\d+)"
YEAR = r"(?:(?:di |del |dell |nel |, )?(?P<y>(?:19|20)\d\d|Y\d\d|(?:2[5-9]|[3-9]\d)(?= [^ME:]))| )"
WEEK = r"(?:Uw|SETT)"
COUNT = r"(?P<n>\d{1,3}|un paio di|un paio|un po di|qualche|pochi|poche|alcuni|alcune|una decina di|una ventina di|" \
        r"una quindicina di|un|una|mezz)"
_COUNTS = {"un": 1, "una": 1, "un paio di": 2, "un paio": 2, "qualche": 3, "pochi": 3, "poche": 3, "un po di": 3, "alcuni": 3,
           "alcune": 3, "una decina di": 10, "una quindicina di": 15, "una ventina di": 20}
NOT_COUNTED = r"(?! (?:per cento|percento|euro|eur|volte|persone|posti|figli|anni|ore|punti|Ud|Uw|Um|Uy|Umin|ORE(?! [\dTPC])))"
# What may follow a bare number or ordinal for it to be a day: the end, or something that is not the thing counted.
CLOSED = (r"(?= (?:$|[,;.!?:)\-]|alle|all|ORE|P\w|di P|in|dalle|dopo|prima|verso|e|o|oppure|va|mi|se|per|a|al|non|sarebbe|"
          r"potrei|posso|THIS|NEXT|DI|grazie|ok|T\d))")

_RULES: list[tuple[re.Pattern[str], Rule]] = []


def rule(pattern: str, opening: bool = False) -> Callable[[Rule], Rule]:
    """Registers a rule; its pattern is anchored at a symbol and ends with one, unless it is only the ``opening``."""

    def register(function: Rule) -> Rule:
        _RULES.append((re.compile(pattern if opening else f"(?:{pattern})(?= )"), function))
        return function

    return register


def find(text: str, at: int, today: date) -> Found:
    """The longest date that starts at ``at`` (the first letter of a symbol), and where it ends. May raise Impossible."""
    best: Found = None
    failure: Impossible | None = None
    failed_at = at
    for pattern, function in _RULES:
        match = pattern.match(text, at)
        if match is None:
            continue
        try:
            found = function(text, match, today)
        except Impossible as error:
            if match.end() > failed_at:
                failure, failed_at = error, match.end()
            continue
        if found is not None and (best is None or found[1] > best[1]):
            best = found
    if failure is not None and (best is None or best[1] <= failed_at):
        raise failure
    return best


def weekday_of(symbol: str) -> int:
    """0 (Monday) to 6 of a weekday symbol."""
    return 1 if symbol == "WMAR" else int(symbol[2:])


def month_of(symbol: str) -> int:
    """1 to 12 of a month symbol."""
    return {"WMAR": 3, "SETT": 9}.get(symbol) or int(symbol[2:])


def number_of(symbol: str) -> int:
    """The day number of ``5`` or ``ORD1``."""
    return int(symbol.removeprefix("ORD"))


def year_of(symbol: str, today: date) -> int:
    """The year of ``2027``, ``27`` or ``Y27``."""
    return cal.full_year(symbol.removeprefix("Y"), today)


def _dated(match: re.Match[str], number: int, month_number: int, year: int | None, today: date) -> date:
    weekday = match.groupdict().get("wd")
    if year is not None:
        day = cal.real_date(year, month_number, number)
        if weekday and day.weekday() != weekday_of(weekday):
            raise Impossible(match.group())
        return day
    if not 1 <= month_number <= 12:
        raise Impossible(match.group())
    if weekday:
        return cal.agreeing_date(today, weekday_of(weekday), month_number, number)
    return cal.coming_day_of_month(today, month_number, number)


# --- a day, a month, a year ---------------------------------------------------------------------------------------

@rule(rf"(?:{WD} {GLUE})?(?:(?:il|l|lo|li|al|dal|del|nel) )?{DAY} (?:[/\-] )?{GLUE}{MON}(?: {YEAR})?")
def _day_month(text: str, match: re.Match[str], today: date) -> Found:
    month_number = month_of(match["mo"])
    number = number_of(match["d"])
    if match["d"].startswith("ORD") and number > 1 and f"{match['d']} {match['mo']}" not in match.group():
        return None
    if match["mo"] == "SETT" and re.match(r" (?:NEXT|PAST)", text[match.end():]):
        return None
    year = year_of(match["y"], today) if match["y"] else None
    end = match.end()
    next_year = re.compile(r" (?:del |dell |di |, )?(?:Uy NEXT|NEXT Uy)(?= )").match(text, end)
    if year is None and next_year:
        year, end = today.year + 1, next_year.end()
    return cal.days(_dated(match, number, month_number, year, today)), end


@rule(rf"(?:{WD} {GLUE})?(?P<kind>[DFHP])(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})(?:\.(?P<y>\d{{4}}|\d\d))?{NOT_COUNTED}"
      r"(?: (?P<y2>20\d\d))?")
def _figures(text: str, match: re.Match[str], today: date) -> Found:
    year = match["y"] or match["y2"]
    number, month_number = int(match["d"]), int(match["m"])
    try:
        day = _dated(match, number, month_number, cal.full_year(year, today) if year else None, today)
    except Impossible:
        if match["kind"] in "HP":  # it may be hours: "giovedì 9-11", "alle 15.30"
            return None
        if number > 39 or month_number > 19:  # "legge 68/99"
            return None
        raise
    if re.search(r"(?:legge|art|dgr|decreto|delibera|bando|regolamento) $", text[:match.start()]):
        return None
    return cal.days(day), match.end()


@rule(r"Y(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)")
def _month_year_figures(text: str, match: re.Match[str], today: date) -> Found:
    if not 1 <= int(match["m"]) <= 12 or re.search(r"(?:legge|art|dgr|decreto|delibera|bando) $", text[:match.start()]):
        return None
    return cal.month(date(int(match["y"]), int(match["m"]), 1)), match.end()


@rule(rf"{WD} (?:(?:il|giorno|Ud|l|,) )*(?P<d>\d{{1,2}}|ORD\d+)(?! (?:e )?(?:mezza|mezzo|un quarto|P\w|di P\w|del P\w|- \d))"
      rf"{NOT_COUNTED}(?! e \d\d? )")
def _weekday_number(text: str, match: re.Match[str], today: date) -> Found:
    return cal.days(cal.agreeing_number(today, weekday_of(match["wd"]), number_of(match["d"]))), match.end()


@rule(rf"(?:(?:il|l|dal|dall|al|del|dell|nel) (?:Ud )?|Ud )(?P<d>\d{{1,2}}){NOT_COUNTED}(?! M[AO])(?! e mezz)")
def _day_number(text: str, match: re.Match[str], today: date) -> Found:
    number = int(match["d"])
    if match.group().startswith(("del", "nel")) and number > 31:
        return None
    of_month = _month_expression(text, match.end(), today)
    if of_month is not None:
        first, end = of_month
        return cal.days(cal.real_date(first.year, first.month, number)), end
    return cal.days(cal.coming_day_number(today, number)), match.end()


@rule(rf"(?:il|dal|al|del|l) ORD1(?: {GLUE}Um(?! (?:NEXT|PAST)))?{CLOSED}")
def _first_of_month(text: str, match: re.Match[str], today: date) -> Found:
    return cal.days(cal.coming_day_number(today, 1)), match.end()


@rule(rf"(?:il|dal|al|del|l) ORD1(?= {GLUE}(?:Um (?:NEXT|PAST)|(?:NEXT|PAST|THIS) Um))")
def _first_of_that_month(text: str, match: re.Match[str], today: date) -> Found:
    of_month = _month_expression(text, match.end(), today)
    return (cal.days(of_month[0]), of_month[1]) if of_month else None


# --- weekdays -----------------------------------------------------------------------------------------------------

@rule(rf"(?:(?P<adj>NEXT|PAST|ULTIMO|THIS) )?{WD}(?: (?P<after>NEXT|PAST|che viene|dopo|utile))?")
def _weekday(text: str, match: re.Match[str], today: date) -> Found:
    weekday = weekday_of(match["wd"])
    word = match["adj"] or match["after"]
    if match["after"] == "dopo" and not re.match(r" (?:$|[,.;!?]|alle|P\w|di|ORE)", text[match.end():]):
        return cal.days(cal.next_weekday(today, weekday)), match.end("wd")
    if word == "NEXT":
        return cal.days(cal.weekday_called_next(today, weekday)), match.end()
    if word in ("PAST", "ULTIMO"):
        return cal.days(cal.last_weekday(today, weekday)), match.end()
    return cal.days(cal.next_weekday(today, weekday)), match.end()


@rule(rf"{WD} (?P<link>dopo|prima di|prima del)(?: (?:il|l|la))*")
def _weekday_beside(text: str, match: re.Match[str], today: date) -> Found:
    inner = find(text, match.end() + 1, today) if match.end() + 1 < len(text) else None
    if inner is None or inner[0].grain != "day":
        return None
    step = cal.next_weekday if match["link"] == "dopo" else cal.last_weekday
    return cal.days(step(inner[0].start.date(), weekday_of(match["wd"]))), inner[1]


@rule(rf"(?P<day>{WD}|oggi|domani|dopodomani) (?:a|in) (?P<n>8|15)(?! (?:e |Umin|\d|M[AO]))")
def _weekday_in_eight(text: str, match: re.Match[str], today: date) -> Found:
    start = _near_day(match["day"], today) if match["wd"] is None else cal.next_weekday(today, weekday_of(match["wd"]))
    return cal.days(start + timedelta(days=7 if match["n"] == "8" else 14)), match.end()


@rule(rf"{WD} (?:, )?fra (?P<n>\d|un|una) {WEEK}")
def _weekday_in_weeks(text: str, match: re.Match[str], today: date) -> Found:
    first = cal.monday(today) + timedelta(days=7 * _COUNTS.get(match["n"], 0) or 7 * int(match["n"]))
    return cal.days(first + timedelta(days=weekday_of(match["wd"]))), match.end()


@rule(rf"fra (?P<n>\d) {WD}")
def _in_weekdays(text: str, match: re.Match[str], today: date) -> Found:
    first = cal.next_weekday(today, weekday_of(match["wd"]))
    return cal.days(first + timedelta(days=7 * (int(match["n"]) - 1))), match.end()


@rule(rf"{WD} {GLUE}(?={WEEK}|NEXT|PAST|THIS)", opening=True)
def _weekday_of_week(text: str, match: re.Match[str], today: date) -> Found:
    week = _week_expression(text, match.end(), today)
    if week is None:
        return None
    return cal.days(week[0] + timedelta(days=weekday_of(match["wd"]))), week[1]


_OF_WEEK_WEEKDAY = re.compile(rf" (?:, )?(?:di |il |a |al |e |- )?{WD}(?= )")


@rule(rf"(?:in|per la|entro la) {WEEK}")
def _rest_of_week(text: str, match: re.Match[str], today: date) -> Found:
    if today.weekday() >= 5:
        return cal.week(today + timedelta(days=7)), match.end()
    return cal.between(today, cal.monday(today) + timedelta(days=7), "week"), match.end()


@rule(rf"(?=NEXT|PAST|ULTIMO|THIS|{WEEK}|fra|in {WEEK})", opening=True)
def _week(text: str, match: re.Match[str], today: date) -> Found:
    week = _week_expression(text, match.end(), today)
    if week is None:
        return None
    weekday = _OF_WEEK_WEEKDAY.match(text, week[1])
    if weekday and not re.match(rf" (?:\d{{1,2}}|NEXT|{GLUE}M[AO]\d\d)(?= )", text[weekday.end():]):
        return cal.days(week[0] + timedelta(days=weekday_of(weekday["wd"]))), weekday.end()
    if text.startswith("fra", match.end()):
        return None  # "fra due settimane" is a day
    return cal.week(week[0]), week[1]


_WEEK_FORMS = re.compile(
    rf"(?:(?:di|d|del|della|nel|nella|la|in|per) )*(?:"
    rf"(?P<this>THIS {WEEK}|{WEEK} THIS)"
    rf"|(?P<after_next>{WEEK} dopo la NEXT|{WEEK} dopo quella NEXT)"
    rf"|(?P<next>NEXT {WEEK}|{WEEK}(?: \.)? NEXT|{WEEK} che viene|{WEEK} dopo(?! (?:di |il |l |la )?[a-zWMO]))"
    rf"|(?P<past>(?:PAST|ULTIMO) {WEEK}|{WEEK} PAST)"
    rf"|fra (?P<n>\d|un|una) {WEEK}"
    rf")(?= )"
)


def _week_expression(text: str, at: int, today: date) -> tuple[date, int] | None:
    """The Monday of "la settimana prossima" and its like."""
    match = _WEEK_FORMS.match(text, at)
    if match is None:
        return None
    if match["this"]:
        weeks = 0
    elif match["next"]:
        weeks = 1
    elif match["after_next"]:
        weeks = 2
    elif match["past"]:
        weeks = -1
    else:
        weeks = _COUNTS.get(match["n"], 0) or int(match["n"])
    return cal.monday(today) + timedelta(days=7 * weeks), match.end()


def find_number(text: str, at: int, today: date) -> Found:
    """A bare day number, where something before it has said that it is one."""
    match = re.compile(r"(?P<d>\d{1,2}|ORD1)(?= )").match(text, at)
    return (cal.days(cal.coming_day_number(today, number_of(match["d"]))), match.end()) if match else None


# --- months -------------------------------------------------------------------------------------------------------

_MONTH_FORMS = re.compile(
    rf" ?{GLUE}(?:Um {GLUE})?(?:"
    rf"(?:(?P<before>NEXT|PAST|THIS|ULTIMO) )?(?P<mo>MO\d\d|M[A]\d\d(?= (?:20\d\d|Y\d\d|NEXT|PAST)))"
    rf"(?: (?:(?P<after>NEXT|PAST)|(?:di |del |dell )?(?:Y?(?P<y>20\d\d|(?<=Y)\d\d)|(?P<ny>Uy NEXT|NEXT Uy))))?"
    rf"|(?P<this>THIS Um|Um (?:THIS|in corso))|(?P<next>NEXT Um|Um NEXT|Um che viene|Um dopo)|(?P<past>(?:PAST|ULTIMO) Um|Um PAST)"
    rf")(?= )"
)
_MONTH_ABBREVIATED = re.compile(rf" ?{GLUE}(?P<mo>M[AO]\d\d|WMAR)(?: (?P<y>20\d\d))?(?= )")


def _month_expression(text: str, at: int, today: date) -> tuple[date, int] | None:
    """The first day of the month that the words at ``at`` name, and where they end."""
    match = _MONTH_FORMS.match(text, at)
    if match is None:
        return None
    this = today.replace(day=1)
    if match["this"]:
        return this, match.end()
    if match["next"]:
        return this + relativedelta(months=1), match.end()
    if match["past"]:
        return this - relativedelta(months=1), match.end()
    first = date(today.year, month_of(match["mo"]), 1)
    word = match["before"] or match["after"]
    if match["y"]:
        return first.replace(year=cal.full_year(match["y"], today)), match.end()
    if match["ny"]:
        return first.replace(year=today.year + 1), match.end()
    if word in ("PAST", "ULTIMO"):
        return (first if first < this else first - relativedelta(years=1)), match.end()
    if first < this or (word == "NEXT" and first == this):
        first += relativedelta(years=1)
    return first, match.end()


@rule(r"Um (?P<word>dopo|prima di|prima del)(?: (?:il|l|la))*")
def _month_beside(text: str, match: re.Match[str], today: date) -> Found:
    inner = find(text, match.end() + 1, today) if match.end() + 1 < len(text) else None
    if inner is None:
        return None
    shift = 1 if match["word"] == "dopo" else -1
    return cal.month(inner[0].start.date().replace(day=1) + relativedelta(months=shift)), inner[1]


@rule(r"(?=MO|MA|Um|NEXT|PAST|ULTIMO|THIS)", opening=True)
def _month(text: str, match: re.Match[str], today: date) -> Found:
    found = _month_expression(text, match.end(), today)
    return (cal.month(found[0]), found[1]) if found else None


@rule(r"(?:l )?(?P<part>inizio|inizi|meta|fine|(?:primi|prime)(?: Ud| Uw)?)(?= )")
def _part_of_period(text: str, match: re.Match[str], today: date) -> Found:
    part = match["part"] if match["part"] in MONTH_THIRDS else "inizio"
    if match["part"].startswith("prim") and not _MONTH_ABBREVIATED.match(text, match.end()):
        return None
    rest = re.compile(rf" {GLUE}(?:(?P<uw>{WEEK})|(?P<um>Um)|(?P<uy>Uy)|(?P<ud>Ud|giornata))(?= )").match(text, match.end())
    week = _week_expression(text, match.end() + 1, today)
    if week is not None:
        return _part_of_week(part, week[0], today), week[1]
    found = _month_expression(text, match.end(), today)
    if found is None:
        short = _MONTH_ABBREVIATED.match(text, match.end())
        if short:
            day = cal.coming_day_of_month(today.replace(day=1), month_of(short["mo"]), 1)
            found = (day.replace(year=int(short["y"])) if short["y"] else day), short.end()
    if found is None and rest is None:
        return None
    if found is None and rest is not None and rest["uw"]:
        return _part_of_week(part, cal.monday(today), today), rest.end()
    if found is None and rest is not None and rest["uy"]:
        return _part_of_year(part, today), rest.end()
    if found is None and rest is not None and rest["um"]:
        first, last = MONTH_THIRDS[part]
        this = today.replace(day=1)
        over = last is not None and today.day >= last
        found = (this + relativedelta(months=1) if over else this), rest.end()
    if found is None:
        return None
    first, last = MONTH_THIRDS[part]
    month = found[0]
    end = month.replace(day=last) if last else month + relativedelta(months=1)
    return cal.between(month.replace(day=first), end), found[1]


def _part_of_week(part: str, monday: date, today: date) -> Days:
    if part == "fine":
        return cal.weekend(monday)
    first, count = (0, 2) if part == "inizio" else (2, 2)
    if monday + timedelta(days=first + count) <= today:
        monday += timedelta(days=7)
    return cal.days(monday + timedelta(days=first), count)


def _part_of_year(part: str, today: date) -> Days:
    if part == "fine":
        return cal.between(date(today.year, 12, 21), date(today.year + 1, 1, 1))
    return cal.month(cal.coming_day_of_month(today, 1 if part == "inizio" else 6, 1))


# --- the nth of something -----------------------------------------------------------------------------------------

@rule(rf"(?:l |il |la |lo )?(?P<nth>ORD\d+|ULTIMO|PRIMA|prima)(?: (?P<wd>WD\d|WMAR)| (?P<ud>Ud)| (?P<uw>Uw|SETT))"
      rf"(?P<free> (?:utile|disponibile|libero|possibile))?")
def _nth(text: str, match: re.Match[str], today: date) -> Found:
    nth = {"ULTIMO": -1, "PRIMA": 1, "prima": 1}.get(match["nth"]) or int(match["nth"][3:])
    if match["free"]:
        return (cal.days(cal.next_weekday(today, weekday_of(match["wd"]))), match.end()) if match["wd"] and nth == 1 else None
    named = _month_expression(text, match.end(), today)
    of_month = re.compile(rf" {GLUE}Um(?= )").match(text, match.end())
    if named is None and of_month is None:
        return _nth_after(text, match, nth, today)
    first, end = named or (today.replace(day=1), of_month.end() if of_month else match.end())
    found = _nth_in_month(match, nth, first)
    explicit = named is not None and (named[0].year != today.year or "THIS" in match.group())
    if named is None and found.end.date() <= today and not explicit:
        found = _nth_in_month(match, nth, first + relativedelta(months=1))
    return found, end


def _nth_in_month(match: re.Match[str], nth: int, first: date) -> Days:
    if match["uw"]:
        return cal.nth_week(first, nth)
    if match["ud"]:
        last = first + relativedelta(months=1) - timedelta(days=1)
        return cal.days(last if nth < 0 else cal.real_date(first.year, first.month, nth))
    return cal.days(cal.nth_weekday(first, weekday_of(match["wd"]), nth))


def _nth_after(text: str, match: re.Match[str], nth: int, today: date) -> Found:
    """"il terzo martedì dopo Natale", or "il terzo giovedì" alone: of this month, or of the next once it is over."""
    if not match["wd"] or nth < 0:
        return None
    weekday = weekday_of(match["wd"])
    after = re.compile(r" dopo (?:il |l |la )?(?=.)").match(text, match.end())
    inner = find(text, after.end(), today) if after else None
    if inner is not None:
        first = cal.next_weekday(inner[0].end.date() - timedelta(days=1), weekday)
        return cal.days(first + timedelta(days=7 * (nth - 1))), inner[1]
    found = cal.nth_weekday(today.replace(day=1), weekday, nth)
    if found < today:
        found = cal.nth_weekday(today.replace(day=1) + relativedelta(months=1), weekday, nth)
    return cal.days(found), match.end()


# --- near days, distances -----------------------------------------------------------------------------------------

_NEAR_DAYS = {"oggi": 0, "domani": 1, "dopodomani": 2, "ieri": -1, "altroieri": -2}


def _near_day(word: str, today: date) -> date:
    return today + timedelta(days=_NEAR_DAYS[word])


@rule(r"(?P<day>oggi|domani|dopodomani|ieri|altroieri)")
def _near(text: str, match: re.Match[str], today: date) -> Found:
    return cal.days(_near_day(match["day"], today)), match.end()


@rule(r"in Ud|THIS Ud")
def _today(text: str, match: re.Match[str], today: date) -> Found:
    return cal.days(today), match.end()


@rule(r"(?:il|l) Ud (?P<word>dopo|NEXT|prima|PAST)(?: (?:il|l|la|di|del|dell|della))*")
def _day_after(text: str, match: re.Match[str], today: date) -> Found:
    inner_at = match.end() + 1
    inner = find(text, inner_at, today) if inner_at < len(text) else None
    shift = timedelta(days=-1 if match["word"] in ("prima", "PAST") else 1)
    if inner is not None:
        return cal.days(inner[0].start.date() + shift), inner[1]
    return cal.days(today + shift), match.end()


_UNIT_STEPS = {"Ud": ("days", 1), "Uw": ("weeks", 1), "SETT": ("weeks", 1), "Um": ("months", 1), "Uq": ("months", 3),
               "Uy": ("years", 1)}


def _step(count: str, unit: str) -> relativedelta:
    name, times = _UNIT_STEPS[unit]
    number = _COUNTS.get(count)
    if count == "mezz":
        return relativedelta(months=6) if unit == "Uy" else relativedelta(days=15)
    return relativedelta(**{name: times * (number if number is not None else int(count))})  # type: ignore[arg-type]


@rule(rf"(?:fra|(?P<soft>in)) (?:circa )?{COUNT} (?P<u>Ud|Uw|SETT|Um|Uy)(?P<half> e mezzo)?(?: da (?:oggi|adesso|ORE))?")
def _in_some_time(text: str, match: re.Match[str], today: date) -> Found:
    if match["soft"] and text[:match.start()].strip():  # "si fa in 3 mesi" is how long it lasts
        return None
    day = today + _step(match["n"], match["u"])
    if match["half"]:
        day += {"Uw": timedelta(days=3), "SETT": timedelta(days=3), "Um": timedelta(days=15)}.get(match["u"], timedelta())
    return cal.days(day), match.end()


@rule(rf"{COUNT} (?P<u>Ud|Uw|SETT|Um|Uy) (?:fa|or sono|prima di oggi)")
def _some_time_ago(text: str, match: re.Match[str], today: date) -> Found:
    return cal.days(today - _step(match["n"], match["u"])), match.end()


_SPAN_GRAINS: dict[str, Grain] = {"Ud": "day", "Uw": "week", "SETT": "week", "Um": "month", "Uy": "month"}
_SPANS = (r"(?P<n>\d{1,3})? ?(?P<w>NEXT|PAST|ULTIMO) (?P<n2>\d{1,3} )?(?P<u>Ud|Uw|Um|Uy)",
          r"(?P<n>\d{1,3}) (?P<u>Ud|Uw|Um|Uy) (?P<w>NEXT|PAST)(?P<n2>)")


def _some_units(text: str, match: re.Match[str], today: date) -> Found:
    written = match["n"] or (match["n2"] or "").strip()
    if not written and not (match["u"] == "Ud" and match["w"] == "NEXT"):
        return None
    count = int(written) if written else 3
    origin = {"Ud": today, "Uw": cal.monday(today), "SETT": cal.monday(today), "Um": today.replace(day=1),
              "Uy": today.replace(month=1, day=1)}[match["u"]]
    step = _step(str(count), match["u"])
    if match["w"] == "NEXT":
        start = origin + _step("1", match["u"])
        return cal.between(start, start + step, _SPAN_GRAINS[match["u"]]), match.end()
    return cal.between(origin - step, origin, _SPAN_GRAINS[match["u"]]), match.end()


for _span in _SPANS:
    rule(_span)(_some_units)


# --- weekends, years, seasons, feasts -----------------------------------------------------------------------------

@rule(r"(?:(?P<adj>NEXT|PAST|ULTIMO|THIS) )?(?:weekend|fine Uw)(?: (?P<after>NEXT|PAST|che viene))?")
def _weekend(text: str, match: re.Match[str], today: date) -> Found:
    word = match["adj"] or match["after"]
    if word in ("PAST", "ULTIMO"):
        return cal.weekend(cal.monday(today) - timedelta(days=1)), match.end()
    link = re.compile(r" (?:di |del |dell )(?=.)").match(text, match.end())
    inner = (find(text, link.end(), today) or find_number(text, link.end(), today)) if link else None
    if inner is not None and inner[0].grain in ("day", "week"):
        return cal.weekend(inner[0].start.date()), inner[1]
    skip = 7 if word == "NEXT" and today.weekday() >= 5 else 0
    return cal.weekend(today + timedelta(days=skip)), match.end()


@rule(r"(?P<this>THIS Uy)|(?P<next>NEXT Uy|Uy NEXT|Uy che viene)|(?P<past>(?:PAST|ULTIMO) Uy|Uy PAST)")
def _year(text: str, match: re.Match[str], today: date) -> Found:
    year = today.year + (1 if match["next"] else -1 if match["past"] else 0)
    return cal.month(date(year, 1, 1), 12), match.end()


@rule(r"(?:(?P<w>THIS|NEXT|PAST) )?(?:(?P<nth>ORD[1-4]) )?Uq(?: (?P<after>NEXT|PAST))?(?: (?:del )?(?P<y>20\d\d))?")
def _quarter(text: str, match: re.Match[str], today: date) -> Found:
    word = match["w"] or match["after"]
    if not word and not match["nth"]:
        return None
    this = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    if match["nth"]:
        this = date(int(match["y"] or today.year), 3 * int(match["nth"][3:]) - 2, 1)
        if not match["y"] and this + relativedelta(months=3) <= today:
            this += relativedelta(years=1)
    elif word != "THIS":
        this += relativedelta(months=3 if word == "NEXT" else -3)
    return cal.month(this, 3), match.end()


@rule(r"(?:(?P<w>THIS|NEXT|PAST) )?(?P<name>primavera|estate|autunno|inverno)(?: (?P<after>NEXT|PAST))?")
def _season(text: str, match: re.Match[str], today: date) -> Found:
    word = match["w"] or match["after"]
    if word == "PAST":
        return None
    return cal.season(match["name"], today, skip_current=word == "NEXT"), match.end()


def _holiday_rule(of_year: Callable[[int], date]) -> Rule:
    def holiday(text: str, match: re.Match[str], today: date) -> Found:
        if match["y"]:
            return cal.days(of_year(int(match["y"]))), match.end()
        if match["w"]:
            return cal.days(of_year(today.year + 1)), match.end()
        return cal.days(cal.coming_holiday(of_year, today)), match.end()

    return holiday


for _pattern, _of_year in cal.HOLIDAYS:
    rule(rf"(?:Ud (?:di|della|dell) )?(?:{_pattern})(?: (?:del )?(?P<y>20\d\d)| (?P<w>dell Uy NEXT))?")(_holiday_rule(_of_year))

@rule(rf"{WEEK} (?P<link>di|del|dell|della|dopo|prima di|prima del)(?: (?:il|l|la))?")
def _week_of(text: str, match: re.Match[str], today: date) -> Found:
    at = match.end() + 1
    inner = (find(text, at, today) or find_number(text, at, today)) if at < len(text) else None
    if inner is None or inner[0].grain != "day":
        return None
    shift = {"dopo": 7, "prima di": -7, "prima del": -7}.get(match["link"], 0)
    return cal.week(inner[0].start.date() + timedelta(days=shift)), inner[1]
