"""The site with the desk for tests: in this process in a thread, or in one of its own that can be killed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Optional

import httpx
import uvicorn

from bot import clock
from bot.server.app import Application
from bot.settings import Settings
from tests.support.clocks import MOVED_CLOCK, PATIENCE_SECONDS
from tests.support.desk_data import PASSWORD
from tests.support.servers import ROOT, free_port

EVENT_SECONDS = 14.0
"""Less than between two pings, which would hide an event that does not come."""


@contextmanager
def site(settings: Settings, now: Callable[[], datetime] = clock.now) -> Iterator[str]:
    """The address of the site, served by a thread of this process."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(
        Application(settings, now=now), host="127.0.0.1", port=port, log_config=None, access_log=False, ws="none",
        timeout_graceful_shutdown=1))
    server.install_signal_handlers = lambda: None
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{port}"
    _wait(url)
    yield url
    server.should_exit = True
    thread.join(10)


@contextmanager
def site_process(
    folder: Path, database_url: str, port: Optional[int] = None, level: str = "DEBUG",
    env: Optional[Mapping[str, str]] = None,
) -> Iterator[Any]:
    """The site in a process of its own: ``(address, process, log file)``."""
    port = port or free_port()
    command = ["-m", "bot.cli", "serve", "--only", "site", "--port", str(port), "--no-check-database"]
    path = os.pathsep.join(filter(None, [str(MOVED_CLOCK), str(ROOT), os.environ.get("PYTHONPATH")]))
    log_file = folder / f"site-{port}.log"
    environment = {**os.environ, **(env or {}), "PYTHONPATH": path, "DATABASE_URL": database_url, "LOG_LEVEL": level}
    with log_file.open("ab") as log:
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url)
        yield url, process, log_file
    finally:
        process.kill()
        process.wait(5)


def _wait(url: str) -> None:
    limit = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < limit:
        with suppress(httpx.HTTPError):
            if httpx.get(url + "/health").status_code == 200:
                return
        time.sleep(0.05)
    raise AssertionError(f"{url} is not ready")


@dataclass(frozen=True)
class Event:
    """A server-sent event."""

    name: str
    data: str
    id: str


class Browser(httpx.Client):
    """A browser of the desk: keeps cookies, follows redirects, knows the token of its forms."""

    def __init__(self, url: str) -> None:
        super().__init__(base_url=url, follow_redirects=True, timeout=PATIENCE_SECONDS)
        self.csrf = ""

    def sign_in(self, username: str, password: str = PASSWORD) -> httpx.Response:
        """Sign in through the form."""
        form = self.get("/operatori/accesso")
        answer = self.post("/operatori/accesso", data={
            "csrf": field(form.text, "csrf"), "username": username, "password": password, "poi": ""})
        if answer.status_code == 200:
            self.csrf = field(answer.text, "csrf")
        return answer

    def act(self, path: str, **data: str) -> httpx.Response:
        """Send a form with its token."""
        return self.post(path, data={"csrf": self.csrf, **data})

    def conversation(self, who: str, act: str = "", **data: str) -> httpx.Response:
        """Look at a conversation, or act on it."""
        path = f"/operatori/conversazioni/{who}"
        return self.act(f"{path}/{act}", **data) if act else self.get(path)

    @contextmanager
    def events(self, who: str = "", after: int = 0, last_event_id: str = "") -> Iterator[Iterator[Event]]:
        """The stream of a page; an event that does not come is a failure (pings are further apart)."""
        headers = {"Accept": "text/event-stream", **({"Last-Event-ID": last_event_id} if last_event_id else {})}
        parameters = {"conversazione": who, "dopo": after} if who else {}
        with self.stream(
            "GET", "/operatori/eventi", params=parameters, headers=headers, timeout=EVENT_SECONDS,
        ) as answer:
            assert answer.status_code == 200, answer.status_code
            yield _events(answer.iter_lines())


def _events(lines: Iterator[str]) -> Iterator[Event]:
    name, data, last = "message", [], ""
    for line in lines:
        kind, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if kind == "event":
            name = value
        elif kind == "data":
            data.append(value)
        elif kind == "id":
            last = value
        elif not line:
            if data or name != "message":
                yield Event(name, "\n".join(data), last)
            name, data = "message", []


def field(page: str, name: str) -> str:
    """The value of a hidden field in a page."""
    match = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert match is not None, f"no field {name}"
    return match.group(1)


def numbers(page: str) -> list[int]:
    """The sequence numbers of the messages in a page, as they stand."""
    return [int(number) for number in re.findall(r'data-sequence="(\d+)"', page)]


def until(events: Iterator[Event], name: str) -> Event:
    """The next event of that name."""
    return next(event for event in events if event.name == name)


def shown(value: Any) -> str:
    """A value in a failure's message."""
    return json.dumps(value, ensure_ascii=False, default=str)
