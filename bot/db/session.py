"""Engines and transactions. One engine an address and process, made at first use, never at import."""

from __future__ import annotations

import logging
import math
import os
import sqlite3
import tempfile
import threading
import time
from contextlib import ExitStack, closing, contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Iterator, Optional

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError, TimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from bot.outages import PartDown, get_outage

POSTGRESQL = "postgresql+psycopg2"
"""The driver of PostgreSQL."""

LOCK_SECONDS = 2.0
"""How long a connection waits for another's write or lock: below the time limit of an action (3 s)."""

POOL_SECONDS = 2
"""How long to wait for a free pooled connection, for the same reason."""

RESTED_SECONDS = 1.0
"""A pooled connection that was not used for so long may have been closed by the other side."""

Executor = Session | Connection
"""What executes statements in a transaction that is open."""

_WRITES = "begins_to_write"

logger = logging.getLogger("orienta.database")

_engines: dict[str, Engine] = {}
_lock = threading.Lock()
_write_locks: dict[str, threading.Lock] = {}
_trial: ContextVar[Optional[tuple[str, Session]]] = ContextVar("trial", default=None)
_reading: ContextVar[Optional[tuple[str, Session]]] = ContextVar("reading", default=None)


class DatabaseUnavailable(PartDown):
    """The database is down, locked, or its schema is missing; the cause is in ``__cause__``."""


def get_engine(url: str) -> Engine:
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
        _write_locks.clear()


def _forget_connections() -> None:
    """A process that was doubled leaves its connections to the one that it comes from, and opens its own."""
    global _lock
    _lock = threading.Lock()
    for engine in _engines.values():
        engine.dispose(close=False)
    _engines.clear()
    _write_locks.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_connections)


def name_driver(url: str) -> URL:
    """``url`` with the driver that counts rows: for ``postgresql://`` SQLAlchemy 2.1 would take psycopg 3, which counts
    none after ``ON CONFLICT``."""
    parsed = make_url(url)
    return parsed.set(drivername=POSTGRESQL) if parsed.drivername == "postgresql" else parsed


def _make_engine(url: str) -> Engine:
    parsed = name_driver(url)
    if not parsed.drivername.startswith("sqlite"):
        options = f"-c timezone=utc -c lock_timeout={int(LOCK_SECONDS * 1000)}"
        engine = sqlalchemy.create_engine(
            parsed, pool_size=10, max_overflow=20, pool_timeout=POOL_SECONDS, pool_use_lifo=True,
            connect_args={"connect_timeout": 2, "options": options})
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", _check_rested)
        return engine
    pool: dict[str, Any] = {}
    if parsed.database and parsed.database != ":memory:":
        _keep_to_owner(Path(parsed.database))
        pool = {"poolclass": QueuePool, "pool_size": 10, "max_overflow": 20, "pool_timeout": POOL_SECONDS}
    engine = sqlalchemy.create_engine(
        parsed, connect_args={"timeout": LOCK_SECONDS, "check_same_thread": False}, **pool)
    event.listen(engine, "connect", _configure)
    engine.dialect.do_begin = _begin  # type: ignore[assignment, method-assign]
    return engine


