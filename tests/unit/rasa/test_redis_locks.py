"""Who renews a lock ends with its holder, also when a cancellation is swallowed on the way to Redis."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, Optional

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from bot.outages import Outage
from bot.rasa import redis_locks
from bot.rasa.locks import HeldLock


class Script:
    """Stands for a script: waits for a free connection, and turns its cancellation into redis's own error."""

    def __init__(self) -> None:
        self.calls = 0
        self.free = asyncio.Event()

    async def __call__(self, **_: Any) -> int:
        self.calls += 1
        try:
            await self.free.wait()
        except asyncio.CancelledError as error:
            raise RedisConnectionError("No connection available.") from error
        return 1


def client_of(renew: Script, leave: Optional[Script] = None) -> Any:
    """As much of the client of Redis as a renewer touches."""
    return SimpleNamespace(renew=renew, leave=leave, outage=Outage("Redis", "test"))


async def test_a_renewer_that_swallows_its_cancellation_ends() -> None:
    renew = Script()
    held = HeldLock("a", "token")
    task = asyncio.create_task(redis_locks._keep(client_of(renew), held, 0.03))
    while not renew.calls:
        await asyncio.sleep(0.001)
    held.given_up = True
    task.cancel()
    _, pending = await asyncio.wait({task}, timeout=5)
    assert not pending and renew.calls == 1


async def test_a_lock_that_is_renewed_while_it_is_given_up_is_given_back() -> None:
    renew, leave = Script(), Script()
    leave.free.set()
    held = HeldLock("a", "token")
    client = client_of(renew, leave)
    task = asyncio.create_task(redis_locks._keep(client, held, 0.03))
    while not renew.calls:
        await asyncio.sleep(0.001)
    held.given_up = True
    renew.free.set()
    await asyncio.wait_for(task, 5)
    assert (renew.calls, leave.calls) == (1, 1)


async def test_the_control_a_renewer_goes_on_while_it_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    renew = Script()
    renew.free.set()
    task = asyncio.create_task(
        redis_locks._keep(client_of(renew), HeldLock("a", "token"), 0.003))
    while renew.calls < 3:
        await asyncio.sleep(0.001)
    task.cancel()
    await asyncio.wait({task}, timeout=5)
    assert task.cancelled()
