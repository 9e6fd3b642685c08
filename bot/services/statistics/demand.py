"""What people ask for in a year, by month: sector, trade, municipality, time, requirement that excludes, language.

Published once a month is over, each month by itself; sums over the months come only when the year is over, and what was
hidden in a month stays hidden then: nobody finds a small group by comparing what stood there before and after.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Iterable, Iterator, Mapping, Optional, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Activity, Course, CourseEdition, Sector
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.italian.text import MONTHS
from bot.services.fact_cache import recall_recent
from bot.services.statistics.results import Cell, NumberTable, TableLine, make_count_cell
from bot.services.statistics.suppression import hide_in_line, hide_in_table, is_small
from bot.services.trades import list_trades
from bot.settings import Settings
from bot.texts import get_text, get_texts

DIMENSIONS = ("sector", "trade", "municipality", "time", "requirement", "language")
"""What the demand is broken down by; ``demand.tables`` of the texts says how each is called."""
OFFERED = "offered"
FIRST_YEAR = 2024
ITALIAN = "it"
TRADE_ASKED = "ask_trade"

_activity, _course, _sector = get_table(Activity), get_table(Course), get_table(Sector)
_edition = get_table(CourseEdition)

Asked = tuple[str, str, int, str]
"""Dimension, value, month and the digest of the conversation."""


@dataclass(frozen=True)
class Demand:
    """A year. ``months``: those that are shown, from 1; ``whole_year``: whether all are over, so that sums are shown.

    ``tables``: one for each of :data:`DIMENSIONS`, then the places :data:`OFFERED`; columns are the months.
    """

    year: int
    months: tuple[int, ...]
    whole_year: bool
    tables: tuple[NumberTable, ...]


@dataclass(frozen=True)
class DemandFigure:
    """A number as open data: people, or places offered. None when it is hidden or not told; ``month`` None for a year.

    ``value`` None: the sum of what is asked for in ``dimension``.
    """

    dimension: str
    value: Optional[str]
    month: Optional[int]
    number: Optional[int]


def list_years(settings: Settings, now: datetime) -> list[int]:
    """The years of which something is kept, the latest first."""
    this = clock.local(now).year
    return [year for year in range(this, FIRST_YEAR - 1, -1) if year == this or _kept_months(settings, year, now)]


def count_demand(settings: Settings, *, year: int, now: datetime, running: bool = False) -> Demand:
    """The demand of ``year`` until the last month that is over; with the ``running`` one for whoever works here.

    Raises:
        ValueError: there is nothing of that year.
        DatabaseUnavailable: the database cannot be read.
    """
    if year not in list_years(settings, now):
        raise ValueError(f"nothing is kept of {year}")
    today = clock.local(now).date()
    last = 12 if today.year > year else today.month - (0 if running else 1)
    months = tuple(month for month in _kept_months(settings, year, now) if month <= last)
    return recall_recent(("demand", settings.database_url, year, months), lambda: _read(settings, year, months))


def _kept_months(settings: Settings, year: int, now: datetime) -> tuple[int, ...]:
    """The months of which nothing has been deleted: half a month is a false number, and tells of the other half."""
    oldest = clock.local(now).date() - timedelta(days=settings.activity_retention_days)
    return tuple(month for month in range(1, 13) if date(year, month, 1) > oldest)


def list_figures(found: Demand) -> Iterator[DemandFigure]:
    """Every number of a year, one by one."""
    for table in found.tables:
        for line in table.lines:
            for month, cell in zip((*found.months, None), line.cells, strict=False):
                yield DemandFigure(table.name, None if line.total else line.label, month,
                                   None if cell.value is None else int(cell.value))


def _read(settings: Settings, year: int, months: tuple[int, ...]) -> Demand:
    with transaction(settings.database_url) as session:
        asked = list(_asked(session, year, months)) if months else []
        offered = _offered(session, year, months)
    whole_year = len(months) == 12
    return Demand(year, months, whole_year, (
        *(_table(dimension, [item for item in asked if item[0] == dimension], months, whole_year)
          for dimension in DIMENSIONS), offered))


def _table(dimension: str, asked: Sequence[Asked], months: Sequence[int], whole_year: bool) -> NumberTable:
    """People by value and month: one counts once in a month for each value."""
    people: dict[tuple[str, int], set[str]] = defaultdict(set)
    for _, value, month, visit in asked:
        people[value, month].add(visit)
    values = sorted({value for value, _ in people}, key=lambda value: (
        -sum(len(people[value, month]) for month in months), value))
    counts = [[len(people.get((value, month), ())) for month in months] for value in values]
    sums = [sum(row[place] for row in counts) for place in range(len(months))]
    of_months = [hide_in_line([row[place] for row in counts]) for place in range(len(months))]
    hidden = [[column[row] for column in of_months] for row in range(len(values))]
    hidden.append([is_small(found) for found in sums])
    rows = [*counts, sums]
    if whole_year and values:
        hidden = hide_in_table(counts, hidden)
        rows = [[*row, sum(row)] for row in rows]
    labels = [*values, get_text("numbers.total_row")]
    return _made(dimension, months, whole_year, [
        TableLine(label, tuple(_people(number, out) for number, out in zip(row, row_hidden, strict=True)),
                  total=place == len(values))
        for place, (label, row, row_hidden) in enumerate(zip(labels, rows, hidden, strict=True))] if values else [])


def _people(number: int, hidden: bool) -> Cell:
    """A count; what is hidden may be a small group, or a large one that would give it away."""
    return Cell(None, get_text("demand.hidden")) if hidden else make_count_cell(number)


def _offered(session: Session, year: int, months: Sequence[int]) -> NumberTable:
    """Places of the editions that begin in each month, by sector; nothing is hidden: courses are public."""
    places: dict[str, dict[int, list[Optional[int]]]] = {}
    for row in session.execute(select(
            _sector.c.name, _edition.c.starts_earliest, _edition.c.starts_latest, _edition.c.places)
            .join(_course, _course.c.sector_id == _sector.c.id).join(_edition, _edition.c.course_id == _course.c.id)
            .order_by(_sector.c.position)):
        of_sector = places.setdefault(row.name, {})
        begins = row.starts_earliest or row.starts_latest
        if begins is not None and begins.year == year:
            of_sector.setdefault(begins.month, []).append(row.places)
    return _made(OFFERED, months, False, [
        TableLine(name, tuple(_places(found.get(month, ())) for month in months)) for name, found in places.items()])


def _places(editions: Iterable[Optional[int]]) -> Cell:
    """The places of some editions; said where one of them does not tell its own."""
    known = list(editions)
    if None in known:
        return Cell(None, get_text("demand.places_unknown"))
    return make_count_cell(sum(number for number in known if number is not None))


def _made(name: str, months: Sequence[int], sums: bool, lines: list[TableLine]) -> NumberTable:
    columns = tuple(MONTHS[month - 1] for month in months) + ((get_text("numbers.total_column"),) if sums else ())
    texts = get_texts(f"demand.tables.{name}")
    return NumberTable(name, texts["title"], texts["heading"], columns, tuple(lines), texts["note"])


def _asked(session: Session, year: int, months: Sequence[int]) -> Iterator[Asked]:
    """What each conversation asked for in these months, which follow one another; the same thing may come twice."""
    begin = clock.to_utc(clock.at(date(year, months[0], 1), time()))
    end = clock.to_utc(clock.at(date(year + months[-1] // 12, months[-1] % 12 + 1, 1), time()))
    sectors = {row[0]: row[1] for row in session.execute(
        select(_course.c.id, _sector.c.name).join(_sector, _sector.c.id == _course.c.sector_id))}
    names = {row[0]: row[1] for row in session.execute(select(_sector.c.id, _sector.c.name))}
    rows = session.execute(select(
        _activity.c.at, _activity.c.visit, _activity.c.kind, _activity.c.item, _activity.c.result, _activity.c.detail,
    ).where(_activity.c.at >= begin, _activity.c.at < end, _activity.c.visit != "", or_(
        _activity.c.kind.in_(("question", "eligibility")),
        (_activity.c.kind == "interest") & (_activity.c.result == "left"))))
    for row in rows:
        month = clock.local(row.at).month
        for dimension, value in _values(row, sectors, names):
            yield dimension, value, month, row.visit


def _values(row: Any, sectors: Mapping[str, str], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What one counted thing says of the demand."""
    detail: Mapping[str, Any] = row.detail or {}
    trade = list_trades().get(row.item or "") if row.result == TRADE_ASKED else None
    told = [
        ("sector", sectors.get(row.item or "") or names.get(detail.get("sector") or "")),
        ("trade", trade.name if trade is not None else None),
        ("municipality", detail.get("municipality")),
        ("time", get_texts("interests.availability").get(detail.get("availability") or ""))]
    kinds = get_texts("content.tables.eligibility_rule.fields.kind.choices")
    told += [("requirement", kinds.get(kind)) for kind in detail.get("not_met") or ()]
    if row.kind == "question":
        told.append(("language", get_texts("demand.languages").get(detail.get("language") or ITALIAN)))
    yield from ((dimension, value) for dimension, value in told if value)
