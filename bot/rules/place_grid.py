"""The grid on which places are counted: cells of five minutes, and which numbers of a cell are still to be had."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Collection

GRID_MINUTES = 5
"""How long a cell is. Lengths and opening times are multiples of it; what is not takes the whole of its last cell."""
LONGEST_MINUTES = 240
"""No appointment lasts longer, so that what overlaps a moment began at most so long before it."""

_SECONDS = GRID_MINUTES * 60


def list_cells(start: datetime, end: datetime) -> range:
    """The cells from ``start`` to ``end`` (aware, or naive UTC as the database gives it), counted from the epoch."""
    return range(_seconds(start) // _SECONDS, -(-_seconds(end) // _SECONDS))


def list_free_numbers(taken: Collection[int], capacity: int) -> list[int]:
    """The numbers that may still be given out in a cell of ``capacity`` places, lowest first.

    A number above a capacity that has since been lowered counts as one of its places: with 3 taken of a capacity of
    2, only number 1 may be given out. Never more than ``capacity`` numbers are out, whoever looked when: what may be
    given out only grows while places are given back.
    """
    highest = max(capacity, 0)
    while highest > 0 and highest + sum(number > highest for number in taken) > capacity:
        highest -= 1
    return [number for number in range(1, highest + 1) if number not in taken]


def _seconds(moment: datetime) -> int:
    return int((moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp())
