"""`orienta serve` as one process: chat, site and desk on one address, how it begins and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Callable, Iterator

import pytest

from tests.support import webchat
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.database import fill
from tests.support.forked import ForkedProcess
from tests.support.servers import Server

pytestmark = pytest.mark.slow


@contextmanager
def _whole(folder: Path, model: Path) -> Iterator[Server]:
    """Chat with the toy bot, site and desk."""
    url = f"sqlite:///{folder / 'orienta.db'}"
    fill(url)
    with webchat.toy_server(folder, model, database_url=url, only="", forked=False) as server:
        yield server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with _whole(tmp_path_factory.mktemp("whole"), webchat.toy_model(tmp_path_factory)) as running:
        yield running


def _read(server: Server, path: str) -> str:
    with urllib.request.urlopen(server.url + path, timeout=10) as reply:
        return str(reply.read().decode())


def test_everything_is_at_one_address_which_is_said(server: Server) -> None:
    said = [line for line in server.log.splitlines() if line.startswith(("Pronto:", "Sito:"))]
    assert said == [f"Pronto: {server.url}/chat", f"Sito:   {server.url}/"]
    assert "Orienta Lecco" in _read(server, "/chat") and "<html" in _read(server, "/corsi")
    assert "Accesso" in _read(server, "/operatori/accesso") and '"items"' in _read(server, "/api/v1/courses")
    status, health = server.get("/health")
    assert (status, health["status"], health["model"]) == (200, "ok", "toy.tar.gz")
    chat = webchat.Chat(server.url)
    assert "dimmi pure" in chat.say("ciao")["text"]
    chat.close()


def test_it_is_one_process(server: Server) -> None:
    listed = subprocess.run(["ps", "-eo", "ppid="], capture_output=True, text=True, check=True).stdout.split()
    assert str(os.getpid()) in listed  # the control
    assert str(server.process.pid) not in listed


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_it_ends_what_is_open_and_sends_clients_away(
    how: signal.Signals, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with _whole(tmp_path, webchat.toy_model(tmp_path_factory)) as server:
        chat = webchat.OwnChat(server.url)
        gone = threading.Event()
        polling = webchat.Chat(server.url)
        polling.client.on("disconnect", lambda *_: gone.set())
        number = chat.send("aspetta un momento")["sequence"]
        chat.until(lambda: any(item["typing"] for item in chat.typing), "sign of a turn")
        os.kill(server.process.pid, how)
        chat.until(lambda: chat.last > number, "answer")
        assert chat.messages[-1]["text"] == "Eccomi."
        assert server.process.wait(PATIENCE_SECONDS) == 0
        assert gone.wait(PATIENCE_SECONDS), "a client was not told to look elsewhere"
        assert "Traceback" not in server.log
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 0.5):
            raise AssertionError("something still listens")


def test_a_page_that_stays_open_does_not_hold_the_end_up(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with (_whole(tmp_path, webchat.toy_model(tmp_path_factory)) as server,
          socket.create_connection(("127.0.0.1", server.port)) as idle):
        idle.sendall(b"GET /corsi HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle.recv(100).startswith(b"HTTP/1.1 200")
        started = time.monotonic()
        os.kill(server.process.pid, signal.SIGTERM)
        assert server.process.wait(15) == 0
        assert time.monotonic() - started < 10


def _say_whether_rasa_is_there(say: Callable[[str], None]) -> None:
    say(str("rasa.core.agent" in sys.modules and "connectors.site.app" in sys.modules))


def test_the_servers_of_other_tests_begin_with_everything_imported(tmp_path: Path) -> None:
    """Python passes over what cannot be imported ahead: each start would take four times as long, unnoticed."""
    process = ForkedProcess(tmp_path / "log", _say_whether_rasa_is_there)
    assert process.hear() == "True"
    assert process.end() == 0
