"""Real servers for tests: `orienta serve` and `orienta actions` on free ports, ready when they say so."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional, Sequence, Union

from tests.support.clocks import CLOCK_SETTING, MOVED_CLOCK, PATIENCE_SECONDS
from tests.support.forked import ForkedCommand

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 240.0
Process = Union[subprocess.Popen[bytes], ForkedCommand]


PORTS = range(20_000, 32_000)
"""Below those that the system gives to outgoing connections: one of them could take the port of a server that is
started again."""


def free_port() -> int:
    """A port that nobody listens on now."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass
class Server:
    """A running process and where it answers. ``log`` is what it wrote so far."""

    port: int
    process: Process
    log_file: Path
    url: str = field(init=False)

    def __post_init__(self) -> None:
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """Everything written to stdout and stderr."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def get(self, path: str, timeout: float = 5.0) -> tuple[int, Any]:
        """Status and JSON body of a GET; status 0 when nothing answers."""
        return _request(urllib.request.Request(self.url + path), timeout)

    def say(self, sender: str, text: str, timeout: float = 30.0) -> list[dict[str, Any]]:
        """Send ``text`` over a channel like Rasa's REST channel (needs :data:`REST`); the replies."""
        body = json.dumps({"sender": sender, "message": text}).encode()
        request = urllib.request.Request(
            self.url + "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        status, replies = _request(request, timeout)
        assert status == 200, (status, replies)
        return list(replies)

    def texts(self, sender: str, text: str) -> list[str]:
        """The texts of the replies to ``text``."""
        return [reply["text"] for reply in self.say(sender, text) if "text" in reply]

    def stop(self, how: int = signal.SIGTERM, seconds: float = 10.0) -> int:
        """End the process and all that it started; its exit code."""
        if self.process.poll() is None:
            _signal_group(self.process, how)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        _signal_group(self.process, signal.SIGKILL)
        return self.process.wait(5)


REST = "tests.support.rest_channel:RestChannel"
"""A channel for ORIENTA_CHANNELS that lets anybody speak as anybody."""


@contextmanager
def orienta_serve(
    folder: Path,
    *,
    model: Optional[Path] = None,
    database_url: Optional[str] = None,
    env: Optional[Mapping[str, str]] = None,
    channels: Optional[str] = None,
    endpoints: Optional[Path] = None,
    actions_url: Optional[str] = None,
    arguments: Sequence[str] = (),
    port: Optional[int] = None,
    ready: bool = True,
    only: str = "chat",
    forked: bool = True,
) -> Iterator[Server]:
    """`orienta serve` with its files in ``folder``; ``only`` empty: chat and site.

    ``forked``: by a process that has imported the modules, unless a clock of its own asks for a new one; False for a
    test of the start itself or of what the process consists of.

    ``env``: with that of a :class:`tests.support.clocks.RunningClock` the server goes by that clock.
    ``database_url``: a SQLite file in ``folder`` by default. ``channels``: the setting, those of the registry by
    default. ``ready=False`` does not wait.

    Raises:
        AssertionError: the server ended, or was not ready within :data:`READY_SECONDS`; with its log.
    """
    port = port or free_port()
    command = ["serve", *(["--only", only] if only else []), "--port", str(port), *arguments]
    if model is not None:
        command += ["--model", str(model)]
    if endpoints is not None:
        command += ["--endpoints", str(endpoints)]
    if actions_url is not None:
        command += ["--actions-url", actions_url]
    database_url = database_url or f"sqlite:///{folder / 'orienta.db'}"
    # an action may take what a busy machine needs; tests of its limit set their own
    more = {"DATABASE_URL": database_url, "ORIENTA_LIMITS": "off",
            "ORIENTA_ACTION_TIMEOUT_SECONDS": str(int(PATIENCE_SECONDS)), **(env or {})}
    if channels is not None:
        more["ORIENTA_CHANNELS"] = channels
    with _running(command, port, folder, more, forked=forked) as server:
        if ready:
            wait_until_ready(server, "/health")
        yield server


@contextmanager
def orienta_actions(
    folder: Path, *, database_url: Optional[str] = None, env: Optional[Mapping[str, str]] = None,
    port: Optional[int] = None,
) -> Iterator[Server]:
    """`orienta actions`: the separate action server; its address for ``actions_url`` is ``server.url``."""
    port = port or free_port()
    more = {"DATABASE_URL": database_url or f"sqlite:///{folder / 'orienta.db'}", **(env or {})}
    with _running(["actions", "--port", str(port)], port, folder, more) as server:
        wait_until_ready(server, "/health")
        yield server


@contextmanager
def _running(
    arguments: Sequence[str], port: int, folder: Path, env: Mapping[str, str], forked: bool = False,
) -> Iterator[Server]:
    path = os.pathsep.join(filter(None, [
        str(MOVED_CLOCK), env.get("PYTHONPATH"), str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {"OMP_NUM_THREADS": "1", **os.environ, **env, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
    log_file = folder / f"{arguments[0]}-{port}.log"
    process: Process
    if forked and environment.get(CLOCK_SETTING) == os.environ.get(CLOCK_SETTING):
        process = ForkedCommand(arguments, environment, ROOT, log_file)
    else:
        with log_file.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", *arguments], cwd=ROOT, env=environment, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, start_new_session=True)
    server = Server(port, process, log_file)
    try:
        yield server
    finally:
        server.stop()


def wait_until_ready(server: Server, path: str, seconds: float = READY_SECONDS) -> None:
    """Return when ``path`` answers 200."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        assert server.process.poll() is None, f"the server ended with {server.process.returncode}:\n{server.log}"
        if server.get(path, timeout=2)[0] == 200:
            return
        time.sleep(0.1)
    raise AssertionError(f"not ready within {seconds} s:\n{server.log}")


def _request(request: urllib.request.Request, timeout: float) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(request, timeout=timeout) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        text = error.read().decode(errors="replace")
        try:
            return error.code, json.loads(text)
        except ValueError:
            return error.code, text
    except (OSError, ValueError):
        return 0, None


def _signal_group(process: Process, how: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, how)
