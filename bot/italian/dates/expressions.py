"""Which week or month words name: "la settimana prossima", "dicembre dell'anno prossimo"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot.italian.dates import calendar_rules as cal
from bot.italian.dates.grammar import COUNTS, GLUE, WEEK, Reader, read_month_symbol

_YEAR_FORMS = re.compile(
    r" (?:(?:di|del|dell|della|nel|nell) )*"
    r"(?:(?:Uy )?(?P<y>(?:19|20)\d\d)|(?P<next>NEXT Uy|Uy NEXT|Uy che viene)|(?P<this>(?:THIS )?Uy))(?= )"
)
_WEEK_FORMS = re.compile(
    rf"(?:(?:di|d|del|della|nel|nella|la|in|per) )*(?:"
    rf"(?P<this>THIS {WEEK}|{WEEK} THIS)"
    rf"|(?P<after_next>{WEEK} dopo la NEXT|{WEEK} dopo quella NEXT)"
    rf"|(?P<next>NEXT {WEEK}|{WEEK}(?: \.)? NEXT|{WEEK} che viene|{WEEK} dopo(?! (?:di |il |l |la )?[a-zWMO]))"
    rf"|(?P<past>(?:PAST|ULTIMO) {WEEK}|{WEEK} PAST)"
    rf"|fra (?P<n>\d|un|una) {WEEK}"
    rf")(?= )"
)


_MONTH_FORMS = re.compile(
    rf" ?{GLUE}(?:Um {GLUE})?(?:"
    rf"(?:(?P<before>NEXT|PAST|THIS|ULTIMO) )?(?P<mo>MO\d\d|M[A]\d\d(?= (?:20\d\d|Y\d\d|NEXT|PAST)))"
    rf"(?: (?:(?P<after>NEXT|PAST)|(?:di |del |dell )?(?:Y?(?P<y>20\d\d|(?<=Y)\d\d)|(?P<ny>Uy NEXT|NEXT Uy))))?"
    rf"|(?P<after_next>Um dopo (?:il|quello) NEXT)"
    rf"|(?P<this>THIS Um|Um (?:THIS|in corso))|(?P<next>NEXT Um|Um NEXT|Um che viene|Um dopo)"
    rf"|(?P<past>(?:PAST|ULTIMO) Um|Um PAST)"
    rf")(?= )"
)
_MONTH_ABBREVIATED = re.compile(rf" ?{GLUE}(?P<mo>M[AO]\d\d|WMAR)(?: (?P<y>20\d\d))?(?= )")


def read_week_expression(reader: Reader, at: int) -> tuple[date, int] | None:
    """The Monday of "la settimana prossima" and its like."""
    match = _WEEK_FORMS.match(reader.text, at)
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
        weeks = COUNTS.get(match["n"], 0) or int(match["n"])
    return cal.find_monday(reader.today) + timedelta(days=7 * weeks), match.end()


def read_month_expression(reader: Reader, at: int) -> tuple[date, int] | None:
    """The first day of the month that the words at ``at`` name, and where they end."""
    match = _MONTH_FORMS.match(reader.text, at)
    if match is None:
        return None
    this = reader.today.replace(day=1)
    if match["this"]:
        return this, match.end()
    if match["after_next"] or match["next"]:
        return this + relativedelta(months=2 if match["after_next"] else 1), match.end()
    if match["past"]:
        return this - relativedelta(months=1), match.end()
    first = date(reader.today.year, read_month_symbol(match["mo"]), 1)
    word = match["before"] or match["after"]
    if match["y"]:
        return first.replace(year=cal.complete_year(match["y"], reader.today)), match.end()
    if match["ny"]:
        return first.replace(year=reader.today.year + 1), match.end()
    if word in ("PAST", "ULTIMO"):
        return (first if first < this else first - relativedelta(years=1)), match.end()
    if first < this or (word == "NEXT" and first == this):
        first += relativedelta(years=1)
    return first, match.end()


def read_month_name(reader: Reader, at: int) -> tuple[date, int] | None:
    """The same, also of a month abbreviated without a number beside it: "la prima settimana di ott"."""
    found = read_month_expression(reader, at)
    short = _MONTH_ABBREVIATED.match(reader.text, at) if found is None else None
    if short is None:
        return found
    first = cal.find_day_of_month(reader.today.replace(day=1), read_month_symbol(short["mo"]), 1)
    return (first.replace(year=int(short["y"])) if short["y"] else first), short.end()


def read_year_expression(reader: Reader, at: int) -> tuple[int, int] | None:
    """The year that the words at ``at`` name ("del 2027", "dell'anno prossimo"), and where they end."""
    match = _YEAR_FORMS.match(reader.text, at)
    if match is None:
        return None
    if match["y"]:
        return int(match["y"]), match.end()
    return reader.today.year + (1 if match["next"] else 0), match.end()
