"""A line of the log for what may happen a thousand times a minute: at once, then once a minute with the count."""

from __future__ import annotations

import logging
import time
from typing import Any, Callable

TELL_EVERY_SECONDS = 60.0


class RareLine:
    """``text`` has a ``%d`` for how many it were since the last line, then places for what ``note`` is given."""

    def __init__(self, logger: logging.Logger, text: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._logger = logger
        self._text = text
        self._clock = clock
        self._told_at = -TELL_EVERY_SECONDS
        self._untold = 0

    def note(self, *more: Any) -> None:
        """It happened once more."""
        self._untold += 1
        if self._clock() - self._told_at >= TELL_EVERY_SECONDS:
            self._logger.error(self._text, self._untold, *more)
            self._told_at, self._untold = self._clock(), 0
