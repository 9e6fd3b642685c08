"""Locks across processes: nothing lost, in order, renewed, free again after a kill; Rasa's own store is the control."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Optional

import pytest

from bot.rasa import locks, redis_locks
from bot.rasa.locks import CannotLock, Locks
from bot.rasa.redis_locks import RedisLocks
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.redis_server import RedisServer, run_redis
from tests.support.servers import REST, ROOT, orienta_serve

pytestmark = pytest.mark.slow


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with run_redis(tmp_path) as server:
        yield server


@dataclass
class Burst:
    """What came of it. ``counted`` is less than ``sent`` when two messages of a conversation ran at once."""

    sent: int
    lost: int
    counted: int
    overtaken: int


def burst(kind: str, redis: RedisServer, folder: Path, *, processes: int, conversations: int, each: int) -> Burst:
    """Messages of several processes, all at once."""
    command = [sys.executable, "-m", "tests.integration.lock_worker", kind, redis.url, str(folder)]
    workers = [
        subprocess.Popen(
            [*command, f"p{number}", str(conversations), str(each)], cwd=ROOT, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        for number in range(processes)]
    try:
        while len(list(folder.glob("*.ready"))) < processes:
            assert all(worker.poll() is None for worker in workers), workers[0].communicate()
            time.sleep(0.02)
        (folder / "go").touch()
        answers = [json.loads(worker.communicate(timeout=5 * PATIENCE_SECONDS)[0]) for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    overtaken = 0
    for path in folder.glob("*.order"):
        newest: dict[str, int] = {}
        for line in path.read_text().splitlines():
            process, number = line.split()
            overtaken += int(number) < newest.get(process, -1)
            newest[process] = int(number)
    return Burst(
        sent=processes * conversations * each, lost=sum(answer["lost"] for answer in answers),
        counted=sum(int(path.read_text()) for path in folder.glob("*.count")), overtaken=overtaken)


def test_the_control_rasas_own_store_loses_messages(redis: RedisServer, tmp_path: Path) -> None:
    """Its tickets are read, changed and written back without a lock: two processes overwrite each other's."""
    came = burst("stock", redis, tmp_path, processes=2, conversations=10, each=7)
    assert came.sent == 140
    assert came.lost or came.counted < came.sent, came


def test_ours_loses_none_and_keeps_the_order(redis: RedisServer, tmp_path: Path) -> None:
    """2,000 messages; ten thousand with ORIENTA_TEST_LONG (`make test-long`)."""
    conversations, each = (100, 25) if os.environ.get("ORIENTA_TEST_LONG") else (50, 10)
    sent = 4 * conversations * each
    came = burst("ours", redis, tmp_path, processes=4, conversations=conversations, each=each)
    assert came == Burst(sent=sent, lost=0, counted=sent, overtaken=0)


async def test_first_come_first_served_across_processes(redis: RedisServer) -> None:
    one, other = RedisLocks(redis.url), RedisLocks(redis.url)
    served: list[int] = []

    async def message(store: Locks, number: int) -> None:
        async with store.hold("p"):
            served.append(number)

    async with one.hold("p"):
        waiting = []
        for number in range(12):
            waiting.append(asyncio.create_task(message((one, other, other)[number % 3], number)))
            await _in_line(redis, number + 1)
    await asyncio.gather(*waiting)
    assert served == list(range(12))


async def test_another_process_takes_over_within_a_moment(redis: RedisServer) -> None:
    one, other = RedisLocks(redis.url), RedisLocks(redis.url)
    delays = []
    for _ in range(5):
        async with one.hold("p"):
            waiting = asyncio.create_task(_taken_at(other))
            await asyncio.sleep(0.15)
        freed = time.monotonic()
        delays.append(await waiting - freed)
    assert sorted(delays)[2] < 0.5, delays


async def test_renewed_while_it_is_held(redis: RedisServer) -> None:
    one, other = RedisLocks(redis.url), RedisLocks(redis.url)
    async with one.hold("p", lifetime=0.8) as held:
        waiting = asyncio.create_task(_taken_at(other))
        await asyncio.sleep(1.8)
        assert not waiting.done() and not held.lost.is_set()
    await asyncio.wait_for(waiting, PATIENCE_SECONDS)


