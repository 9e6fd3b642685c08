"""In which state the database is, and the one thing to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import sqlalchemy

from bot.db import revisions
from bot.db.models import Base
from bot.db.session import DatabaseUnavailable, transaction
from bot.outages import name_host
from bot.texts import get_text


class State(Enum):
    """From worst to best."""

    UNREACHABLE = "unreachable"
    NO_SCHEMA = "no schema"
    NEWER_SCHEMA = "newer schema"
    OLD_SCHEMA = "old schema"
    EMPTY = "empty"
    READY = "ready"


@dataclass(frozen=True)
class DatabaseState:
    """``advice``: one Italian sentence; empty when the database is ready."""

    state: State
    advice: str = ""

    @property
    def ready(self) -> bool:
        """Whether the assistant can be served on it."""
        return self.state is State.READY


def inspect(url: str) -> DatabaseState:
    """Look at the database of ``url`` without changing it."""
    try:
        with transaction(url) as session:
            connection = session.connection()
            tables = set(sqlalchemy.inspect(connection).get_table_names())
            missing = set(Base.metadata.tables) - tables
            revision = _revision(connection) if "alembic_version" in tables else None
            courses = 0 if missing else connection.execute(sqlalchemy.text("SELECT count(*) FROM course")).scalar()
    except (DatabaseUnavailable, sqlalchemy.exc.SQLAlchemyError, OSError) as error:
        return DatabaseState(State.UNREACHABLE, get_text(
            "server.database_silent", where=name_host(url), reason=_short(error)))
    if revision is not None and revisions.is_newer(str(revision)):
        return DatabaseState(State.NEWER_SCHEMA, get_text(
            "server.schema_newer", found=revision, known=revisions.find_head()))
    if missing and len(missing) == len(Base.metadata.tables):
        return DatabaseState(
            State.NO_SCHEMA, get_text("server.database_empty"))
    if missing or revision != revisions.find_head():
        return DatabaseState(State.OLD_SCHEMA, get_text("server.schema_old"))
    if not courses:
        return DatabaseState(State.EMPTY, get_text("server.no_courses"))
    return DatabaseState(State.READY)


def _revision(connection: sqlalchemy.engine.Connection) -> object:
    return connection.execute(sqlalchemy.text("SELECT version_num FROM alembic_version")).scalar()


def _short(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
