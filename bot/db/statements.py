"""Statements whose effect matters: how many rows they touched, the key of a new row, what to do when it is there."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Union

from sqlalchemy import Executable, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session


class RowsUnknown(RuntimeError):
    """The driver does not say how many rows a statement touched, so that nobody could tell who was quicker."""


def count_rows(session: Session, statement: Executable, parameters: Optional[Mapping[str, Any]] = None) -> int:
    """Execute an UPDATE, a DELETE or an INSERT that may do nothing; how many rows it touched.

    Raises:
        RowsUnknown: the driver of the database address is one that does not count.
    """
    result = _execute(session, statement, parameters)
    if result.rowcount < 0:
        raise RowsUnknown(f"{session.get_bind().dialect.driver} does not count the rows of: {statement}")
    return result.rowcount


def insert_row(session: Session, statement: Executable, parameters: Optional[Mapping[str, Any]] = None) -> int:
    """Execute the INSERT of one row; its new id."""
    key = _execute(session, statement, parameters).inserted_primary_key
    assert key is not None
    return int(key[0])


def insert_into(session: Session, table: Table) -> Union[postgresql.Insert, sqlite.Insert]:
    """An INSERT in the words of the session's database, for ``on_conflict_do_nothing`` and ``…_update``."""
    return postgresql.insert(table) if session.get_bind().dialect.name == "postgresql" else sqlite.insert(table)


def lock_name(session: Session, name: str) -> None:
    """Let no other transaction that locks ``name`` go on before this one ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def _execute(session: Session, statement: Executable, parameters: Optional[Mapping[str, Any]]) -> CursorResult[Any]:
    """ORM objects in the session are not synchronised: callers count rows only."""
    result = session.execute(statement, parameters, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result
