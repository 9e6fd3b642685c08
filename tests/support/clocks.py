"""The clock of a test: the same for the test, the pages that it serves and the servers that it starts.

No setting of the application moves its clock: a server of the tests is moved from outside, by
``moved_clock/sitecustomize.py``.
"""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from bot.clock import ROME

MOVED_CLOCK = Path(__file__).parent / "moved_clock"
"""On the Python path of every server of the tests; without :attr:`RunningClock.env` it does nothing."""

CLOCK_SETTING = "ORIENTA_TEST_CLOCK"
"""The variable of that folder: when the clock began, at which moment, how fast it goes."""

PATIENCE_SECONDS = 60.0
"""How long a test waits for what a quiet machine does in a moment: only one that fails waits so long."""


class StillClock:
    """A clock that stands until a test moves it, for what runs in the process of the test."""

    def __init__(self, value: datetime) -> None:
        self.value = value

    def __call__(self) -> datetime:
        return self.value


class RunningClock:
    """A clock that goes on from ``begins``: servers that start later, or again, are as late as it is.

    ``pace``: how many seconds pass in a real one. A slow clock is for servers whose day must not pass during the tests.
    """

    def __init__(self, begins: datetime, pace: float = 1.0) -> None:
        self._began, self._moment, self._pace = time.monotonic(), begins.timestamp(), pace

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self._moment + (time.monotonic() - self._began) * self._pace, ROME)

    @property
    def env(self) -> dict[str, str]:
        """For the environment of a server: it goes by this clock."""
        return {CLOCK_SETTING: f"{self._began!r} {self._moment!r} {self._pace!r}"}
