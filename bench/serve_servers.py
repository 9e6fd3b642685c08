"""The servers of the serving bench: ours, ours without one of its remedies, and Rasa's default recipe; their cost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Sequence

import psutil

from bench import serve_client, stock_rasa
from bot.settings import PROJECT_ROOT

START_SECONDS = 300.0


@dataclass(frozen=True)
class Running:
    """A server that answers. ``start``: seconds from the command to the first answer; ``processes``: the server, then
    its action server if it has one."""

    port: int
    start: float
    processes: tuple[psutil.Process, ...]

    def cpu(self) -> float:
        """Seconds of processor time that all processes have used so far."""
        return sum(sum(process.cpu_times()[:2]) for process in self.processes)

    def memory(self) -> list[float]:
        """Resident MB of each process."""
        return [process.memory_info().rss / 1e6 for process in self.processes]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def ours(folder: Path, model: Path, database: str, without: str = "") -> Iterator[Running]:
    """`orienta serve`, or the same ``without`` one of :data:`bench.serve_variant.REMEDIES`."""
    env = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT), "DATABASE_URL": database,
           "ORIENTA_SECRET": "a key for the bench", "ORIENTA_LIMITS": "off"}
    port, actions = free_port(), free_port()
    module = ["bench.serve_variant", without] if without else ["bot.cli"]
    arguments = [*module, "serve", "--only", "chat", "--port", str(port), "--model", str(model)]
    commands = []
    if without == "in_process_actions":
        arguments += ["--actions-url", f"http://127.0.0.1:{actions}"]
        commands = [["bot.cli", "actions", "--port", str(actions)]]
    with _running([arguments, *commands], port, folder, env, PROJECT_ROOT) as server:
        yield server


@contextmanager
def stock(folder: Path, model: Path, database: str) -> Iterator[Running]:
    """`rasa run` and `rasa run actions` with Rasa's default recipe."""
    port, actions = free_port(), free_port()
    stock_rasa.write(folder, actions)
    run = ["rasa", "run", "--port", str(port), "--interface", "127.0.0.1", "--model", str(model),
           "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    sdk = ["rasa_sdk", "--actions", "bot.actions", "--port", str(actions)]
    with _running([run, sdk], port, folder, stock_rasa.environment(database), folder) as server:
        yield server


@contextmanager
def _running(
    modules: Sequence[Sequence[str]], port: int, folder: Path, env: dict[str, str], directory: Path
) -> Iterator[Running]:
    if "rasa" in {module[0] for module in modules}:
        stock_rasa.find_python()  # made before the time counts
    begin = time.perf_counter()
    processes = []
    try:
        for module in modules:
            python = stock_rasa.find_python() if module[0] == "rasa" else sys.executable
            with (folder / f"{module[0]}.log").open("wb") as log:
                processes.append(subprocess.Popen(
                    [python, "-m", *module], cwd=directory, env=env, stdout=log, stderr=log,
                    stdin=subprocess.DEVNULL, start_new_session=True))
        _first_answer(port, begin, processes[0], folder)
        yield Running(port, time.perf_counter() - begin, tuple(psutil.Process(p.pid) for p in processes))
    finally:
        for process in processes:
            _end(process)


def _first_answer(port: int, begin: float, process: subprocess.Popen[bytes], folder: Path) -> None:
    while time.perf_counter() - begin < START_SECONDS:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended at once: see the logs in {folder}")
        with suppress(OSError, serve_client.websockets.WebSocketException):
            serve_client.reply(port, "ciao")
            return
        time.sleep(0.05)
    raise RuntimeError(f"no answer within {START_SECONDS:.0f} s: see the logs in {folder}")


def _end(process: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
            return
