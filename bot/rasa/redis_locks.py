"""Locks across processes, in the order in which they were asked for, kept in Redis.

Three keys a name: who holds it (`SET NX PX` with a random token), the line (a sorted set of tokens by the moment they
came), and until when each process that stands in line is known to live. A step is one Lua script, hence one moment.
Whoever stands first in line and lives takes the lock; a process that fell silent is passed over, and finds its old
place again when it comes back.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from contextlib import asynccontextmanager, suppress
from typing import Any, AsyncIterator, Optional
from weakref import WeakKeyDictionary

from bot.outages import PartDown, get_outage
from bot.rasa.locks import LIFETIME_SECONDS, PATIENCE_SECONDS, CannotLock, HeldLock, Turnstile

logger = logging.getLogger("orienta.locks")

PREFIX = "orienta:lock:"
ANSWER_SECONDS = 2.0
"""Redis is taken for down when it has not answered by then."""

SILENT_SECONDS = 4.0
"""A process that waits and was not heard of for so long is passed over."""

FIRST_LOOK_SECONDS, LONGEST_LOOK_SECONDS = 0.005, 0.03
"""Between two looks at a lock that another process holds; the own process's are told at once."""

CONNECTIONS = 32

ASK = """
local clock = redis.call('TIME')
local moment = clock[1] * 1000000 + clock[2]
local token, process, lifetime, silent, ticket = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]
if ticket == '' then
    local newest = redis.call('ZRANGE', KEYS[2], -1, -1, 'WITHSCORES')[2]
    if newest and tonumber(newest) >= moment then moment = tonumber(newest) + 1 end
    ticket = string.format('%.0f', moment)
end
redis.call('ZADD', KEYS[2], 'NX', ticket, token)
redis.call('HSET', KEYS[3], process, string.format('%.0f', moment + silent * 1000))
redis.call('PEXPIRE', KEYS[2], silent * 10)
redis.call('PEXPIRE', KEYS[3], silent * 10)
while true do
    local first = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
    if first == token then break end
    local lives = redis.call('HGET', KEYS[3], string.match(first, '^[^:]+'))
    if lives and tonumber(lives) >= moment then return {ticket, 0} end
    redis.call('ZREM', KEYS[2], first)
end
if not redis.call('SET', KEYS[1], token, 'NX', 'PX', lifetime) then return {ticket, 0} end
redis.call('ZREM', KEYS[2], token)
return {ticket, 1}
"""
"""Stand in line, or look again with the ticket of the first time: ticket, and 1 when the lock is held from now on."""

RENEW = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return 0
"""
"""Hold on; a lock that ran out, or that a restarted Redis forgot, is taken again if it is free. 0: it is lost."""

LEAVE = """
redis.call('ZREM', KEYS[2], ARGV[1])
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""
"""Give up the place in line or the lock, whichever it is; never another's."""


class RedisSilent(CannotLock, PartDown):
    """Redis does not answer."""


class _Line:
    """Those of this process who want one name. Only the first of them looks at Redis; the others wait behind."""

    def __init__(self) -> None:
        self.entrance = Turnstile()  # tickets reach Redis in the order of arrival
        self.first = Turnstile()
        self.given_up = asyncio.Event()
        self.users = 0


class _Client:
    """Connection and scripts of one event loop, to which both are bound."""

    def __init__(self, url: str) -> None:
        from redis.asyncio import BlockingConnectionPool, Redis

        pool = BlockingConnectionPool.from_url(
            url, max_connections=CONNECTIONS, timeout=ANSWER_SECONDS, socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS)
        redis = Redis(connection_pool=pool)
        self.outage = get_outage("Redis", url)
        self.process = secrets.token_hex(6)
        self.ask = redis.register_script(ASK)
        self.renew = redis.register_script(RENEW)
        self.leave = redis.register_script(LEAVE)
        self.lines: dict[str, _Line] = {}
        self.leaving: set[asyncio.Task[bool]] = set()


