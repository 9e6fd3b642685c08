"""Databases for tests, on SQLite and on a real PostgreSQL: each test has its own, with the schema, empty or seeded."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

import psutil
import pytest
import sqlalchemy
from sqlalchemy.engine import make_url

from bot.db import migrate, seeding
from bot.db import session as db_session
from bot.db.models import Base
from tests.support.clocks import PATIENCE_SECONDS

EMPTY, SEEDED = "orienta_empty", "orienta_seeded"
"""Databases that others are copied from."""

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def _empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "test.db"
    Base.metadata.create_all(db_session.get_engine(f"sqlite:///{path}"))
    db_session.dispose_all()  # the last connection that closes moves what is in the log into the file
    return path


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A SQLite file with schema and seed, to be copied."""
    path = tmp_path_factory.mktemp("seeded") / "orienta.db"
    fill(f"sqlite:///{path}")
    before = _tables_of(path)
    yield path
    assert _tables_of(path) == before, "something has worked on the file itself instead of on a copy"


def _tables_of(path: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("select name from sqlite_master order by name").fetchall()


def fill(url: str) -> None:
    """Schema, by the migrations, and seed."""
    migrate.upgrade(url)
    seeding.seed(url)
    db_session.dispose_all()


@pytest.fixture
def sqlite_url(_empty_file: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh SQLite file with the schema; quick enough for unit tests."""
    yield f"sqlite:///{shutil.copy(_empty_file, tmp_path / 'test.db')}"
    db_session.dispose_all()


@dataclass
class OwnPostgres:
    """A PostgreSQL server of one test alone, which it may stop or freeze; ``url``: of an empty database on it."""

    server: Any
    url: str

    def stop(self) -> None:
        """End it at once, as when the system kills it."""
        from pgserver import pg_ctl

        pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=self.server.pgdata, user=self.server.system_user)

    def start(self) -> None:
        """Start it again, at the same address; pgserver itself waits ten seconds, however busy the machine is."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self.server.ensure_postgres_running()
                break
            except subprocess.TimeoutExpired:
                assert time.monotonic() < limit, "PostgreSQL does not start again"
        assert self.server.get_uri("assistant") == self.url

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Within, all of its processes stand still: connections are taken, nothing is answered."""
        main = psutil.Process(int((Path(self.server.pgdata) / "postmaster.pid").read_text().split()[0]))
        processes = [main, *main.children(recursive=True)]
        for process in processes:
            process.suspend()
        try:
            yield
        finally:
            for process in reversed(processes):
                with suppress(psutil.NoSuchProcess):
                    process.resume()


def _leave_flushing_out(server: Any) -> None:
    """No waiting for the disk: it matters after a power cut only.

    What is committed is still handed to the system at once (``synchronous_commit``): a server that is killed keeps it.
    """
    for setting in ("fsync = off", "full_page_writes = off"):
        server.psql(f"alter system set {setting};")
    server.psql("select pg_reload_conf();")


@contextmanager
def run_postgres() -> Iterator[OwnPostgres]:
    """A PostgreSQL server that nobody else uses."""
    import pgserver

    folder = tempfile.mkdtemp(prefix="orienta-pg-")
    server = pgserver.get_server(folder, cleanup_mode="stop")
    _leave_flushing_out(server)
    server.psql("create database assistant;")
    try:
        yield OwnPostgres(server, str(server.get_uri("assistant")))
    finally:
        db_session.dispose_all()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """A PostgreSQL server for the whole run."""
    if sys.version_info >= (3, 13):
        pytest.skip("pgserver has no wheel for this Python")
    import pgserver

    # not below pytest's own folder: each pytest that starts closes that one to other users, and the server of a run by
    # root is another user; it then panics («pg_control: Permission denied»)
    folder = tempfile.mkdtemp(prefix="orienta-pg-")
    server = pgserver.get_server(folder, cleanup_mode="delete")
    _leave_flushing_out(server)
    server.psql(f"create database {EMPTY};")
    engine = sqlalchemy.create_engine(db_session.name_driver(server.get_uri(EMPTY)))
    Base.metadata.create_all(engine)
    engine.dispose()
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def _seeded_on(postgres_server: Any) -> str:
    postgres_server.psql(f"create database {SEEDED};")
    fill(str(postgres_server.get_uri(SEEDED)))
    return SEEDED


@contextmanager
def _copy_of(server: Any, template: str) -> Iterator[tuple[str, str]]:
    """Address and name of a copy of a PostgreSQL database."""
    name = f"test_{next(_numbers)}"
    server.psql(f"create database {name} template {template} strategy file_copy;")
    yield str(server.get_uri(name)), name
    db_session.dispose_all()
    # a plain drop waits for connections that are closing; what a test leaves open goes with the server
    with suppress(subprocess.CalledProcessError):
        server.psql(f"drop database {name};")


@pytest.fixture
def postgres_url(postgres_server: Any) -> Iterator[str]:
    """The address of a fresh PostgreSQL database with the schema."""
    with _copy_of(postgres_server, EMPTY) as (url, _):
        yield url


@pytest.fixture
def seeded_postgres(postgres_server: Any, _seeded_on: str) -> Iterator[tuple[str, str]]:
    """Address and name of a PostgreSQL database with schema and seed."""
    with _copy_of(postgres_server, _seeded_on) as found:
        yield found


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database with the schema, once on each engine."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def seeded_sqlite_url(seeded_file: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a SQLite file of the test's own, with schema and seed."""
    yield f"sqlite:///{shutil.copy(seeded_file, tmp_path / 'seeded.db')}"
    db_session.dispose_all()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def seeded_database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database of the test's own with schema and seed, once on each engine."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("seeded_sqlite_url"))
    return str(request.getfixturevalue("seeded_postgres")[0])


def is_sqlite(url: str) -> bool:
    """Whether the address is of a SQLite file."""
    return str(make_url(url).drivername).startswith("sqlite")
