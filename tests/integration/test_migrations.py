"""The migrations make, on both engines, exactly the schema that the models describe, and take it away again."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy

from bot.db import migrate, seeding
from bot.db import session as db_session
from bot.db.models import Base

_numbers = itertools.count(1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        db_session.dispose_all()
        return
    server: Any = request.getfixturevalue("postgres_server")
    name = f"bare_{next(_numbers)}"
    server.psql(f"create database {name};")
    yield server.get_uri(name)
    db_session.dispose_all()
    server.psql(f"drop database {name} with (force);")


def tables(url: str) -> set[str]:
    names = set(sqlalchemy.inspect(db_session.engine_for(url)).get_table_names())
    return names - {"sqlite_sequence"}  # SQLite's own, once a table has an AUTOINCREMENT


def execute(url: str, *statements: str) -> None:
    with db_session.engine_for(url).begin() as connection:
        for statement in statements:
            connection.execute(sqlalchemy.text(statement))


def fingerprint(url: str) -> set[str]:
    """Tables, columns, checks, unique constraints, foreign keys and indexes as the database itself tells them."""
    inspector = sqlalchemy.inspect(db_session.engine_for(url))
    found: set[str] = set()
    for table in set(inspector.get_table_names()) - migrate.NOT_OURS:
        found |= {f"{table} column {item['name']} {item['type']} {item['nullable']}"
                  for item in inspector.get_columns(table)}
        found |= {f"{table} check {item['name']} {item['sqltext']}" for item in inspector.get_check_constraints(table)}
        found |= {f"{table} unique {sorted(item['column_names'])}" for item in inspector.get_unique_constraints(table)}
        found |= {f"{table} key {item['constrained_columns']} {item['referred_table']} {item.get('options')}"
                  for item in inspector.get_foreign_keys(table)}
        for item in inspector.get_indexes(table):
            options = {name: str(value) for name, value in item.get("dialect_options", {}).items()}
            found.add(f"{table} index {item['name']} {item['column_names']} {bool(item['unique'])} {options}")
    return found


def test_upgrade_makes_the_schema_of_the_models_and_downgrade_removes_it(bare_url: str) -> None:
    assert migrate.current(bare_url) is None
    assert migrate.upgrade(bare_url) == migrate.head()
    assert migrate.check(bare_url) == migrate.SchemaCheck(migrate.head(), migrate.head(), ())
    assert tables(bare_url) - {"alembic_version"} == set(Base.metadata.tables)

    assert migrate.downgrade(bare_url, "base") is None
    assert tables(bare_url) == {"alembic_version"}

    migrate.upgrade(bare_url)
    assert migrate.check(bare_url).ok


def test_migrated_schema_has_the_checks_keys_and_partial_indexes_of_the_models(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    migrated = fingerprint(bare_url)
    migrate.downgrade(bare_url, "base")
    Base.metadata.create_all(db_session.engine_for(bare_url))
    assert migrated == fingerprint(bare_url)


def test_upgrade_twice_changes_nothing_and_keeps_the_rows(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    written = seeding.seed(bare_url).inserted
    assert written > 0
    migrate.upgrade(bare_url)
    assert seeding.seed(bare_url).unchanged == written


def test_downgrade_works_on_a_database_with_rows(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    seeding.seed(bare_url)
    migrate.downgrade(bare_url, "base")
    assert tables(bare_url) == {"alembic_version"}


def test_rasas_own_table_is_neither_missed_nor_touched(bare_url: str) -> None:
    execute(bare_url, "create table events (id integer primary key, sender_id varchar(255))",
            "insert into events (id, sender_id) values (1, 'chi scrive')")
    migrate.upgrade(bare_url)
    assert migrate.check(bare_url).ok
    migrate.downgrade(bare_url, "base")
    with db_session.engine_for(bare_url).connect() as connection:
        assert connection.execute(sqlalchemy.text("select sender_id from events")).scalar() == "chi scrive"


def test_check_says_what_is_missing_or_too_much(bare_url: str) -> None:
    empty = migrate.check(bare_url)
    assert not empty.ok and empty.current is None and "add_table answer" in empty.differences

    migrate.upgrade(bare_url)
    execute(bare_url, "drop table feedback", "alter table closure add column invented integer")
    found = migrate.check(bare_url)
    assert not found.ok
    assert "add_table feedback" in found.differences
    assert "remove_column closure.invented" in found.differences


def test_a_migration_that_fails_leaves_the_database_as_it_was(bare_url: str) -> None:
    execute(bare_url, "create table slot (id integer primary key)")
    with pytest.raises(db_session.DatabaseUnavailable, match="slot"):
        migrate.upgrade(bare_url)
    assert tables(bare_url) <= {"slot", "alembic_version"}
    assert migrate.current(bare_url) is None
