"""Which edition of a course a job day presents: the next that starts after it, else the last that started before."""

from __future__ import annotations

from datetime import date
from typing import Optional, Sequence


def find_presented(day: Optional[date], starts: Sequence[Optional[date]]) -> Optional[int]:
    """The place in ``starts`` of the edition that a job day on ``day`` presents; None where there is no edition.

    An edition without a known start is still to come. A job day without a day presents the edition that comes last.
    """
    if not starts:
        return None
    order = sorted(range(len(starts)), key=lambda place: starts[place] or date.max)
    if day is None:
        return order[-1]
    return next((place for place in order if (starts[place] or date.max) >= day), order[-1])
