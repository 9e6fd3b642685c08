"""Where a fact comes from, as the services hand it out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Optional

from bot.italian.text import MONTHS, format_day


@dataclass(frozen=True)
class FactView:
    """Who says so, when, whether the Province verified it, and until when it holds (None: no known end)."""

    source: str
    source_date: Optional[date]
    verified: bool
    valid_until: Optional[date] = None

    @property
    def as_of(self) -> str:
        """The source's date in words, no more precise than the source has it («novembre 2021»); empty if unknown."""
        if self.source_date is None:
            return ""
        if has_month_only(self.source_date, self.source):
            return f"{MONTHS[self.source_date.month - 1]} {self.source_date.year}"
        return format_day(self.source_date, weekday=False)

    def holds_on(self, day: date) -> bool:
        """Whether the fact is still valid on ``day``."""
        return self.valid_until is None or day <= self.valid_until


def has_month_only(day: date, source: str) -> bool:
    """Whether ``day`` is the first of a month only because the source («leccotoday.it, novembre 2021») names no day."""
    return day.day == 1 and re.search(rf"\b1º? {MONTHS[day.month - 1]}", source) is None


def make_fact_view(row: Any) -> FactView:
    """The source of a row of a fact table."""
    return FactView(row.source, row.source_date, bool(row.verified), row.valid_until)
