"""Where a fact comes from, as the services hand it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Optional


@dataclass(frozen=True)
class FactView:
    """Who says so, when, whether the Province verified it, and until when it holds (None: no known end)."""

    source: str
    source_date: Optional[date]
    verified: bool
    valid_until: Optional[date] = None

    def holds_on(self, day: date) -> bool:
        """Whether the fact is still valid on ``day``."""
        return self.valid_until is None or day <= self.valid_until


def fact_of(row: Any) -> FactView:
    """The source of a row of a fact table."""
    return FactView(row.source, row.source_date, bool(row.verified), row.valid_until)
