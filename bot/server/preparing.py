"""`orienta prepare` in a process of its own: what it imports stays out of the one that serves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, NoReturn, Optional


def run(meanwhile: Callable[[], None]) -> tuple[int, Optional[Path]]:
    """Bring database and model to the state of the files; the exit code, and the model when that is 0.

    ``meanwhile``: what this process does while it waits, such as imports.

    A signal ends the preparation with all that it has started (a training lasts), and then this process.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "prepare"], stdout=subprocess.PIPE, text=True, start_new_session=True)

    def stop(number: int, _frame: Any) -> NoReturn:
        os.killpg(child.pid, signal.SIGTERM)
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    meanwhile()
    said, _ = child.communicate()
    for number, handler in before.items():
        signal.signal(number, handler)
    return child.returncode, Path(said.splitlines()[-1]) if child.returncode == 0 else None
