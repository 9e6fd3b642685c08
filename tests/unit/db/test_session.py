"""Transactions: all or nothing, writers that wait their turn, one clear error when the database cannot be had."""

from __future__ import annotations

import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.db import session as db_session
from bot.db.session import DatabaseUnavailable, plain_transaction, read_jointly, transaction, trial
from bot.rasa.patches.training_graph import run_in_processes


def feedback(url: str) -> int:
    with transaction(url) as session:
        return int(session.execute(text("select count(*) from feedback")).scalar_one())


def add(url: str) -> None:
    with transaction(url, write=True) as session:
        session.execute(text(
            "insert into feedback (conversation_id, stars, given_at) values ('web_1', 5, '2026-03-02 09:00:00')"))


def test_an_error_in_the_block_writes_nothing(database_url: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction(database_url, write=True) as session:
        session.execute(text(
            "insert into feedback (conversation_id, stars, given_at) values ('web_1', 5, '2026-03-02 09:00:00')"))
        raise ZeroDivisionError
    assert feedback(database_url) == 0
    add(database_url)
    assert feedback(database_url) == 1


def test_a_trial_is_seen_within_and_by_nobody_else_and_leaves_nothing(database_url: str) -> None:
    with trial(database_url):
        add(database_url)
        assert feedback(database_url) == 1
        with pytest.raises(ZeroDivisionError), transaction(database_url, write=True) as session:
            session.execute(text("delete from feedback"))
            raise ZeroDivisionError
        assert feedback(database_url) == 1, "what fails within is undone alone"
        with ThreadPoolExecutor(1) as elsewhere:
            assert elsewhere.submit(feedback, database_url).result() == 0
    assert feedback(database_url) == 0
    with pytest.raises(ZeroDivisionError), trial(database_url):
        add(database_url)
        raise ZeroDivisionError
    assert feedback(database_url) == 0
    add(database_url)
    assert feedback(database_url) == 1, "the next transaction is one of its own again"


def test_what_is_read_jointly_shares_a_session_and_keeps_no_writer_waiting(database_url: str) -> None:
    def session_of_a_reader() -> Any:
        with transaction(database_url) as session:
            return session

    with read_jointly(database_url):
        feedback(database_url)
        shared = session_of_a_reader()
        assert session_of_a_reader() is shared
        add(database_url)
        with transaction(database_url, write=True) as writer:
            assert writer is not shared
        with ThreadPoolExecutor(1) as elsewhere:
            assert elsewhere.submit(feedback, database_url).result() == 1, "another thread reads for itself"
    assert session_of_a_reader() is not shared
    assert feedback(database_url) == 1
    with pytest.raises(DatabaseUnavailable), read_jointly(database_url), transaction(database_url) as session:
        session.execute(text("select * from no_such_table"))
    assert feedback(database_url) == 1


def test_a_transaction_without_a_session_keeps_the_same_rules(database_url: str) -> None:
    def insert() -> None:
        with plain_transaction(database_url, write=True) as connection:
            connection.execute(text(
                "insert into feedback (conversation_id, stars, given_at) values ('web_1', 5, '2026-03-02 09:00:00')"))

    insert()
    with pytest.raises(ZeroDivisionError), plain_transaction(database_url, write=True) as connection:
        connection.execute(text("delete from feedback"))
        raise ZeroDivisionError
    assert feedback(database_url) == 1
    with trial(database_url):
        insert()
        assert feedback(database_url) == 2
    assert feedback(database_url) == 1


def test_only_what_writes_asks_for_the_write_lock(database_url: str) -> None:
    """Also on a connection that has written before."""
    for begin in (transaction, plain_transaction):
        add(database_url)
        with begin(database_url) as reader:
            reader.execute(text("select count(*) from feedback")).scalar_one()
            add(database_url)
    assert feedback(database_url) == 4


def test_fifty_writers_all_get_their_turn(database_url: str) -> None:
    with ThreadPoolExecutor(50) as pool:
        list(pool.map(lambda _: add(database_url), range(50)))
    assert feedback(database_url) == 50


@pytest.mark.skipif(sys.platform != "linux", reason="only there do components learn in doubled processes")
def test_a_doubled_process_opens_its_own_connections(database_url: str) -> None:
    engine = db_session.get_engine(database_url)
    with transaction(database_url) as session:  # open while the process is doubled
        kept = session.connection().connection.dbapi_connection
        apart = run_in_processes({
            "one": lambda: add(database_url), "two": lambda: db_session.get_engine(database_url) is engine}, 2)
        assert apart == {"one": None, "two": False}
        assert session.connection().connection.dbapi_connection is kept
        session.execute(text("select 1"))
    assert feedback(database_url) == 1


def test_a_missing_schema_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="feedback"):
        feedback(f"sqlite:///{tmp_path / 'new' / 'empty.db'}")


def test_a_server_that_is_down_is_one_clear_error() -> None:
    with pytest.raises(DatabaseUnavailable):
        feedback("postgresql://nobody@127.0.0.1:9/none")


def test_a_file_locked_by_another_program_gives_up_in_time(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(db_session, "LOCK_SECONDS", 0.3)
    other = sqlite3.connect(make_url(sqlite_url).database, isolation_level=None)
    other.execute("begin immediate")
    began = time.monotonic()
    with pytest.raises(DatabaseUnavailable, match="locked"):
        add(sqlite_url)
    assert 0.2 < time.monotonic() - began < 1.5
    assert feedback(sqlite_url) == 0  # reading goes on meanwhile
    other.execute("rollback")
    other.close()
    add(sqlite_url)


def test_a_long_write_of_this_process_makes_the_next_give_up_in_time(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(db_session, "LOCK_SECONDS", 0.3)
    with (
        ThreadPoolExecutor(1) as pool,
        transaction(sqlite_url, write=True),
        pytest.raises(DatabaseUnavailable, match="locked"),
    ):
        pool.submit(add, sqlite_url).result()
    add(sqlite_url)


@pytest.mark.slow
def test_a_connection_that_the_server_closed_while_it_rested_is_replaced(
    postgres_url: str, postgres_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask() -> int:
        with transaction(postgres_url) as session:
            return int(session.execute(text("select pg_backend_pid()")).scalar_one())

    first = ask()
    postgres_server.psql(f"select pg_terminate_backend({first});")
    with pytest.raises(DatabaseUnavailable):
        ask()  # used a moment ago, it is taken as it is: the control
    second = ask()
    assert second != first
    postgres_server.psql(f"select pg_terminate_backend({second});")
    monkeypatch.setattr(db_session, "RESTED_SECONDS", 0.0)
    assert ask() != second
