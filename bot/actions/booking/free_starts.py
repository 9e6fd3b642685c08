"""What is free where a turn looks for a time; the place that its own conversation holds counts as free."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Optional

from bot.dialogue.turn import Turn
from bot.services import booking
from bot.services.booking import FreeStarts, SlotOption

LOOKED_AT = 600
"""So many free starts are enough to find those of an hour, or of a part of the day, on several days."""
MOMENT = timedelta(minutes=1)
"""The length of a span that holds one start."""


@dataclass(frozen=True)
class TimeSearch:
    """Where the time is looked for: a service, an office (None: any)."""

    service_id: str
    office_id: Optional[str]


def list_free_starts(
    turn: Turn, search: TimeSearch, start: Optional[datetime] = None, end: Optional[datetime] = None,
    limit: int = LOOKED_AT,
) -> list[SlotOption]:
    """Free starts from ``start`` (included) to ``end`` (excluded), earliest first."""
    return booking.search_availability(turn.settings, **_place(turn, search), start=start, end=end, limit=limit)


def find_first_start(turn: Turn, search: TimeSearch) -> Optional[SlotOption]:
    """The earliest free start; None when nothing is free up to the horizon."""
    return booking.find_first_free(turn.settings, **_place(turn, search))


def find_start(turn: Turn, search: TimeSearch, starts_at: datetime) -> Optional[SlotOption]:
    """The free start at that moment; None when it is not free."""
    return next(iter(list_free_starts(turn, search, starts_at, starts_at + MOMENT, limit=1)), None)


def list_nearest_starts(turn: Turn, search: TimeSearch, wanted: datetime) -> list[SlotOption]:
    """The free starts nearest to ``wanted``."""
    return booking.find_nearest(turn.settings, **_place(turn, search), wanted=wanted)


def check_free_span(turn: Turn, search: TimeSearch, start: datetime, end: datetime) -> booking.DayOpen | booking.Closed:
    """Whether something is free from ``start`` (included) to ``end`` (excluded), else why not and what is nearest."""
    return booking.check_span(turn.settings, **_place(turn, search), start=start, end=end, limit=LOOKED_AT)


def open_free_starts(turn: Turn, search: TimeSearch) -> AbstractContextManager[FreeStarts]:
    """What is free, for several questions in one transaction."""
    return booking.read_free_starts(turn.settings, **_place(turn, search))


def _place(turn: Turn, search: TimeSearch) -> dict[str, Any]:
    return {"service_id": search.service_id, "office_id": search.office_id, "now": turn.now,
            "conversation_id": turn.conversation_id}
