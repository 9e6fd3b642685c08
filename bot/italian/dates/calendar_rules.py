"""Calendar arithmetic on naive wall time: next weekday, nth weekday of a month, weekends, holidays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from bot.italian.dates.model import AGREEMENT_MONTHS, AGREEMENT_PAST_DAYS, Days, Grain, Impossible


def make_days(first: date, count: int = 1, grain: Grain = "day") -> Days:
    """``count`` whole days from ``first``."""
    start = datetime.combine(first, time())
    return Days(start, start + timedelta(days=count), grain)


def make_days_between(first: date, after_last: date, grain: Grain = "day") -> Days:
    """The whole days from ``first`` up to, not including, ``after_last``."""
    return Days(datetime.combine(first, time()), datetime.combine(after_last, time()), grain)


def make_date(year: int, month: int, day: int) -> date:
    """That date; raises Impossible when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Impossible(str(error)) from error


def complete_year(written: str, today: date) -> int:
    """A year of two figures is at most twenty years ahead, else in the past ("91" is 1991)."""
    year = int(written)
    if len(written) > 2:
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year + 20 else century - 100 + year


def move_days(span: Days, count: int) -> Days:
    """The same stretch of days, ``count`` days later."""
    return Days(span.start + timedelta(days=count), span.end + timedelta(days=count), span.grain)


