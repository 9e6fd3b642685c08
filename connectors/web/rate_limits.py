"""How often something may happen: a sliding window, counted in this process or, across processes, in Redis."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from contextlib import nullcontext
from typing import Any, Callable, ContextManager, Optional

from bot.outages import get_outage

MINUTE = 60
HOUR = 3600

MOST_KEYS = 50_000
"""Counts that are remembered at once; the oldest is forgotten."""

_REDIS_SECONDS = 1.0


class RateCounter:
    """Counts by two fixed windows, the last one weighted by how much of it is still within reach.

    That needs two numbers a key instead of a list of times, and lets through at most a few per cent more than an exact
    window does. ``clock``: seconds since 1970, the same for all processes. Threads may share it.
    """

    def __init__(self, redis_url: str = "", clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._redis_url = redis_url
        self._redis: Optional[Any] = None
        self._counts: OrderedDict[tuple[str, int], int] = OrderedDict()
        # in Redis two processes may count between each other's two steps too
        self._alone: ContextManager[Any] = nullcontext() if redis_url else threading.Lock()

    async def allow_event(self, what: str, most: int, seconds: int) -> bool:
        """:meth:`allow` without holding the loop up."""
        if not most or not self._redis_url:
            return self.allow(what, most, seconds)
        return await asyncio.to_thread(self.allow, what, most, seconds)

    def allow(self, what: str, most: int, seconds: int) -> bool:
        """Count one more of ``what`` when fewer than ``most`` happened in the last ``seconds``; whether it may happen.

        ``most`` 0 is no limit. What is refused is not counted: who waits is heard again. With Redis down, each process
        counts for itself.
        """
        if not most:
            return True
        with self._alone:
            if self._sum_up(what, seconds) >= most:
                return False
            self._add((what, int(self._clock() // seconds)), seconds)
        return True

    def is_reached(self, what: str, most: int, seconds: int) -> bool:
        """Whether the limit has been reached, counting nothing."""
        if not most:
            return False
        with self._alone:
            return self._sum_up(what, seconds) >= most

    def _sum_up(self, what: str, seconds: int) -> float:
        window, passed = divmod(self._clock(), seconds)
        before, now = self._read((what, int(window) - 1), (what, int(window)))
        return before * (1 - passed / seconds) + now

    def _read(self, *keys: tuple[str, int]) -> list[int]:
        if self._redis_url:
            try:
                found = [int(value or 0) for value in self._shared().mget([_name(key) for key in keys])]
            except Exception as error:  # redis raises many kinds; a limit must not silence anybody
                get_outage("Redis", self._redis_url).note_failure(type(error).__name__)
            else:
                get_outage("Redis", self._redis_url).note_answer()
                return found
        return [self._counts.get(key, 0) for key in keys]

    def _add(self, key: tuple[str, int], seconds: int) -> None:
        self._counts[key] = self._counts.get(key, 0) + 1
        while len(self._counts) > MOST_KEYS:
            self._counts.popitem(last=False)
        if self._redis_url:
            try:
                with self._shared().pipeline(transaction=False) as pipe:
                    pipe.incr(_name(key)).expire(_name(key), 2 * seconds).execute()
            except Exception as error:  # as above
                get_outage("Redis", self._redis_url).note_failure(type(error).__name__)

    def _shared(self) -> Any:
        if self._redis is None:
            import redis

            self._redis = redis.from_url(
                self._redis_url, socket_timeout=_REDIS_SECONDS, socket_connect_timeout=_REDIS_SECONDS)
        return self._redis


def _name(key: tuple[str, int]) -> str:
    return f"orienta:limit:{key[0]}:{key[1]}"
