"""How long messages wait for their turn: counted here, told in the log once when it is too long and once when over."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Callable, Collection

from bot.services.workload import LATE_TURN

logger = logging.getLogger("orienta.conversation")

LATE_SECONDS = LATE_TURN.total_seconds()


@dataclass(frozen=True)
class WaitingTurns:
    """``count``: messages whose turn is not over, of all processes; ``oldest_seconds``: since the first of them was
    seen to wait here, 0 when there is none."""

    count: int = 0
    oldest_seconds: float = 0.0

    @property
    def are_late(self) -> bool:
        """Whether the chat does not answer as it should."""
        return self.oldest_seconds > LATE_SECONDS


class TurnWatch:
    """Is shown the pending messages again and again. ``clock``: seconds; not that of the wall, which may jump."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[int, float] = {}
        self._was_told = False

    def note_pending(self, ids: Collection[int]) -> None:
        """``ids`` of the messages that wait now."""
        moment = self._clock()
        self._seen = {number: self._seen.get(number, moment) for number in ids}
        state = self.measure()
        if state.are_late and not self._was_told:
            logger.error(
                "%d messages wait for their answer, the oldest for more than %.0f s", state.count, LATE_SECONDS)
        elif self._was_told and not state.are_late:
            logger.warning("no message waits longer than %.0f s any more", LATE_SECONDS)
        self._was_told = state.are_late

    def measure(self) -> WaitingTurns:
        """How it is now."""
        if not self._seen:
            return WaitingTurns()
        return WaitingTurns(len(self._seen), self._clock() - min(self._seen.values()))
