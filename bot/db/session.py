"""Engines and transactions. One engine an address and process, made at first use, never at import."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator

import sqlalchemy
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

SQLITE_BUSY_SECONDS = 2.0
"""How long a SQLite connection waits for another's write: below the time limit of an action (3 s)."""

_engines: dict[str, Any] = {}
_lock = threading.Lock()


class DatabaseUnavailable(RuntimeError):
    """The database is down, locked, or its schema is missing; the cause is in ``__cause__``."""


def engine_for(url: str) -> Any:
    """The engine of ``url``: SQLite in WAL with enforced foreign keys, PostgreSQL with checked pooled connections."""
    with _lock:
        if url not in _engines:
            _engines[url] = _make_engine(url)
        return _engines[url]


def dispose_all() -> None:
    """Close every engine of this process (tests, shutdown)."""
    with _lock:
        for engine in _engines.values():
            engine.dispose()
        _engines.clear()


def _make_engine(url: str) -> Any:
    parsed = make_url(url)
    if not parsed.drivername.startswith("sqlite"):
        return sqlalchemy.create_engine(
            url, future=True, pool_pre_ping=True, pool_size=10, max_overflow=20,
            connect_args={"connect_timeout": 2, "options": "-c timezone=utc -c lock_timeout=2000"})
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sqlalchemy.create_engine(
        url, future=True, connect_args={"timeout": SQLITE_BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see below
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # a deferred transaction that turns into a write fails at once with «database is locked» when another has
        # written since; an immediate one waits its turn (SQLITE_BUSY_SECONDS)
        mode = connection.get_execution_options().get("sqlite_begin", "BEGIN")
        connection.exec_driver_sql(mode)

    return engine


@contextmanager
def transaction(url: str, write: bool = False) -> Iterator[Session]:
    """A session that commits at the end of the block and rolls back on any error.

    ``write=True`` takes SQLite's write lock at once (no effect on PostgreSQL).

    Raises:
        DatabaseUnavailable: the database cannot be reached, is locked or has no schema.
    """
    engine = engine_for(url)
    if write:
        engine = engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
    try:
        with Session(engine, future=True, expire_on_commit=False) as session, session.begin():
            yield session
    except (sqlalchemy.exc.OperationalError, sqlalchemy.exc.ProgrammingError, sqlalchemy.exc.TimeoutError) as error:
        raise DatabaseUnavailable(str(error.__cause__ or error)) from error
