"""`orienta serve` with the real chat and the real site: what ends, what comes back, what is said."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Callable, Iterator

import pytest

from bot.db import migrate, seeding
from bot.db.session import dispose_all
from tests import webchat
from tests.servers import ROOT, Server, free_port, orienta_serve

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """The chat with a toy bot, and the address of the site."""
    folder = tmp_path_factory.mktemp("both")
    url = f"sqlite:///{folder / 'orienta.db'}"
    migrate.upgrade(url)
    seeding.seed(url)
    dispose_all()
    site = free_port()
    with orienta_serve(
            folder, model=webchat.toy_model(tmp_path_factory), credentials=webchat.CREDENTIALS, site=True,
            env={"ORIENTA_SITE_PORT": str(site), "ORIENTA_SECRET": webchat.SECRET}) as server:
        address = f"http://127.0.0.1:{site}"
        _until(lambda: _answers(address))
        yield server, address


def _answers(address: str) -> bool:
    return Server(int(address.rsplit(":", 1)[1]), None, Path()).get("/health", timeout=2)[0] == 200  # type: ignore[arg-type]


def _until(condition: Callable[[], bool], seconds: float = 40.0) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.1)


def _children(server: Server) -> dict[str, int]:
    """The ids of the two processes by their command."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    found = {}
    for line in listed.splitlines():
        pid, parent, arguments = line.split(None, 2)
        command = re.search(r"bot\.cli (serve|site)", arguments)
        if int(parent) == server.process.pid and command:
            found[command[1]] = int(pid)
    return found


def test_both_addresses_are_said_once_both_answer(both: tuple[Server, str]) -> None:
    server, site = both
    _until(lambda: "Sito:" in server.log)
    said = [line for line in server.log.splitlines() if line.startswith(("Pronto:", "Sito:"))]
    assert said == [f"Pronto: {server.url}/chat", f"Sito:   {site}/"]


def test_a_site_that_is_killed_comes_back_and_the_chat_stays(both: tuple[Server, str]) -> None:
    server, site = both
    before = _children(server)
    os.kill(before["site"], signal.SIGKILL)
    _until(lambda: _answers(site) and _children(server).get("site") not in (None, before["site"]))
    assert _children(server)["serve"] == before["serve"]
    assert "Sito ended (SIGKILL)" in server.log and f"Sito answers again at {site}/" in server.log


def test_a_chat_that_is_killed_comes_back_and_the_site_stays(both: tuple[Server, str]) -> None:
    server, site = both
    before = _children(server)
    os.kill(before["serve"], signal.SIGKILL)
    _until(lambda: server.get("/health", timeout=2)[0] == 200)
    after = _children(server)
    assert after["serve"] != before["serve"] and after["site"] == before["site"] and _answers(site)
    assert "Chat ended (SIGKILL)" in server.log


def test_a_taken_port_of_the_site_is_one_sentence(both: tuple[Server, str], tmp_path: Path) -> None:
    _, site = both
    port = site.rsplit(":", 1)[1]
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "serve", "--port", str(free_port()), "--no-check-database"], cwd=ROOT,
        env={**os.environ, "ORIENTA_SITE_PORT": port, "DATABASE_URL": f"sqlite:///{tmp_path / 'o.db'}"},
        capture_output=True, text=True, timeout=30)
    assert done.returncode == 1 and not done.stdout
    assert done.stderr.strip() == (f"La porta {port} su 127.0.0.1 non si può usare (Address already in use): "
                                   "scegline un'altra con ORIENTA_SITE_PORT (oppure --no-site per la sola chat).")


def test_one_port_for_both_is_refused(tmp_path: Path) -> None:
    port = str(free_port())
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "serve", "--port", port], cwd=ROOT,
        env={**os.environ, "ORIENTA_SITE_PORT": port, "DATABASE_URL": f"sqlite:///{tmp_path / 'o.db'}"},
        capture_output=True, text=True, timeout=30)
    assert done.returncode == 1 and "ORIENTA_SITE_PORT" in done.stderr


def test_the_end_of_the_parent_is_the_end_of_both(both: tuple[Server, str]) -> None:
    """The last test: a terminal that is closed (SIGHUP) stops everything in order, and nothing holds a port."""
    server, site = both
    children = _children(server)
    assert set(children) == {"serve", "site"}
    os.kill(server.process.pid, signal.SIGHUP)
    assert server.process.wait(15) == 0
    for pid in children.values():
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    for port in (server.port, int(site.rsplit(":", 1)[1])):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
            raise AssertionError(f"something still listens on {port}")