class RedisLocks:
    """See ``bot.rasa.locks.Locks``."""

    def __init__(self, url: str) -> None:
        if not url.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("not a redis:// address")
        self._url = url
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, _Client] = WeakKeyDictionary()

    @asynccontextmanager
    async def hold(
        self, name: str, *, lifetime: float = LIFETIME_SECONDS, patience: float = PATIENCE_SECONDS
    ) -> AsyncIterator[HeldLock]:
        """See ``bot.rasa.locks.Locks``."""
        client = self._client()
        line = client.lines.setdefault(name, _Line())
        line.users += 1
        held = HeldLock(name, f"{client.process}:{secrets.token_hex(8)}")
        renewing: Optional[asyncio.Task[None]] = None
        try:
            await _acquire(client, line, held, lifetime, patience)
            renewing = asyncio.create_task(_keep(client, held, lifetime))
            yield held
        finally:
            # before the cancellation: a call that hangs may swallow that, and would take the lock again once it is free
            held.given_up = True
            if renewing is not None:
                renewing.cancel()
            # also when it was not had: a call that was broken off may have left a place in the line. One who has
            # waited in vain for Redis does not wait for it again.
            leaving = asyncio.create_task(_leave(client, held))
            client.leaving.add(leaving)
            leaving.add_done_callback(client.leaving.discard)
            try:
                if renewing is not None:
                    await asyncio.wait({leaving}, timeout=ANSWER_SECONDS)
            finally:
                line.given_up.set()
                line.users -= 1
                if not line.users:
                    client.lines.pop(name, None)

    def _client(self) -> _Client:
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients[loop] = _Client(self._url)
        return self._clients[loop]


def _keys(name: str) -> tuple[str, str, str]:
    place = f"{PREFIX}{{{name}}}"
    return place, f"{place}:line", f"{place}:lives"


async def _acquire(client: _Client, line: _Line, held: HeldLock, lifetime: float, patience: float) -> None:
    """Return when ``held`` is held.

    Raises:
        CannotLock: see ``hold``.
    """
    limit = time.monotonic() + patience
    await line.entrance.take(patience)
    try:
        ticket, got = await _ask(client, held, lifetime)
    finally:
        line.entrance.give()
    if got:
        return
    await line.first.take(limit - time.monotonic())
    try:
        pause = FIRST_LOOK_SECONDS
        while not got:
            line.given_up.clear()
            ticket, got = await _ask(client, held, lifetime, ticket)
            if got:
                return
            if time.monotonic() > limit:
                raise CannotLock("those before did not end in time")
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(line.given_up.wait(), pause)
            pause = min(pause * 1.5, LONGEST_LOOK_SECONDS)
    finally:
        line.first.give()


async def _ask(client: _Client, held: HeldLock, lifetime: float, ticket: str = "") -> tuple[str, bool]:
    arguments = [held.token, client.process, int(lifetime * 1000), int(SILENT_SECONDS * 1000), ticket]
    answer = await _call(client, client.ask, held.name, arguments)
    return answer[0].decode(), bool(answer[1])


async def _call(client: _Client, script: Any, name: str, arguments: list[Any]) -> Any:
    from redis.exceptions import RedisError

    try:
        answer = await script(keys=_keys(name), args=arguments)
    except (TimeoutError, RedisError, OSError) as error:
        client.outage.note_failure(type(error).__name__)
        raise RedisSilent(f"Redis does not answer ({type(error).__name__})") from error
    client.outage.note_answer()
    return answer


async def _keep(client: _Client, held: HeldLock, lifetime: float) -> None:
    """Renew until cancelled, or until the lock was given up: what waits for a free connection may turn a cancellation
    into its own error."""
    renewed = time.monotonic()
    while not held.given_up:
        await asyncio.sleep(lifetime / 3)
        if held.given_up:
            return
        try:
            mine = await _call(client, client.renew, held.name, [held.token, int(lifetime * 1000)])
            if held.given_up:  # it was renewed in the moment in which it was given up: it may be another's turn already
                await _call(client, client.leave, held.name, [held.token])
                return
        except CannotLock:
            if held.given_up:
                return
            mine = time.monotonic() - renewed < lifetime
        else:
            renewed = time.monotonic()
        if not mine:
            logger.error("a lock was lost while it was held")
            held.lost.set()
            return


async def _leave(client: _Client, held: HeldLock) -> bool:
    """Try until it is done or has run out by itself; True."""
    limit = time.monotonic() + 10 * SILENT_SECONDS
    while time.monotonic() < limit:
        try:
            await _call(client, client.leave, held.name, [held.token])
            return True
        except CannotLock:
            await asyncio.sleep(ANSWER_SECONDS / 2)
    return True
