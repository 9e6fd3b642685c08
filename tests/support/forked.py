"""Real processes for a test to talk with and to kill, forked by one that has imported what they need.

A hundred begin quickly, and the start of a server takes a fifth of the processor.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Optional

from tests.support.clocks import PATIENCE_SECONDS

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([
    "tests.support.server_imports", "tests.support.notice_process", "tests.support.waiting_world"])


class ForkedProcess:
    """``target(*arguments, say)`` in a process of its own. ``log``: the file that gets its standard error.

    What it says comes one by one, and nothing after it was killed.
    """

    def __init__(self, log: Path, target: Callable[..., None], *arguments: Any) -> None:
        self._log = log
        self._heard, said = _context.Pipe(duplex=False)
        self._process = _context.Process(target=_run, args=(log, said, target, *arguments), daemon=True)
        self._process.start()
        said.close()

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.is_alive()

    def hear(self, seconds: float = PATIENCE_SECONDS) -> Optional[str]:
        """What it says next; None when it has ended.

        Raises:
            AssertionError: nothing in so many seconds; with where it stands.
        """
        assert self._heard.poll(seconds), self.explain_stall()
        try:
            return str(self._heard.recv())
        except EOFError:
            return None

    def kill(self) -> None:
        """End it as the system does when there is no memory: at once, whatever it does."""
        self._process.kill()
        self._process.join()
        self._heard.close()

    def end(self) -> int:
        """Wait for its own end; its exit code."""
        self._process.join(PATIENCE_SECONDS)
        self._heard.close()
        code = self._process.exitcode
        assert code is not None, self.explain_stall()
        return code

    def explain_stall(self) -> str:
        """What its threads are doing, and the end of its log."""
        if self.is_alive and self._process.pid is not None:
            os.kill(self._process.pid, signal.SIGUSR1)
            time.sleep(0.5)  # only a test that fails comes here
        return f"it does nothing:\n{self.read_log()}"

    def read_log(self) -> str:
        """The end of what it logged."""
        return self._log.read_text(errors="replace")[-6000:] if self._log.exists() else ""


class ForkedCommand:
    """`orienta` with ``arguments`` in a process and a session of its own; what tests use of ``subprocess.Popen``.

    ``environment`` is all that it has. What Python reads of it while it starts is that of the tests: only a process
    that is not forked can have another clock. ``log``: the file that gets its output.
    """

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path) -> None:
        ready, begun = _context.Pipe(duplex=False)
        self._process = _context.Process(
            target=_run_command, args=(list(arguments), dict(environment), folder, log, begun), daemon=True)
        self._process.start()
        begun.close()
        assert ready.poll(PATIENCE_SECONDS), "no process was forked"
        ready.close()
        assert self._process.pid is not None
        self.pid = self._process.pid

    @property
    def returncode(self) -> Optional[int]:
        """The exit code, minus the signal that ended it; None as long as it runs."""
        return self._process.exitcode

    def poll(self) -> Optional[int]:
        """As :attr:`returncode`."""
        return self.returncode

    def wait(self, timeout: Optional[float] = None) -> int:
        """Wait for its end; the exit code.

        Raises:
            subprocess.TimeoutExpired: it still runs after ``timeout`` seconds.
        """
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
        return self.returncode

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()


def _run_command(
    arguments: list[str], environment: dict[str, str], folder: Path, log: Path, begun: Connection,
) -> None:
    os.setsid()
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for output in (1, 2):
        os.dup2(descriptor, output)
    os.close(descriptor)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(write_through=True)  # type: ignore[union-attr]
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:0] = [part for part in environment.get("PYTHONPATH", "").split(os.pathsep) if part not in sys.path]
    sys.argv = ["orienta", *arguments]
    os.chdir(folder)
    begun.send(None)
    begun.close()
    from bot.cli.main import main

    main()


def _run(log: Path, said: Connection, target: Callable[..., None], *arguments: Any) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 2)
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    target(*arguments, said.send)
