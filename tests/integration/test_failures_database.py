"""A database that is locked, gone or stopped, and a server that is killed: one sentence, and nothing is lost."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

import pytest

from bench.chat_client import Chat, button, text_of
from tests.support.assistant import assistant, book_until_name, book_until_summary, rows, sentence, texts
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.database import OwnPostgres, fill, run_postgres
from tests.support.servers import Server

pytestmark = pytest.mark.slow

TOLD = [sentence("utter_service_unavailable")]
QUESTION = "quanto dura il corso di sala?"
PERSONAL = ("Bonacina", "esempio.it", "339 123", "3391234567", "corso di sala")


@pytest.fixture(scope="module")
def server(trained_model: Path, seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """On a SQLite file."""
    with assistant(tmp_path_factory.mktemp("database"), trained_model, seeded_file) as running:
        yield running
        assert not [word for word in PERSONAL if word in running.log]


@contextmanager
def locked(server: Server) -> Iterator[None]:
    """Another process holds the database for itself."""
    connection = sqlite3.connect(server.log_file.parent / "orienta.db", isolation_level=None, timeout=5)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


# -- locked -----------------------------------------------------------------------------------------------------------


def test_a_question_on_a_locked_database(server: Server) -> None:
    with Chat(server.url) as chat:
        chat.say("ciao")
        assert "250" in text_of(chat.say(QUESTION))
        with locked(server):  # what cannot be written down is not answered, and each message is told so
            assert texts(chat.say("e quanto costa?")) == TOLD
            assert texts(chat.say("e quanto costa?")) == TOLD
        assert "gratuit" in text_of(chat.say("e quanto costa?")), "the subject was forgotten"
        said = rows(server, "select count(*) from events where sender_id = ? and type_name = 'user'",
                    chat.session_id.partition(".")[0])
        assert said == [(3,)], "ciao, the question, and the last one"


def test_a_first_message_on_a_locked_database(server: Server) -> None:
    with Chat(server.url) as chat:
        with locked(server):
            assert texts(chat.say("vorrei prenotare un appuntamento")) == TOLD
        assert button(chat.say("vorrei prenotare un appuntamento"), "Colloquio")


def test_a_confirmation_on_a_locked_database(server: Server) -> None:
    with Chat(server.url) as chat:
        summary = book_until_summary(chat, "Elda Bonacina", "chiusa@esempio.it")
        with locked(server):
            assert texts(chat.press(summary, "Confermo")) == TOLD
        assert rows(server, "select count(*) from appointment where contact = 'chiusa@esempio.it'") == [(0,)]
        reply = text_of(chat.say("confermo"))
        assert "Prenotato" in reply
        assert rows(server, "select count(*) from appointment where contact = 'chiusa@esempio.it'") == [(1,)]


def test_a_short_lock_is_waited_out(server: Server) -> None:
    with Chat(server.url) as chat:
        summary = book_until_summary(chat, "Elda Bonacina", "breve@esempio.it")
        with locked(server):
            chat.send(button(summary, "Confermo")["payload"])
            time.sleep(0.8)
        assert chat.wait_for(lambda: "Prenotato" in text_of(chat.received), PATIENCE_SECONDS)


# -- gone -------------------------------------------------------------------------------------------------------------


def test_a_file_that_goes_away_and_comes_back(trained_model: Path, seeded_file: Path, tmp_path: Path) -> None:
    with assistant(tmp_path, trained_model, seeded_file) as server, Chat(server.url) as chat:
        book_until_name(chat)
        away = tmp_path / "away"
        away.mkdir()
        names = [path.name for path in tmp_path.glob("orienta.db*")]
        for name in names:
            shutil.move(tmp_path / name, away / name)
        (tmp_path / "orienta.db").mkdir()  # what is there cannot be opened as a file
        assert len(texts(chat.say("Elda Bonacina"))) == 1
        with Chat(server.url) as another:
            assert len(texts(another.say(QUESTION))) == 1
        (tmp_path / "orienta.db").rmdir()
        for name in names:
            shutil.move(away / name, tmp_path / name)
        reply = text_of(chat.say("Elda Bonacina"))
        if "Ricapitolo" not in reply:
            asked = [sentence(f"utter_ask_booking_contact{again}") for again in ("", "_again")]
            assert any(words in reply for words in asked)
        assert "Ricapitolo" in text_of(chat.say("elda@esempio.it"))
        assert not [word for word in PERSONAL if word in server.log]


@pytest.fixture
def own_postgres() -> Iterator[OwnPostgres]:
    with run_postgres() as postgres:
        fill(postgres.url)
        yield postgres


def test_postgresql_stopped_and_started_again(
    trained_model: Path, own_postgres: OwnPostgres, tmp_path: Path
) -> None:
    postgres, url = own_postgres, own_postgres.url
    with assistant(tmp_path, trained_model, database_url=url) as server, Chat(server.url) as chat:
        summary = book_until_summary(chat, "Elda Bonacina", "elda@esempio.it")
        postgres.stop()
        assert texts(chat.press(summary, "Confermo")) == TOLD
        assert texts(chat.say(QUESTION)) == TOLD
        with Chat(server.url) as another:
            assert texts(another.say(QUESTION)) == TOLD
        assert server.get("/health")[0] == 503
        postgres.start()
        reply = text_of(chat.say("confermo"))
        assert "Prenotato" in reply
        counted = postgres.server.psql("\\c assistant\nselect count(*) from appointment;")
        assert "count\n-------\n     1" in counted.replace(" count ", "count")
        assert not [word for word in PERSONAL if word in server.log]


# -- killed -----------------------------------------------------------------------------------------------------------


def test_kill_9_in_the_middle_of_a_booking(trained_model: Path, seeded_file: Path, tmp_path: Path) -> None:
    """The person goes on after the restart; who does not come back holds the place no longer than the hold lasts.

    Who had just confirmed has one appointment, however far it had come.
    """
    env = {"ORIENTA_BOOKING_HOLD_MINUTES": "10"}
    with assistant(tmp_path, trained_model, seeded_file, env=env) as server, Chat(server.url) as stays, \
            Chat(server.url) as goes, Chat(server.url) as confirms:
        summary = book_until_summary(stays, "Elda Bonacina", "elda@esempio.it")
        book_until_name(goes)
        session = stays.session_id
        gone = goes.session_id.partition(".")[0]
        last = book_until_summary(confirms, "Ivo Bonacina", "ivo@esempio.it")
        last_session = confirms.session_id
        assert rows(server, "select count(*) from slot where held_by is not null") == [(3,)]
        confirms.send(button(last, "Confermo")["payload"])
        time.sleep(0.03)
        server.stop(signal.SIGKILL)
    connection = sqlite3.connect(tmp_path / "orienta.db")
    with connection:  # the time of the hold passes while nobody serves
        connection.execute("update slot set held_until = datetime('now', '-1 minute') where held_by = ?", [gone])
        assert connection.execute("select id from slot where held_by = ?", [gone]).fetchone()
    connection.close()
    # housekeeping a second after the start: the place is free without anybody asking
    with assistant(tmp_path, trained_model, env={**env, "ORIENTA_HOUSEKEEPING_MINUTES": "0.02"}) as server:
        with Chat(server.url, session) as back:
            assert back.session_id == session
            assert "Prenotato" in text_of(back.press(summary, "Confermo"))
        with Chat(server.url, last_session) as back:
            assert "Prenotato" in text_of(back.press(last, "Confermo"))
        assert rows(server, "select count(*) from appointment") == [(2,)]
        deadline = time.monotonic() + PATIENCE_SECONDS
        while rows(server, "select 1 from slot where held_by = ?", gone):
            assert time.monotonic() < deadline, "an expired hold stays for ever"
            time.sleep(0.2)
        booked = "select id from slot where appointment_id is not null"
        assert rows(server, f"select 1 from slot_cell where slot_id not in ({booked})") == [], "the hold's time is free"
        assert not [word for word in PERSONAL if word in server.log]
