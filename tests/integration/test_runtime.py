"""The real server on a toy bot: actions inside and outside, failures told in one sentence, erasure, restarts."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Iterator

import pytest
from sqlalchemy.engine import make_url

from tests.support import servers
from tests.support.servers import REST, ROOT, Server
from tests.unit.rasa import toy

pytestmark = pytest.mark.slow

OF_SANIC = "/site-packages/websockets/"
"""A library that Sanic loads and nobody else."""

TOLD = [toy.UNAVAILABLE]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the trained toy bot."""
    folder = toy.write(tmp_path_factory.mktemp("toy"))
    subprocess.run([sys.executable, "-c", toy.train_command(folder)], cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def env(bot: Path) -> dict[str, str]:
    return {"PYTHONPATH": str(bot), "ORIENTA_ACTIONS_PACKAGE": "toy_actions", "ORIENTA_ACTION_TIMEOUT_SECONDS": "1"}


def _options(bot: Path, env: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"model": bot / "models", "env": env, "channels": REST,
            "arguments": ["--no-check-database"], "forked": False, **more}


@pytest.fixture(scope="module")
def server(bot: Path, env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests that leave it as it was."""
    with servers.orienta_serve(tmp_path_factory.mktemp("serve"), **_options(bot, env)) as running:
        yield running


def _rows(server: Server, sender: str) -> list[str]:
    with sqlite3.connect(server.log_file.parent / "orienta.db") as connection:
        return [row[0] for row in connection.execute("select data from events where sender_id=? order by id", [sender])]


def test_health_names_the_model_and_the_database(server: Server) -> None:
    status, body = server.get("/health")
    assert status == 200
    assert body["status"] == "ok" and body["database"] == "ok" and body["model"].startswith("orienta-")


def test_neither_tensorflow_nor_sanic_is_in_the_served_process(server: Server) -> None:
    maps = Path(f"/proc/{server.process.pid}/maps").read_text()
    assert "/numpy/" in maps  # the control: a library that is used does show here
    assert "/tensorflow/" not in maps and OF_SANIC not in maps


def test_responses_from_the_data_folder_and_actions_in_the_process(server: Server) -> None:
    assert server.texts("anna", "ciao") == ["Ciao!"]
    assert server.texts("anna", "bene") == ["fatto, anna"]


def test_a_failing_action_is_told_in_one_sentence_and_the_dialogue_goes_on(server: Server) -> None:
    assert server.texts("bea", "scoppia") == TOLD
    assert server.texts("bea", "ciao") == ["Ciao!"]


def test_a_blocking_action_is_told_after_its_limit_and_others_do_not_wait(server: Server) -> None:
    start = time.monotonic()
    assert server.texts("carla", "lento") == TOLD
    assert time.monotonic() - start < 7
    start = time.monotonic()
    assert server.texts("dina", "ciao") == ["Ciao!"]
    assert time.monotonic() - start < 4


def test_a_failing_validation_does_not_let_the_value_through_and_the_form_goes_on(server: Server) -> None:
    assert server.texts("elsa", "modulo") == ["Quanti anni hai?"]
    assert server.texts("elsa", "guasto") == TOLD
    assert server.texts("elsa", "34") == ["Hai detto 34."]


def test_logs_quote_neither_messages_nor_what_actions_raise(server: Server) -> None:
    assert server.texts("fabia", "scoppia Segreta") == TOLD
    server.say("fabia", "mi chiamo Fabia Segreta")
    assert "action_boom failed" in server.log
    assert "Segreta" not in server.log


def test_structured_logs_do_not_write_slots(server: Server) -> None:
    """Rasa logs an error with all local variables when a response names a slot that does not exist."""
    server.say("fausta", "modulo")
    server.say("fausta", "Fausta Segreta")
    assert server.texts("fausta", "rotto") == ["Senza {nothing}."]
    assert "interpolator.interpolate.text KeyError" in server.log
    assert "Segreta" not in server.log


def test_erasure_deletes_what_was_said_and_later_saves_do_not_bring_it_back(server: Server) -> None:
    server.say("gina", "mi chiamo Gina Rossi")
    assert any("Gina Rossi" in row for row in _rows(server, "gina"))
    assert server.texts("gina", "cancella") == ["cancellato"]
    assert not any("Gina Rossi" in row or "cancella\"" in row for row in _rows(server, "gina"))
    assert server.texts("gina", "ciao") == ["Ciao!"]
    rows = _rows(server, "gina")
    assert rows and not any("Gina Rossi" in row for row in rows)


def test_a_locked_database_is_told_and_the_conversation_goes_on_after(server: Server) -> None:
    assert server.texts("ines", "modulo") == ["Quanti anni hai?"]
    connection = sqlite3.connect(server.log_file.parent / "orienta.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        # reading is possible in WAL, so the answer comes; the turn waits in memory, and the next one must wait for it
        assert server.texts("ines", "34") == ["Hai detto 34."]
        assert server.texts("ines", "ciao") == TOLD
    finally:
        connection.execute("ROLLBACK")
        connection.close()
    assert server.texts("ines", "ciao") == ["Ciao!"]
    rows = _rows(server, "ines")
    assert any('"text": "34"' in row for row in rows), "what was said while the database was locked is lost"
    assert sum('"event": "user"' in row for row in rows) == 3


def test_a_conversation_goes_on_after_kill_9(bot: Path, env: dict[str, str], tmp_path: Path) -> None:
    with servers.orienta_serve(tmp_path, **_options(bot, env)) as first:
        assert first.texts("luca", "modulo") == ["Quanti anni hai?"]
        first.stop(signal.SIGKILL)
    with servers.orienta_serve(tmp_path, **_options(bot, env)) as second:
        assert second.texts("luca", "51") == ["Hai detto 51."]
        assert second.stop() == 0


def test_separate_action_server_and_what_is_said_while_it_is_down(
    bot: Path, env: dict[str, str], tmp_path: Path
) -> None:
    port = servers.free_port()
    options = _options(bot, env, actions_url=f"http://127.0.0.1:{port}")
    with servers.orienta_serve(tmp_path, **options) as server:
        assert server.texts("mara", "bene") == TOLD
        with servers.orienta_actions(tmp_path, env=env, port=port) as actions:
            assert server.texts("mara", "bene") == ["fatto, mara"]
            assert server.texts("mara", "scoppia") == TOLD
            assert server.texts("mara", "lento") == TOLD
            actions.stop(signal.SIGKILL)
        assert server.texts("mara", "bene") == TOLD


def test_postgresql_stopped_and_started_again(
    bot: Path, env: dict[str, str], tmp_path: Path, postgres_url: str, postgres_server: Any
) -> None:
    with servers.orienta_serve(tmp_path, **_options(bot, env, database_url=postgres_url)) as server:
        assert server.texts("nora", "modulo") == ["Quanti anni hai?"]
        name = make_url(postgres_url).database
        postgres_server.psql(f"alter database {name} with allow_connections false;")
        postgres_server.psql(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}';")
        assert server.texts("nora", "34") == TOLD
        assert server.get("/health")[1]["database"] == "unavailable"
        postgres_server.psql(f"alter database {name} with allow_connections true;")
        assert server.texts("nora", "34") == ["Hai detto 34."], "the form was forgotten"
        assert server.get("/health")[0] == 200


def test_a_port_in_use_is_one_sentence(server: Server, bot: Path, env: dict[str, str], tmp_path: Path) -> None:
    with servers.orienta_serve(tmp_path, **_options(bot, env, port=server.port, ready=False)) as second:
        assert second.process.wait(60) == 1
        assert f"La porta {server.port}" in second.log and "ORIENTA_PORT" in second.log
        assert "Traceback" not in second.log


def test_a_model_that_cannot_be_loaded_ends_the_server_with_one_sentence(
    bot: Path, env: dict[str, str], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.tar.gz"
    bad.write_bytes(b"not a model")
    with servers.orienta_serve(tmp_path, **_options(bot, env, model=bad, ready=False)) as second:
        assert second.process.wait(60) == 1
        assert "bad.tar.gz" in second.log and "Traceback" not in second.log


def test_stock_rasa_on_request(bot: Path, env: dict[str, str], tmp_path: Path) -> None:
    with servers.orienta_serve(tmp_path, **_options(bot, {**env, "ORIENTA_PATCHES": "off"})) as server:
        assert server.texts("olga", "ciao") == ["Ciao!"]
        assert server.texts("olga", "scoppia") == TOLD
        assert OF_SANIC in Path(f"/proc/{server.process.pid}/maps").read_text(), "Rasa was imported as it is"


def test_training_reports_its_steps_and_prints_one_line(tmp_path: Path) -> None:
    folder = toy.write(tmp_path)
    source = toy.train_command(folder).replace(
        "output=root / 'models')", "output=root / 'models', progress=lambda step: print(step, file=sys.stderr))")
    done = subprocess.run([sys.executable, "-c", "import sys\n" + source], cwd=ROOT, capture_output=True, text=True)
    assert "\nRulePolicy\n" in done.stderr and "Processed" not in done.stderr
    assert done.stdout.count("\n") == 1 and Path(done.stdout.strip()).is_file()
    assert [path.name for path in (folder / "models").iterdir()] == [Path(done.stdout.strip()).name], "drafts are left"
