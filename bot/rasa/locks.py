"""One at a time, first come first served, for any name: within this process, or across processes through Redis."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import AsyncContextManager, AsyncIterator, Protocol

LIFETIME_SECONDS = 6.0
"""How long a lock in Redis outlives a process that was killed; while its holder lives it is renewed every third of it.

Longer than any stall of a server's loop that was seen (a database that does not answer is given up after 2 s)."""

PATIENCE_SECONDS = 60.0
"""How long one waits before it is given up: a person must not wait for ever behind a turn that never ends."""


class CannotLock(RuntimeError):
    """The lock was not had: Redis does not answer, or those before did not end in time. Nothing is held."""


@dataclass
class HeldLock:
    """A lock that is held. ``lost`` is set when it can no longer be counted on: Redis was away for too long;
    ``given_up`` when its holder has ended: nobody renews it from then on."""

    name: str
    token: str = ""
    lost: asyncio.Event = field(default_factory=asyncio.Event)
    given_up: bool = False


class Locks(Protocol):
    """What both kinds offer."""

    def hold(
        self, name: str, *, lifetime: float = LIFETIME_SECONDS, patience: float = PATIENCE_SECONDS
    ) -> AsyncContextManager[HeldLock]:
        """Hold the lock ``name`` within the block; times in seconds.

        Raises:
            CannotLock: it was not had within ``patience``, or Redis does not answer.
        """


class Turnstile:
    """First come, first served within one event loop; what is given up goes straight to the next in line."""

    def __init__(self) -> None:
        self._taken = False
        self._line: deque[asyncio.Future[None]] = deque()

    async def take(self, patience: float) -> None:
        """Return when it is one's turn.

        Raises:
            CannotLock: it was not within ``patience`` seconds.
        """
        if not self._taken:
            self._taken = True
            return
        loop = asyncio.get_running_loop()
        place: asyncio.Future[None] = loop.create_future()
        self._line.append(place)
        alarm = loop.call_later(max(0.0, patience), _give_up, place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                self.give()  # the turn came in the same moment: it is the next one's
            raise
        finally:
            alarm.cancel()

    def give(self) -> None:
        """End one's turn."""
        while self._line:
            place = self._line.popleft()
            if not place.done():
                place.set_result(None)
                return
        self._taken = False


def _give_up(place: asyncio.Future[None]) -> None:
    if not place.done():
        place.set_exception(CannotLock("those before did not end in time"))


class MemoryLocks:
    """Locks within one process."""

    def __init__(self) -> None:
        self._turnstiles: dict[str, Turnstile] = {}
        self._users: dict[str, int] = {}

    @asynccontextmanager
    async def hold(
        self, name: str, *, lifetime: float = LIFETIME_SECONDS, patience: float = PATIENCE_SECONDS
    ) -> AsyncIterator[HeldLock]:
        """See :class:`Locks`; a lock in memory needs no ``lifetime``: it ends with the process."""
        turnstile = self._turnstiles.setdefault(name, Turnstile())
        self._users[name] = self._users.get(name, 0) + 1
        try:
            await turnstile.take(patience)
            try:
                yield HeldLock(name)
            finally:
                turnstile.give()
        finally:
            self._users[name] -= 1
            if not self._users[name]:
                del self._users[name], self._turnstiles[name]


def make(redis_url: str) -> Locks:
    """Locks through the Redis of ``redis_url``, or of this process when it is empty; nothing is connected yet.

    Raises:
        ValueError: not a redis://, rediss:// or unix:// address.
    """
    if not redis_url:
        return MemoryLocks()
    from bot.rasa.redis_locks import RedisLocks

    return RedisLocks(redis_url)
