"""How often one may do something: a sliding window, counted in this process or, across processes, in Redis."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from typing import Any, Callable, Optional

from bot.settings import Settings

logger = logging.getLogger("orienta.webchat")

MINUTE = 60
HOUR = 3600

_REMEMBERED = 50_000
_REDIS_SECONDS = 1.0


class Counter:
    """Counts by two fixed windows, the last one weighted by how much of it is still within reach.

    That needs two numbers a key instead of a list of times, and lets through at most a few per cent more than an exact
    window does. ``clock``: seconds since 1970, the same for all processes.
    """

    def __init__(self, redis_url: str = "", clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._redis_url = redis_url
        self._redis: Optional[Any] = None
        self._counts: OrderedDict[tuple[str, int], int] = OrderedDict()

    async def take(self, what: str, most: int, seconds: int) -> bool:
        """Count one more of ``what`` when fewer than ``most`` happened in the last ``seconds``; whether it may happen.

        ``most`` 0 is no limit. What is refused is not counted: who waits is heard again. With Redis down, each process
        counts for itself.
        """
        if not most:
            return True
        window, passed = divmod(self._clock(), seconds)
        before, now = (what, int(window) - 1), (what, int(window))
        counts = await self._read(before, now)
        if counts[0] * (1 - passed / seconds) + counts[1] >= most:
            return False
        await self._add(now, seconds)
        return True

    async def _read(self, *keys: tuple[str, int]) -> list[int]:
        if self._redis_url:
            try:
                found = await self._shared().mget([_name(key) for key in keys])
                return [int(value or 0) for value in found]
            except Exception as error:  # redis raises many kinds; a limit must not silence anybody
                logger.warning("limits are counted in this process only: %s", type(error).__name__)
        return [self._counts.get(key, 0) for key in keys]

    async def _add(self, key: tuple[str, int], seconds: int) -> None:
        self._counts[key] = self._counts.get(key, 0) + 1
        while len(self._counts) > _REMEMBERED:
            self._counts.popitem(last=False)
        if self._redis_url:
            try:
                async with self._shared().pipeline(transaction=False) as pipe:
                    await pipe.incr(_name(key)).expire(_name(key), 2 * seconds).execute()
            except Exception as error:  # as above
                logger.warning("a limit could not be counted: %s", type(error).__name__)

    def _shared(self) -> Any:
        if self._redis is None:
            from redis import asyncio as redis

            self._redis = redis.from_url(
                self._redis_url, socket_timeout=_REDIS_SECONDS, socket_connect_timeout=_REDIS_SECONDS)
        return self._redis


class Limits:
    """The limits of the settings. ``address``: see :mod:`connectors.webchat.addresses`."""

    def __init__(self, settings: Settings, counter: Optional[Counter] = None) -> None:
        on = settings.limits == "on"
        self._counter = counter or Counter(settings.redis_url)
        self._session_messages = settings.session_messages_per_minute if on else 0
        self._address_messages = settings.address_messages_per_minute if on else 0
        self._sessions = settings.address_sessions_per_hour if on else 0
        self.connections = settings.address_connections if on else 0
        """Connections of one address that are listened to; 0: all."""

    async def message(self, sender: str, address: str) -> bool:
        """Whether one more message of this conversation and this address is taken."""
        return (await self._counter.take(f"message {sender}", self._session_messages, MINUTE)
                and await self._counter.take(f"address {address}", self._address_messages, MINUTE))

    async def request(self, address: str) -> bool:
        """Whether this address may ask once more for a session and its history; as often as it may write."""
        return await self._counter.take(f"request {address}", self._address_messages, MINUTE)

    async def session(self, address: str) -> bool:
        """Whether this address may begin one more conversation."""
        return await self._counter.take(f"session {address}", self._sessions, HOUR)


def _name(key: tuple[str, int]) -> str:
    return f"orienta:limit:{key[0]}:{key[1]}"
