"""`orienta rasa run` from the root goes on working, with our stores and the same sentence when something is down."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from bot.db.models import Base
from bot.db.session import dispose_all, get_engine
from tests.support import servers, webchat
from tests.support.servers import ROOT, Server
from tests.unit.rasa import toy

pytestmark = pytest.mark.slow


def test_rasa_run(tmp_path: Path) -> None:
    folder = toy.write(tmp_path)
    subprocess.run([sys.executable, "-c", toy.train_command(folder)], cwd=ROOT, check=True, capture_output=True)
    (folder / "credentials.yml").write_text("rest:\n")
    database = folder / "plain.db"
    port = servers.free_port()
    env = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "DATABASE_URL": f"sqlite:///{database}",
           "RASA_TELEMETRY_ENABLED": "false", "OMP_NUM_THREADS": "1"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "rasa", "run", "-p", str(port), "-m", str(folder / "models"),
             "--credentials", str(folder / "credentials.yml")],
            cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
    server = Server(port, process, folder / "log")
    try:
        servers.wait_until_ready(server, "/webhooks/rest/")  # Rasa says that it is up before it listens
        assert server.texts("pia", "ciao") == ["Ciao!"]
        with sqlite3.connect(database) as connection:
            assert connection.execute("select count(*) from events where sender_id = 'pia'").fetchone()[0] > 3
        blocker = sqlite3.connect(database, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        assert server.texts("pia", "ciao") == ["Ciao!"]
        assert server.texts("pia", "ciao") == [toy.UNAVAILABLE]
        blocker.execute("ROLLBACK")
        blocker.close()
        assert server.texts("pia", "ciao") == ["Ciao!"]
        with sqlite3.connect(database) as connection:
            said = connection.execute(
                "select count(*) from events where sender_id = 'pia' and type_name = 'user'").fetchone()[0]
        assert said == 3, "what was said while the database was locked is lost"
    finally:
        server.stop()


def test_our_channels_beside_rasas_server(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    """The project's own credentials file: web chat and page on ORIENTA_PORT, by the agent of Rasa's server."""
    Base.metadata.create_all(get_engine(f"sqlite:///{tmp_path / 'o.db'}"))
    dispose_all()
    ours, rasas = servers.free_port(), servers.free_port()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{tmp_path / 'o.db'}",
           "TELEGRAM_TOKEN": "", "ORIENTA_PORT": str(ours), "ORIENTA_SECRET": webchat.SECRET, "OMP_NUM_THREADS": "1"}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "rasa", "run", "-p", str(rasas), "-i", "127.0.0.1",
             "-m", str(webchat.toy_model(tmp_path_factory))],
            cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
    server = Server(ours, process, tmp_path / "log")
    try:
        servers.wait_until_ready(server, "/health")
        chat = webchat.Chat(server.url)
        assert "dimmi pure" in chat.say("ciao")["text"]
        chat.close()
        with urllib.request.urlopen(server.url + "/chat", timeout=10) as page:
            assert "Orienta Lecco" in page.read().decode()
        os.kill(process.pid, signal.SIGTERM)
        process.wait(20)
        assert "Traceback" not in server.log
    finally:
        server.stop()