def _keep_to_owner(path: Path) -> None:
    """Make the folder and the file of a database readable by their owner only; SQLite's other files follow the file.

    A folder that was there already may hold other things: it stays as it is, and ``orienta doctor`` tells.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            if file.exists() and file.stat().st_mode & 0o077:
                file.chmod(0o600)
    except OSError as error:  # somebody else's file, or a read-only disk: SQLite says what it thinks of that
        logger.warning("the database's file cannot be kept to its owner: %s", type(error).__name__)


def write_over_deleted(url: str) -> bool:
    """Take what was deleted out of SQLite's log of writes too; False when readers were in the way (it goes later).

    With PostgreSQL there is nothing to do here: its own vacuum does it.
    """
    engine = get_engine(url)
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={int(LOCK_SECONDS * 1000)}")
        connection.info["busy_ms"] = int(LOCK_SECONDS * 1000)
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not busy
    except sqlite3.Error as error:
        logger.warning("the log of writes could not be emptied: %s", type(error).__name__)
        return False
    finally:
        connection.close()


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see below
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")  # what is deleted is written over, not only forgotten


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _check_rested(connection: Any, record: Any, _proxy: Any) -> None:
    """Ask a connection that has rested whether it still lives; one that was used a moment ago is taken as it is.

    SQLAlchemy's own `pool_pre_ping` asks every time, which doubles the round trips of a busy server.
    """
    if time.monotonic() - record.info.get("used", time.monotonic()) < RESTED_SECONDS:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.rollback()
    except Exception as error:  # whatever it is, the pool opens another
        raise sqlalchemy.exc.DisconnectionError from error


def _begin(pooled: Any) -> None:
    """Begin a transaction on SQLite, in the place of the dialect's own way, which leaves that to the driver.

    In a listener of the engine it would make each connection carry SQLAlchemy's events: slower than the statements.
    """
    begin, busy = pooled.info.get(_WRITES, ("BEGIN", int(LOCK_SECONDS * 1000)))
    if pooled.info.get("busy_ms") != busy:
        pooled.dbapi_connection.execute(f"PRAGMA busy_timeout={busy}")
        pooled.info["busy_ms"] = busy
    pooled.dbapi_connection.execute(begin)


@contextmanager
def writes_begin(connection: Connection, busy_ms: int = int(LOCK_SECONDS * 1000)) -> Iterator[None]:
    """Within, a transaction of ``connection`` takes SQLite's write lock when it begins, or waits ``busy_ms`` for it.

    A deferred one that turns into a write fails at once with «database is locked» when another has written since.
    """
    info = connection.connection.info
    info[_WRITES] = ("BEGIN IMMEDIATE", busy_ms)
    try:
        yield
    finally:
        info.pop(_WRITES, None)


@contextmanager
def _write_lock(url: str) -> Iterator[int]:
    """One writer at a time in this process; gives the milliseconds that are left to wait for other processes.

    SQLite's own wait is a poll without a queue: among fifty writers one can lose every round until its time is up.
    """
    with _lock:
        lock = _write_locks.setdefault(url, threading.Lock())
    asked = time.monotonic()
    if not lock.acquire(timeout=LOCK_SECONDS):
        get_outage("database", url).note_failure("another write of this process takes too long")
        raise DatabaseUnavailable("database is locked by another write of this process")
    try:
        left = LOCK_SECONDS - (time.monotonic() - asked)
        yield max(1, math.ceil(left * 10)) * 100  # by tenths: mostly what the connection has been told already
    finally:
        lock.release()


@contextmanager
def transaction(url: str, write: bool = False) -> Iterator[Session]:
    """A session that commits at the end of the block and rolls back on any error.

    ``write=True`` takes SQLite's write lock at once (no effect on PostgreSQL). Never open a second writing transaction
    inside one: it waits for the first until its time is up.

    Raises:
        DatabaseUnavailable: the database cannot be reached, is locked or has no schema.
    """
    with _within_trial(url) as session:
        if session is not None:
            yield session
            return
    reading = _reading.get()
    if reading is not None and reading[0] == url and not write:
        yield reading[1]
        return
    with _connect(url, write) as connection, Session(connection, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def read_jointly(url: str) -> Iterator[None]:
    """One session for every :func:`transaction` within that only reads: the parts of a page need not begin one each.

    What is written within goes its own way, and on SQLite is not seen before the block has ended. Within means in the
    same context: it must not be left open while another thread reads.

    Raises:
        DatabaseUnavailable: as :func:`transaction`.
    """
    with transaction(url) as session:
        outer = _reading.set((url, session))
        try:
            yield
        finally:
            _reading.reset(outer)


@contextmanager
def plain_transaction(url: str, write: bool = False) -> Iterator[Connection]:
    """:func:`transaction` for statements alone, on the way of each message: a session costs as much as two of them."""
    with _within_trial(url) as session:
        if session is not None:
            yield session.connection()
            return
    with _connect(url, write) as connection, connection.begin():
        yield connection


@contextmanager
def _within_trial(url: str) -> Iterator[Optional[Session]]:
    """The session of the :func:`trial` that runs here, in a part of its transaction; None where there is none."""
    trial = _trial.get()
    if trial is None or trial[0] != url:
        yield None
        return
    trial[1].expire_all()
    with trial[1].begin_nested():
        yield trial[1]


@contextmanager
def _connect(url: str, write: bool) -> Iterator[Connection]:
    """A connection in no transaction yet, with what ``transaction`` says of errors and of writing."""
    engine, outage = get_engine(url), get_outage("database", url)
    with ExitStack() as stack:
        busy = stack.enter_context(_write_lock(url)) if write and engine.dialect.name == "sqlite" else None
        try:
            with engine.connect() as connection, nullcontext() if busy is None else writes_begin(connection, busy):
                yield connection
        except (OperationalError, ProgrammingError, InterfaceError, TimeoutError) as error:
            outage.note_failure(_shorten(error))
            raise DatabaseUnavailable(str(error.__cause__ or error)) from error
        except DBAPIError as error:
            if not error.connection_invalidated:  # psycopg2 gives a cut connection the most general of its errors
                raise
            outage.note_failure(_shorten(error))
            raise DatabaseUnavailable(str(error.__cause__ or error)) from error
        outage.note_answer()


def _shorten(error: BaseException) -> str:
    """The driver's own first words: without the statement, whose parameters may be what a person wrote."""
    words = str(getattr(error, "orig", None) or "").strip().splitlines()
    return f"{type(error).__name__}: {words[0][:160]}" if words else type(error).__name__


@contextmanager
def snapshot(url: str) -> Iterator[str]:
    """The address of a copy of the database as it is now, to be written to at will; it is gone afterwards.

    Only SQLite needs one: there a writer keeps all others waiting. With PostgreSQL it is ``url`` itself, and whoever
    tries something rolls it back.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    path = make_url(url).database
    if not make_url(url).drivername.startswith("sqlite") or not path or not Path(path).is_file():
        yield url
        return
    with tempfile.TemporaryDirectory(dir=Path(path).parent, prefix=".copy-") as folder:
        copy = Path(folder) / "copy.db"
        try:
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
        except sqlite3.Error as error:
            raise DatabaseUnavailable(str(error)) from error
        address = f"sqlite:///{copy}"
        try:
            yield address
        finally:
            with _lock:
                made = _engines.pop(address, None)
                _write_locks.pop(address, None)
            if made is not None:
                made.dispose()


@contextmanager
def trial(url: str) -> Iterator[Session]:
    """A writing transaction that is always rolled back; every :func:`transaction` within sees what it has written.

    Within means in the same context: what is started meanwhile elsewhere sees nothing of it. It holds SQLite's write
    lock, so what is done within must be short.

    Raises:
        DatabaseUnavailable: the database cannot be reached, is locked or has no schema.
    """
    with transaction(url, write=True) as session:
        inside = _trial.set((url, session))
        try:
            yield session
        finally:
            _trial.reset(inside)
            session.rollback()