def find_monday(day: date) -> date:
    """The Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def find_week(day: date) -> Days:
    """The week, Monday to Sunday, of ``day``."""
    return make_days(find_monday(day), 7, "week")


def make_months(first: date, months: int = 1) -> Days:
    """``months`` whole months, from the one of ``first``."""
    first = first.replace(day=1)
    return make_days_between(first, add_months(first, months), "month")


def add_months(day: date, months: int) -> date:
    """The same day number ``months`` later, or the last of that month when it is shorter."""
    later: date = day + relativedelta(months=months)
    return later


def find_next_weekday(today: date, weekday: int) -> date:
    """The first such weekday after ``today``."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def find_last_weekday(today: date, weekday: int) -> date:
    """The last such weekday before ``today``."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def find_weekday_called_next(today: date, weekday: int) -> date:
    """What "giovedì prossimo" means: the first to come, but never tomorrow or the day after in the same week.

    Those have names of their own, so who says "prossimo" on the eve means the week that follows.
    """
    coming = find_next_weekday(today, weekday)
    near = (coming - today).days <= 2 and find_monday(coming) == find_monday(today)
    return coming + timedelta(days=7) if near else coming


def find_day_number(today: date, number: int) -> date:
    """The next day ``number`` of a month, today included: "il 31" skips the months that are too short."""
    if not 1 <= number <= 31:
        raise Impossible(f"day {number}")
    first = today.replace(day=1)
    for ahead in range(12):
        candidate: date = first + relativedelta(months=ahead, day=number)
        if candidate.day == number and candidate >= today:
            return candidate
    raise Impossible(f"day {number}")


def find_day_of_month(today: date, month_number: int, number: int) -> date:
    """The next such date, today included: "29 febbraio" waits for a leap year."""
    for year in range(today.year, today.year + 9):
        try:
            candidate = date(year, month_number, number)
        except ValueError:
            continue
        if candidate >= today:
            return candidate
    raise Impossible(f"{number}/{month_number}")


def find_agreeing_number(today: date, weekday: int, number: int) -> date:
    """The next date, within a year, that is both that weekday and that day of the month ("lunedì 30")."""
    if not 1 <= number <= 31:
        raise Impossible(f"day {number}")
    first = today.replace(day=1)
    for ahead in range(AGREEMENT_MONTHS + 1):
        candidate: date = first + relativedelta(months=ahead, day=number)
        if candidate.day == number and candidate.weekday() == weekday and candidate >= today:
            return candidate
    raise Impossible(f"weekday {weekday} {number}")


def find_agreeing_date(today: date, weekday: int, month_number: int, number: int) -> date:
    """That date in the coming year if the weekday agrees, else if it has just gone by, else Impossible."""
    coming = find_day_of_month(today, month_number, number)
    for candidate in (coming, coming - relativedelta(years=1)):
        if (
            candidate.day == number
            and candidate.weekday() == weekday
            and -AGREEMENT_PAST_DAYS <= (candidate - today).days <= 366
        ):
            return candidate
    raise Impossible(f"{number}/{month_number} is not weekday {weekday}")


def find_nth_weekday(first: date, weekday: int, nth: int) -> date:
    """The ``nth`` such weekday of the month of ``first``; -1 is the last. Raises Impossible for a missing fifth."""
    first = first.replace(day=1)
    if nth < 0:
        return find_last_weekday(first + relativedelta(months=1), weekday)
    found = find_next_weekday(first - timedelta(days=1), weekday) + timedelta(days=7 * (nth - 1))
    if found.month != first.month:
        raise Impossible(f"no {nth}th weekday {weekday}")
    return found


def find_nth_week(first: date, nth: int) -> Days:
    """The ``nth`` week of a month (-1: the last). A week belongs to the month that has most of its days."""
    if nth < 0:
        return find_week(find_nth_weekday(first, 3, -1))
    return find_week(find_nth_weekday(first, 3, nth))


def find_nth_week_of_year(year: int, nth: int) -> Days:
    """The ``nth`` week of a year (-1: the last), counted in the same way."""
    if nth < 0:
        return find_nth_week(date(year, 12, 1), -1)
    return make_days(find_monday(date(year, 1, 4)) + timedelta(days=7 * (nth - 1)), 7, "week")


def find_weekend(day: date) -> Days:
    """The weekend at the end of the week of ``day``: from Friday 18:00 to Sunday midnight (Duckling's hours)."""
    friday = datetime.combine(find_monday(day) + timedelta(days=4), time(18))
    return Days(friday, friday + timedelta(hours=54), "day")


def _fixed(month_number: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month_number, day)


def _from_easter(offset: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=offset)


# Regular expressions on symbols; "(?:…)" only. The feasts of Italy's calendar and those that people date things by.
HOLIDAYS: tuple[tuple[str, Callable[[int], date]], ...] = (
    (r"(?:Ud di )?vigilia(?: di natale)?", _fixed(12, 24)),
    (r"antivigilia(?: di natale)?", _fixed(12, 23)),
    (r"vigilia di capodanno|ULTIMO (?:dell Uy|Ud dell Uy)|(?:san|s) silvestro", _fixed(12, 31)),
    (r"(?:Ud di )?natale", _fixed(12, 25)),
    (r"(?:santo|s|s \.|st|san) stefano", _fixed(12, 26)),
    (r"(?:sant|s|s \.) ambrogio", _fixed(12, 7)),
    (r"(?:san|s|s \.) nicolo", _fixed(12, 6)),
    (r"capodanno|ORD1 dell Uy", _fixed(1, 1)),
    (r"epifania|befana|(?<= dopo le )(?:feste|vacanze(?: di natale)?)", _fixed(1, 6)),
    (r"(?:san|s) valentino|festa degli innamorati", _fixed(2, 14)),
    (r"(?:festa|giornata) (?:della donna|delle donne)", _fixed(3, 8)),
    (r"festa del papa|(?:festa di )?(?:san|s) giuseppe", _fixed(3, 19)),
    (r"(?:festa |anniversario )(?:della )?liberazione|(?<= la )liberazione|(?<= alla )liberazione", _fixed(4, 25)),
    (r"festa del lavoro|(?:festa|Ud) dei lavoratori", _fixed(5, 1)),
    (r"festa della mamma", lambda year: find_nth_weekday(date(year, 5, 1), 6, 2)),
    (r"festa della repubblica|(?<= la )repubblica|(?<=^ )repubblica(?= $)", _fixed(6, 2)),
    (r"ferragosto|(?<= l )assunta", _fixed(8, 15)),
    (r"halloween", _fixed(10, 31)),
    (r"ognissanti|tutti i santi|(?:festa|Ud) (?:dei|di tutti i) santi", _fixed(11, 1)),
    (r"(?<= i )morti|(?<= ai )morti|(?:Ud|festa|commemorazione) dei (?:morti|defunti)", _fixed(11, 2)),
    (r"immacolata(?: concezione)?", _fixed(12, 8)),
    (r"santa lucia", _fixed(12, 13)),
    (r"WD1 grasso|carnevale", _from_easter(-47)),
    (r"WD3 grasso", _from_easter(-52)),
    (r"WD2 delle ceneri|ceneri", _from_easter(-46)),
    (r"WD6 delle palme|delle palme", _from_easter(-7)),
    (r"WD3 santo", _from_easter(-3)),
    (r"WD4 santo", _from_easter(-2)),
    (r"WD5 santo", _from_easter(-1)),
    (r"(?:WD6 (?:di )?)?pasqua", _from_easter(0)),
    (r"(?:WD6 (?:di )?)?pentecoste", _from_easter(49)),
    (r"pesce d MO04", _fixed(4, 1)),
    (r"(?:Ud|giornata) della memoria", _fixed(1, 27)),
    (r"pasquetta|WD0 dell angelo|WD0 di pasqua", _from_easter(1)),
    (r"idi di MO03", _fixed(3, 15)),
)

# First day, and day after the last, as Duckling draws them.
SEASONS: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "primavera": ((3, 20), (6, 22)),
    "estate": ((6, 21), (9, 24)),
    "autunno": ((9, 23), (12, 22)),
    "inverno": ((12, 21), (3, 21)),
}


def find_season(name: str, today: date, skip_current: bool = False) -> Days:
    """The season ``name`` that is running, or else the next; grain month, as its edges are only approximate."""
    (first_month, first_day), (end_month, end_day) = SEASONS[name]
    for year in range(today.year - 1, today.year + 3):
        start = date(year, first_month, first_day)
        end = date(year + (end_month < first_month), end_month, end_day)
        if end > today and not (skip_current and start <= today):
            return make_days_between(start, end, "month")
    raise Impossible(name)


def find_holiday(of_year: Callable[[int], date], today: date) -> date:
    """The next such feast, today included."""
    this_year = of_year(today.year)
    return this_year if this_year >= today else of_year(today.year + 1)
