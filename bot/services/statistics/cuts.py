"""Numbers that are hidden because other periods that can be asked for would give them away.

A period is one week, one quarter of thirteen weeks, or several quarters. Any two lie in one another or beside one
another, so a hidden number could follow in two ways only: a quarter less its weeks, several quarters less some of them.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Callable, Iterable, Sequence

from bot.services.statistics.results import NumberTable
from bot.services.statistics.suppression import SMALLEST
from bot.texts import get_text

Place = tuple[str, str, int]
"""A number of the report: table, label of the line, column."""

QUARTER_WEEKS = 13


class Cuts(frozenset[Place]):
    """The numbers that are hidden because of other periods."""

    def column(self, table: str, labels: Iterable[str], column: int, numbers: Iterable[int]) -> list[bool]:
        """Which lines of a column with these ``numbers`` are hidden; none where nothing was counted at all."""
        counted = any(numbers)
        return [counted and (table, label, column) in self for label in labels]

    def total(self, table: str, column: int, total: int) -> bool:
        """Whether the ``total`` of a column is hidden."""
        return total > 0 and (table, get_text("numbers.total_row"), column) in self


NO_CUTS = Cuts()


def find_hidden_counts(tables: Iterable[NumberTable]) -> dict[Place, int]:
    """The counts of the tables that are hidden, and how many each of them is."""
    return {
        (table.name, line.label, place): cell.count
        for table in tables for line in table.lines for place, cell in enumerate(line.cells)
        if cell.value is None and cell.count is not None}


def find_cuts_of_week(quarter: Sequence[NumberTable], weeks: Callable[[Cuts], Iterable[Sequence[NumberTable]]]) -> Cuts:
    """What is hidden in every week of a ``quarter``.

    That is what the quarter hides, or its weeks together would tell it; and what only one of the ``weeks`` (as they
    are with some cuts) hides, or several that are together a small group, since the quarter less the others tells it.
    """
    cuts = Cuts(find_hidden_counts(quarter))
    while True:
        hidden: dict[Place, list[int]] = {}
        for tables in weeks(cuts):
            for place, number in find_hidden_counts(tables).items():
                hidden.setdefault(place, []).append(number)
        told = {place for place, numbers in hidden.items() if len(numbers) == 1 or sum(numbers) < SMALLEST}
        if told <= cuts:
            return cuts
        cuts = Cuts(cuts | told)


def join_cuts(quarters: Iterable[Sequence[NumberTable]]) -> Cuts:
    """What is hidden in several quarters together: whatever one of them hides."""
    return Cuts(place for tables in quarters for place in find_hidden_counts(tables))


def find_quarter(day: date) -> date:
    """The Monday with which the quarter of ``day`` begins: weeks 1, 14, 27 and 40 of the year, by ISO 8601."""
    year, week, _ = day.isocalendar()
    first = min((week - 1) // QUARTER_WEEKS, 3) * QUARTER_WEEKS + 1
    return date.fromisocalendar(year, first, 1)


def find_next_quarter(begin: date) -> date:
    """The beginning of the quarter after the one that begins on ``begin``; the last of a year may have 14 weeks."""
    after = begin + timedelta(weeks=QUARTER_WEEKS)
    return after if find_quarter(after) == after else after + timedelta(weeks=1)


def list_mondays(begin: date, end: date) -> list[date]:
    """The Mondays from ``begin``, which is one, to the day before ``end``."""
    return [begin + timedelta(weeks=number) for number in range((end - begin).days // 7)]
