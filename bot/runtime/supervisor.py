"""`orienta serve` as a parent: starts the chat and the site, starts again the one that dies, ends both together."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Callable, Optional, Sequence

from bot.runtime.supervised import VARIABLE

logger = logging.getLogger("orienta.supervisor")

AT_ONCE_SECONDS = 10.0
"""A process that lived shorter, or never answered, died at once."""
MOST_DEATHS = 5
"""So many deaths at once in a row are no accident."""
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 20.0
END_SECONDS = 10.0
"""How long a process may take to end before it is ended."""
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class GivenUp(RuntimeError):
    """A process does not start, or does not stay; the message is one sentence for whoever started it."""


@dataclass(frozen=True)
class Program:
    """What to run. ``name``: as a person calls it («Chat»). ``command``: arguments of this Python."""

    name: str
    command: Sequence[str]


@dataclass
class _Child:
    program: Program
    checked: asyncio.Event = field(default_factory=asyncio.Event)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    address: str = ""
    answered: bool = False
    refusal: str = ""
    process: Optional[asyncio.subprocess.Process] = None
    deaths: int = 0  # at once, in a row


class Supervisor:
    """Keeps some programs running until it is told to stop."""

    def __init__(self, programs: Sequence[Program], announce: Callable[[list[str]], None]) -> None:
        """``announce`` gets the addresses of the programs, in their order, once all of them answer."""
        self._programs = programs
        self._announce = announce
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Run until a signal; then every program has ended.

        Raises:
            GivenUp: a program cannot start or dies again and again; the others have been ended too.
        """
        loop = asyncio.get_running_loop()
        # what was to be ignored (nohup, a shell's background job) stays ignored
        heeded = [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
        for number in heeded:
            loop.add_signal_handler(number, self._stop.set)
        children = [_Child(program) for program in self._programs]
        before = [None, *children[:-1]]
        keepers = [asyncio.create_task(self._keep(child, after)) for child, after in zip(children, before, strict=True)]
        stopped = asyncio.create_task(self._stop.wait())
        told = asyncio.create_task(self._tell(children))
        try:
            await asyncio.wait([*keepers, stopped], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._stop.set()
            for task in (*keepers, stopped, told):
                task.cancel()
            await asyncio.gather(*(_end(child) for child in children))
            results = await asyncio.gather(*keepers, return_exceptions=True)
            for number in heeded:
                loop.remove_signal_handler(number)
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _tell(self, children: list[_Child]) -> None:
        for child in children:
            await child.ready.wait()
        self._announce([child.address for child in children])

    async def _keep(self, child: _Child, after: Optional[_Child]) -> None:
        """Start the program, again and again, with longer and longer pauses while it dies at once.

        It begins when ``after`` has found nothing wrong: what keeps both from starting is then told once, and two
        processes do not make a new SQLite file at the same moment.
        """
        if after is not None:
            await after.checked.wait()
        while True:
            began = time.monotonic()
            code = await self._live(child)
            cause = child.refusal or _cause(code)
            if child.refusal and not child.ready.is_set():
                raise GivenUp(child.refusal)
            at_once = not child.answered or time.monotonic() - began < AT_ONCE_SECONDS
            child.deaths = child.deaths + 1 if at_once else 1
            if child.deaths >= MOST_DEATHS:
                raise GivenUp(f"{child.program.name}: il processo si è fermato {child.deaths} volte appena partito "
                              f"({cause}). Guarda il registro qui sopra, poi riavvia.")
            pause = min(FIRST_PAUSE_SECONDS * 2 ** (child.deaths - 1), LONGEST_PAUSE_SECONDS)
            logger.error("%s ended (%s): started again in %.1f s", child.program.name, cause, pause)
            await asyncio.sleep(pause)

    async def _live(self, child: _Child) -> int:
        """One life of the program; its exit code."""
        ours, theirs = socket.socketpair()
        with theirs:
            child.refusal, child.answered = "", False
            child.process = await asyncio.create_subprocess_exec(
                sys.executable, *child.program.command, stdin=asyncio.subprocess.DEVNULL,
                env={**os.environ, VARIABLE: str(theirs.fileno())}, pass_fds=[theirs.fileno()],
                start_new_session=True)
        reader, writer = await asyncio.open_connection(sock=ours)
        listening = asyncio.create_task(self._listen(child, reader))
        try:
            code = await child.process.wait()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(asyncio.shield(listening), 1.0)  # what it said last
            _end_group(child.process.pid)
            return code
        finally:
            listening.cancel()
            writer.close()

    async def _listen(self, child: _Child, reader: asyncio.StreamReader) -> None:
        async for line in reader:
            what, text = json.loads(line)
            if what == "refused":
                child.refusal = text
            if what == "checked":
                child.checked.set()
            if what != "ready":
                continue
            if child.ready.is_set() and not child.answered:
                logger.warning("%s answers again at %s", child.program.name, text)
            child.answered, child.address = True, text
            child.ready.set()


async def _end(child: _Child) -> None:
    """End a program with all that it has started."""
    process = child.process
    if process is None:
        return
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.terminate()
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(process.wait(), END_SECONDS)
    _end_group(process.pid)
    await process.wait()


def _end_group(group: int) -> None:
    """End what a program leaves behind: its own workers, when it was killed itself."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _cause(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"
