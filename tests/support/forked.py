"""Real processes for a test to kill: forked by a server that has loaded the modules, so that a hundred begin quickly.

What they say comes one by one, and nothing after they were killed.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Optional

from tests.support.clocks import PATIENCE_SECONDS

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.support.notice_process", "tests.support.waiting_world"])


class ForkedProcess:
    """``target(*arguments, say)`` in a process of its own. ``log``: the file that gets its standard error."""

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


def _run(log: Path, said: Connection, target: Callable[..., None], *arguments: Any) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 2)
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    target(*arguments, said.send)
