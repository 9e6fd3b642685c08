"""What the numbers of the desk are made of: tables of cells, each a number that may be shown or a small group."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Optional

from bot.texts import get_text

NOTHING = "–"


@dataclass(frozen=True)
class Cell:
    """A number of a table: ``value`` is None when it is hidden or there is none; ``text`` is what people read.

    ``count``: how many it counts, also when it is hidden, None for no count; to compare periods with, never shown.
    """

    value: Optional[float]
    text: str
    count: Optional[int] = field(default=None, repr=False)


@dataclass(frozen=True)
class TableLine:
    """A row of a table with its heading; ``total`` rows are no part of a chart."""

    label: str
    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True)
class NumberTable:
    """A table with what a chart of it needs. ``charted``: the column that is drawn; None for no chart."""

    name: str
    title: str
    heading: str
    columns: tuple[str, ...]
    lines: tuple[TableLine, ...]
    note: str = ""
    charted: Optional[int] = None

    @property
    def drawn(self) -> tuple[TableLine, ...]:
        """The lines of the chart: totals and hidden numbers left out."""
        place = self.charted
        lines = () if place is None else tuple(
            line for line in self.lines if not line.total and line.cells[place].value is not None)
        return lines if any(line.cells[place or 0].value for line in lines) else ()


@dataclass(frozen=True)
class Figure:
    """A number that stands at the top of the page."""

    label: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Report:
    """The numbers of a period of whole weeks, both ends included."""

    first: date
    last: date
    by: str
    figures: tuple[Figure, ...]
    tables: tuple[NumberTable, ...]

    def table(self, name: str) -> Optional[NumberTable]:
        """The table of that name, None when there is none."""
        return next((table for table in self.tables if table.name == name), None)


def get_hidden_text() -> str:
    """What stands for a small group, or for a number that would give one away."""
    return get_text("numbers.hidden")


def make_count_cell(number: int, hidden: bool = False) -> Cell:
    """A count of people or things."""
    return Cell(None, get_hidden_text(), number) if hidden else Cell(number, f"{number:,}".replace(",", "."), number)


def make_share_cell(part: int, base: int, hidden: bool = False) -> Cell:
    """A part of a base in per cent, without decimals; none without a base."""
    if hidden:
        return Cell(None, get_hidden_text())
    return Cell(None, NOTHING) if not base else Cell(round(100 * part / base), f"{round(100 * part / base)} %")


def make_measure_cell(value: Optional[float], unit: str = "", hidden: bool = False) -> Cell:
    """A measure with one decimal."""
    if hidden or value is None:
        return Cell(None, get_hidden_text() if hidden else NOTHING)
    return Cell(value, f"{value:.1f}".replace(".", ",") + (f" {unit}" if unit else ""))
