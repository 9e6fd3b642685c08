"""The program before really sends its statements to the schema of now: it takes each of them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.db import migrate
from bot.db.session import dispose_all
from tests.integration.recorded.statements import FILE


@pytest.fixture
def newest(tmp_path: Path) -> Path:
    """An empty database with the newest schema."""
    path = tmp_path / "newest.db"
    migrate.upgrade(f"sqlite:///{path}")
    dispose_all()
    return path


def refusals(path: Path, statements: list[Any]) -> list[str]:
    """What the schema says of each statement alone: keys to rows that are not there do not count."""
    found = []
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=OFF")
    for statement, given in statements:
        connection.execute("BEGIN")
        try:
            connection.execute(statement, given).fetchall()
        except sqlite3.Error as error:
            found.append(f"{error}: {statement}")
        connection.execute("ROLLBACK")
    connection.close()
    return found


def test_the_statements_of_the_program_before_are_taken(newest: Path) -> None:
    recorded = json.loads(FILE.read_text(encoding="utf-8"))
    verbs = [statement.split(None, 1)[0] for statement, _ in recorded["statements"]]
    assert len(verbs) > 80 and {"SELECT", "INSERT", "UPDATE", "DELETE"} <= set(verbs), "the control"
    assert recorded["revision"] <= migrate.find_newest_revision()
    assert refusals(newest, recorded["statements"]) == []


@pytest.mark.parametrize("change", [
    "ALTER TABLE appointment RENAME COLUMN contact TO reached_at", "DROP TABLE waiting_offer",
    "ALTER TABLE message ADD COLUMN weight INTEGER NOT NULL DEFAULT NULL"])
def test_the_control_what_it_could_not_live_with_is_refused(newest: Path, change: str) -> None:
    connection = sqlite3.connect(newest)
    connection.execute(change)
    connection.commit()
    connection.close()
    assert refusals(newest, json.loads(FILE.read_text(encoding="utf-8"))["statements"])
