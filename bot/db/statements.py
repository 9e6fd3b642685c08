"""Statements whose effect matters: how many rows they touched, the key of a new row, what to do when it is there."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Union

from sqlalchemy import Connection, Dialect, Executable, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult

from bot.db.session import Executor


class RowsUnknown(RuntimeError):
    """The driver does not say how many rows a statement touched, so that nobody could tell who was quicker."""


def count_rows(session: Executor, statement: Executable, parameters: Optional[Mapping[str, Any]] = None) -> int:
    """Execute an UPDATE, a DELETE or an INSERT that may do nothing; how many rows it touched.

    Raises:
        RowsUnknown: the driver of the database address is one that does not count.
    """
    result = _execute(session, statement, parameters)
    if result.rowcount < 0:
        raise RowsUnknown(f"{_dialect_of(session).driver} does not count the rows of: {statement}")
    return result.rowcount


def insert_row(session: Executor, statement: Executable, parameters: Optional[Mapping[str, Any]] = None) -> int:
    """Execute the INSERT of one row; its new id."""
    key = _execute(session, statement, parameters).inserted_primary_key
    assert key is not None
    return int(key[0])


def insert_into(session: Executor, table: Table) -> Union[postgresql.Insert, sqlite.Insert]:
    """An INSERT in the words of the session's database, for ``on_conflict_do_nothing`` and ``…_update``."""
    return postgresql.insert(table) if is_postgresql(session) else sqlite.insert(table)


def lock_name(session: Executor, name: str) -> None:
    """Let no other transaction that locks ``name`` go on before this one ends; SQLite has one writer anyway."""
    if is_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def is_postgresql(session: Executor) -> bool:
    """Whether ``session`` speaks to PostgreSQL; else it is SQLite."""
    return _dialect_of(session).name == "postgresql"


def _dialect_of(session: Executor) -> Dialect:
    return session.dialect if isinstance(session, Connection) else session.get_bind().dialect


def _execute(session: Executor, statement: Executable, parameters: Optional[Mapping[str, Any]]) -> CursorResult[Any]:
    """ORM objects in the session are not synchronised: callers count rows only."""
    result = session.execute(statement, parameters, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result
