"""Plain `rasa run` from the root goes on working, with our stores and the same sentence when something is down."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests import servers
from tests.servers import ROOT, Server
from tests.unit.runtime import toy

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
            [sys.executable, "-m", "rasa", "run", "-p", str(port), "-m", str(folder / "models"),
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