async def test_the_control_without_renewal_it_runs_out(redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(redis_locks, "_keep", never)
    one, other = RedisLocks(redis.url), RedisLocks(redis.url)
    async with one.hold("p", lifetime=0.3):
        await asyncio.wait_for(_taken_at(other), PATIENCE_SECONDS)
        async with other.hold("p"):
            pass  # giving up the lock that ran out must not free the one that another holds now
    async with other.hold("p"):
        assert await _held(redis, "p")


async def test_giving_up_what_ran_out_frees_nobody_elses(redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(redis_locks, "_keep", never)
    one, other = RedisLocks(redis.url), RedisLocks(redis.url)
    late = one.hold("p", lifetime=0.2)
    await late.__aenter__()
    async with other.hold("p"):
        await late.__aexit__(None, None, None)
        assert await _held(redis, "p")


async def test_the_lock_of_a_killed_process_runs_out(redis: RedisServer) -> None:
    command = [sys.executable, "-m", "tests.integration.lock_worker", "hold", redis.url, "p", "1.0"]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    await process.stdout.readline()
    waiting = asyncio.create_task(_taken_at(RedisLocks(redis.url)))
    await asyncio.sleep(1.5)
    assert not waiting.done(), "while it lives it keeps the lock"
    process.send_signal(signal.SIGKILL)
    killed = time.monotonic()
    assert await asyncio.wait_for(waiting, PATIENCE_SECONDS) - killed < 4.0
    await process.wait()


async def test_a_process_that_died_in_line_is_passed_over(redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_locks, "SILENT_SECONDS", 0.3)
    one, dead, other = (RedisLocks(redis.url) for _ in range(3))
    async with one.hold("p"):
        gone = dead._client()
        await redis_locks._ask(gone, locks.HeldLock("p", f"{gone.process}:x"), 6.0)  # and never looks again
        waiting = asyncio.create_task(_taken_at(other))
        await _in_line(redis, 2)
    freed = time.monotonic()
    assert await asyncio.wait_for(waiting, PATIENCE_SECONDS) - freed < 4.0


async def test_who_stops_waiting_leaves_the_line(redis: RedisServer) -> None:
    one, other = RedisLocks(redis.url), RedisLocks(redis.url)
    async with one.hold("p"):
        leaving = [asyncio.create_task(_taken_at(store)) for store in (one, other)]
        await _in_line(redis, 2)
        for task in leaving:
            task.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)
        await _in_line(redis, 0)
        with pytest.raises(CannotLock, match="did not end in time"):
            async with other.hold("p", patience=0.2):
                pass
        async with other.hold("q"):
            pass  # another conversation is not concerned
    async with other.hold("p"):
        pass


async def test_redis_away_is_told_at_once_and_its_return_noticed(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_locks, "ANSWER_SECONDS", 0.5)
    store = RedisLocks(redis.url)
    async with store.hold("p", lifetime=0.3) as held:
        redis.stop()
        await asyncio.wait_for(held.lost.wait(), PATIENCE_SECONDS)
    started = time.monotonic()
    with pytest.raises(CannotLock, match="Redis does not answer"):
        async with store.hold("p"):
            pass
    assert time.monotonic() - started < 5.0
    redis.start()
    async with store.hold("p"):
        pass


async def test_a_redis_that_stalls_is_not_waited_for(redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_locks, "ANSWER_SECONDS", 0.5)
    store = RedisLocks(redis.url)
    async with store.hold("p"):
        pass
    from redis import Redis as Plain

    Plain(port=redis.port).execute_command("CLIENT", "PAUSE", "4000")
    started = time.monotonic()
    with pytest.raises(CannotLock):
        async with store.hold("p"):
            pass
    assert time.monotonic() - started < 3.9
    await asyncio.sleep(max(0.0, started + 4.1 - time.monotonic()))
    async with RedisLocks(redis.url).hold("p", patience=PATIENCE_SECONDS):
        pass  # the call that was broken off left nothing behind


def test_a_person_is_told_when_redis_is_away(redis: RedisServer, tmp_path: Path, toy_model: Path) -> None:
    (tmp_path / "no_actions").mkdir()
    (tmp_path / "no_actions" / "__init__.py").touch()
    env = {"REDIS_URL": redis.url, "PYTHONPATH": str(tmp_path), "ORIENTA_ACTIONS_PACKAGE": "no_actions"}
    with orienta_serve(
            tmp_path, model=toy_model, channels=REST, env=env,
            arguments=["--no-check-database"]) as server:
        assert "dimmi pure" in server.texts("anna", "ciao")[0]
        redis.stop()
        started = time.monotonic()
        assert server.texts("anna", "ciao") == ["Scusa, in questo momento ho un problema tecnico."]
        assert time.monotonic() - started < 10.0
        redis.start()
        assert "dimmi pure" in server.texts("anna", "ciao")[0]


@pytest.fixture(scope="module")
def toy_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.support.webchat import toy_model as trained

    return trained(tmp_path_factory)


async def _taken_at(store: Locks) -> float:
    async with store.hold("p"):
        return time.monotonic()


async def _held(redis: RedisServer, name: str) -> Optional[bytes]:
    return await asyncio.to_thread(redis.server.get, redis_locks._keys(name)[0])  # type: ignore[no-any-return]


async def _in_line(redis: RedisServer, count: int) -> None:
    """Return when so many stand in line."""
    for _ in range(500):
        if await asyncio.to_thread(redis.server.zcard, redis_locks._keys("p")[1]) == count:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"there were never {count} in line")
