"""Parts that the assistant stands on (database, Redis) that stop answering: one line when, one when they are back."""

from __future__ import annotations

import logging
import threading
import time
from typing import Callable
from urllib.parse import parse_qs, urlsplit

logger = logging.getLogger("orienta.outages")

QUIET_SECONDS = 60.0
"""A part that goes and comes more often than this is told once in that time."""


class PartDown(RuntimeError):
    """A part does not answer; the log has its line, so whoever meets this writes none of their own."""


class Outage:
    """What is known of one part. Threads may share it.

    ``part``: its name in the log. ``host``: where it is, without a password. ``clock``: seconds.
    """

    def __init__(self, part: str, host: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._name = f"{part} ({host})"
        self._clock = clock
        self._lock = threading.Lock()
        self._since = 0.0
        self._failures = 0
        self._told_at = -QUIET_SECONDS
        self._was_told = False

    @property
    def is_down(self) -> bool:
        """Whether its last answer was a failure."""
        return self._failures > 0

    def note_failure(self, reason: str) -> None:
        """It did not answer; ``reason`` is a class or a driver's own words, never what a person wrote."""
        with self._lock:
            moment = self._clock()
            if not self._failures:
                self._since = moment
            self._failures += 1
            if not self._was_told and moment - self._told_at >= QUIET_SECONDS:
                self._was_told, self._told_at = True, moment
                logger.error("%s does not answer: %s", self._name, reason)

    def note_answer(self) -> None:
        """It answered."""
        if not self._failures:  # read without the lock: this is every transaction's way
            return
        with self._lock:
            if self._was_told:
                self._told_at = self._clock()
                logger.warning("%s answers again after %.0f s; %d attempts had failed",
                               self._name, self._told_at - self._since, self._failures)
            self._failures, self._was_told = 0, False


_outages: dict[tuple[str, str], Outage] = {}
_lock = threading.Lock()


def get_outage(part: str, url: str) -> Outage:
    """The one of ``part`` at ``url`` in this process."""
    with _lock:
        if (part, url) not in _outages:
            _outages[part, url] = Outage(part, name_host(url))
        return _outages[part, url]


def name_host(url: str) -> str:
    """Where ``url`` leads, without name and password: host and port, or the path of a file."""
    address = urlsplit(url)
    host = address.hostname or "".join(parse_qs(address.query).get("host", []))
    place = f"[{host}]" if ":" in host else host
    if not place:  # a file: SQLite's has a slash more before it
        return address.path.removeprefix("/") if address.scheme.startswith("sqlite") else address.path
    return f"{place}:{address.port}" if address.port else place


def was_told(error: BaseException) -> bool:
    """Whether ``error``, or what it came from, is a part that is down."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        if isinstance(found, PartDown):
            return True
        seen.add(id(found))
        found = found.__cause__ or found.__context__
    return False
