"""The parent of `orienta serve`, with small programs in place of the chat and the site."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Iterator, Optional

import pytest

from bot.runtime import supervisor
from bot.runtime.supervisor import GivenUp, Program, Supervisor
from bot.settings import PROJECT_ROOT

LIVES = """
import sys, time
from bot.runtime import supervised
supervised.process.begin()
open({pids!r}, "a").write(str(__import__("os").getpid()) + "\\n")
supervised.process.checked()
{more}
supervised.process.ready("http://{name}")
time.sleep(60)
"""
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
WORKER = "import os, sys, time; open(sys.argv[1], 'a').write(str(os.getpid()) + chr(10)); time.sleep(60)"
PARENT = """
import asyncio, sys
from bot.runtime.supervisor import Program, Supervisor
programs = [Program(str(n), ["-c", code]) for n, code in enumerate(sys.argv[1:])]
asyncio.run(Supervisor(programs, lambda addresses: print("ready", *addresses, flush=True)).run())
print("ended", flush=True)
"""


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same order of events in a twentieth of the time."""
    monkeypatch.setattr(supervisor, "FIRST_PAUSE_SECONDS", 0.02)
    monkeypatch.setattr(supervisor, "END_SECONDS", 1.0)


@pytest.fixture
def pids(tmp_path: Path) -> Iterator[Path]:
    """Where programs write their ids; who still lives at the end is ended."""
    path = tmp_path / "pids"
    yield path
    for pid in _pids(path):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _program(name: str, pids: Path, more: str = "") -> Program:
    return Program(name, ["-c", LIVES.format(name=name, pids=str(pids), more=more)])


def _pids(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False


def _until(condition: object, seconds: float = 10.0) -> None:
    limit = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.02)


class _Running:
    """A supervisor in the test's own loop."""

    def __init__(self, *programs: Program) -> None:
        self.said: list[list[str]] = []
        self.task: Optional[asyncio.Task[None]] = None
        self._programs = programs

    async def __aenter__(self) -> _Running:
        self.task = asyncio.create_task(Supervisor(self._programs, self.said.append).run())
        return self

    async def __aexit__(self, *_error: object) -> None:
        assert self.task is not None
        if not self.task.done():
            os.kill(os.getpid(), signal.SIGTERM)
        with suppress(GivenUp):
            await asyncio.wait_for(self.task, 10)

    async def until(self, condition: object) -> None:
        await asyncio.to_thread(_until, condition)


async def test_the_addresses_are_told_once_both_answer(pids: Path) -> None:
    async with _Running(_program("slow", pids, "time.sleep(0.5)"), _program("quick", pids)) as running:
        await running.until(lambda: len(_pids(pids)) == 2)
        assert running.said == []
        await running.until(lambda: running.said)
        assert running.said == [["http://slow", "http://quick"]]
    assert not any(map(_lives, _pids(pids)))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_a_signal_ends_both(pids: Path, number: int) -> None:
    async with _Running(_program("a", pids), _program("b", pids)) as running:
        await running.until(lambda: running.said)
        assert all(map(_lives, _pids(pids)))
        os.kill(os.getpid(), number)
        assert running.task is not None
        await asyncio.wait_for(running.task, 10)
        assert not any(map(_lives, _pids(pids)))


async def test_a_signal_that_was_ignored_stays_ignored(pids: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        async with _Running(_program("a", pids)) as running:
            await running.until(lambda: running.said)
            os.kill(os.getpid(), signal.SIGHUP)
            await asyncio.sleep(0.2)
            assert running.task is not None and not running.task.done() and _lives(_pids(pids)[0])
    finally:
        signal.signal(signal.SIGHUP, before)


async def test_one_that_does_not_want_to_end_is_ended(pids: Path) -> None:
    deaf = _program("deaf", pids, DEAF)
    async with _Running(deaf) as running:
        await running.until(lambda: running.said)
    assert not any(map(_lives, _pids(pids)))


async def test_one_that_is_killed_is_started_again_and_it_is_said(
    pids: Path, caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, "orienta.supervisor")
    async with _Running(_program("Chat", pids), _program("Sito", pids)) as running:
        await running.until(lambda: running.said)
        first, other = _pids(pids)
        os.kill(first, signal.SIGKILL)
        await running.until(lambda: "answers again" in caplog.text)
        assert len(_pids(pids)) == 3 and _lives(other) and _lives(_pids(pids)[2])
        assert len(running.said) == 1  # the addresses are the same as before
    assert "Chat ended (SIGKILL)" in caplog.text


async def test_what_a_killed_one_had_started_does_not_stay(pids: Path) -> None:
    worker = f"import subprocess; subprocess.Popen([sys.executable, '-c', {WORKER!r}, {str(pids)!r}]); time.sleep(0.3)"
    async with _Running(_program("a", pids, worker)) as running:
        await running.until(lambda: running.said)
        first, grandchild = _pids(pids)
        os.kill(first, signal.SIGKILL)
        await running.until(lambda: not _lives(grandchild))


async def test_one_that_dies_at_once_again_and_again_is_given_up(
    pids: Path, caplog: pytest.LogCaptureFixture,
) -> None:
    async with _Running(_program("Sito", pids, "sys.exit(7)"), _program("Chat", pids)) as running:
        assert running.task is not None
        with pytest.raises(GivenUp, match=r"Sito: il processo si è fermato 5 volte .*\(exit 7\)"):
            await asyncio.wait_for(running.task, 20)
        assert not any(map(_lives, _pids(pids)))
    pauses = [record.args[2] for record in caplog.records if record.args and len(record.args) == 3]
    assert pauses == [0.02, 0.04, 0.08, 0.16]


async def test_a_refusal_is_told_once_and_nothing_is_tried_again(pids: Path) -> None:
    refuses = "supervised.process.refuse('Il database è vuoto.'); sys.exit(1)"
    async with _Running(_program("Chat", pids, refuses), _program("Sito", pids)) as running:
        assert running.task is not None
        with pytest.raises(GivenUp, match="^Il database è vuoto.$"):
            await asyncio.wait_for(running.task, 10)
    assert len(_pids(pids)) <= 2


async def test_the_second_waits_until_the_first_has_found_nothing_wrong(pids: Path) -> None:
    refuses = Program("Chat", ["-c", LIVES.format(name="x", pids=str(pids), more="").replace(
        "supervised.process.checked()", "time.sleep(0.3); supervised.process.refuse('No.'); sys.exit(1)")])
    async with _Running(refuses, _program("Sito", pids)) as running:
        assert running.task is not None
        with pytest.raises(GivenUp, match="No."):
            await asyncio.wait_for(running.task, 10)
    assert len(_pids(pids)) == 1


@pytest.mark.parametrize("deaf", [False, True])
def test_children_do_not_outlive_a_killed_parent(pids: Path, deaf: bool) -> None:
    more = f"{DEAF}; supervised.GRACE_SECONDS = 0.3" if deaf else ""
    codes = [_program(name, pids, more).command[1] for name in ("a", "b")]
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, *codes], cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert parent.stdout is not None and parent.stdout.readline() == "ready http://a http://b\n"
        assert all(map(_lives, _pids(pids)))
    finally:
        parent.kill()
        parent.communicate()
    _until(lambda: not any(map(_lives, _pids(pids))), 5)
