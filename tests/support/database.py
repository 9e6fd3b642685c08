"""Databases for tests: a SQLite file and a real PostgreSQL, each test with its own, empty, with the schema created."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy
from sqlalchemy.engine import make_url

from bot.db import session as db_session
from bot.db.models import Base

TEMPLATE = "orienta_template"
_numbers = itertools.count(1)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> Iterator[str]:
    """The address of a fresh SQLite file with the schema; quick enough for unit tests."""
    url = f"sqlite:///{tmp_path / 'test.db'}"
    Base.metadata.create_all(db_session.engine_for(url))
    yield url
    db_session.dispose_all()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """A PostgreSQL server for the whole run, without the flushing to disk that only matters after a power cut."""
    if sys.version_info >= (3, 13):
        pytest.skip("pgserver has no wheel for this Python")
    import pgserver

    # not below pytest's own folder: each pytest that starts closes that one to other users, and the server of a run by
    # root is another user; it then panics («pg_control: Permission denied»)
    folder = tempfile.mkdtemp(prefix="orienta-pg-")
    server = pgserver.get_server(folder, cleanup_mode="delete")
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        server.psql(f"alter system set {setting};")
    server.psql("select pg_reload_conf();")
    server.psql(f"create database {TEMPLATE};")
    engine = sqlalchemy.create_engine(db_session.name_driver(server.get_uri(TEMPLATE)))
    Base.metadata.create_all(engine)
    engine.dispose()
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: Any) -> Iterator[str]:
    """The address of a fresh PostgreSQL database with the schema."""
    name = f"test_{next(_numbers)}"
    postgres_server.psql(f"create database {name} template {TEMPLATE};")
    yield postgres_server.get_uri(name)
    db_session.dispose_all()
    # a plain drop waits for connections that are closing; what a test leaves open goes with the server
    with suppress(subprocess.CalledProcessError):
        postgres_server.psql(f"drop database {name};")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database with the schema, once on each engine."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


def is_sqlite(url: str) -> bool:
    """Whether the address is of a SQLite file."""
    return str(make_url(url).drivername).startswith("sqlite")
