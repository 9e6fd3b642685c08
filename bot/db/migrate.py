"""Brings a database's schema to a revision and says what differs from the models. Alembic, configured here."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Optional

import sqlalchemy
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.db import revisions
from bot.db.models import Base
from bot.db.session import DatabaseUnavailable, get_engine, writes_begin
from bot.texts import get_text

SCRIPTS = Path(__file__).parent / "migrations"
NOT_OURS = frozenset({"events", "alembic_version", "sqlite_sequence"})
"""Tables of others in the same database: Rasa's tracker store, Alembic itself, SQLite's counters."""


class SchemaTooNew(ValueError):
    """A newer program has upgraded the database; the message is one sentence that says how to go on."""


@dataclass(frozen=True)
class SchemaCheck:
    """A schema against the models: its revision (None: no migration was ever run), the newest one, what differs."""

    current: Optional[str]
    head: str
    differences: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the database can be used as it is."""
        return self.current == self.head and not self.differences


def upgrade(url: str, revision: str = "head") -> str:
    """Bring the schema up to ``revision``, in one transaction; the revision it is at afterwards.

    Raises:
        DatabaseUnavailable: the database cannot be reached or is locked, or a step fails; it is as it was.
        SchemaTooNew: as it says.
    """
    found = find_current_revision(url)
    if found is not None and revisions.is_newer(found):
        raise SchemaTooNew(get_text("server.schema_newer", found=found, known=find_newest_revision()))
    _run(url, lambda config: command.upgrade(config, revision))
    return find_current_revision(url) or ""


def downgrade(url: str, revision: str) -> Optional[str]:
    """Take the schema down to ``revision`` (``base``: no table of ours is left); the revision afterwards.

    Raises:
        DatabaseUnavailable: the database cannot be reached or is locked, or a step fails; it is as it was.
    """
    _run(url, lambda config: command.downgrade(config, revision))
    return find_current_revision(url)


def list_steps_down(url: str, revision: str) -> list[tuple[str, str]]:
    """Number and first line of each migration that :func:`downgrade` to ``revision`` would undo, the newest first.

    Raises:
        DatabaseUnavailable: the database cannot be reached.
        SchemaTooNew: a newer program has upgraded it; only that one knows how to undo it.
        ValueError: there is no such revision below that of the database.
    """
    found = find_current_revision(url)
    if found is not None and revisions.is_newer(found):
        raise SchemaTooNew(get_text("server.schema_newer", found=found, known=find_newest_revision()))
    steps = [] if found is None else [
        (step.revision, (step.doc or "").partition("\n")[0])
        for step in ScriptDirectory(str(SCRIPTS)).iterate_revisions(found, "base")]
    wanted = [number for number, _ in steps][1:]
    if revision not in (*wanted, "base"):
        raise ValueError(get_text("server.no_such_revision", revision=revision, known=", ".join(wanted)))
    return steps if revision == "base" else steps[:wanted.index(revision) + 1]


def find_current_revision(url: str) -> Optional[str]:
    """The revision the database is at; None when no migration was ever run.

    Raises:
        DatabaseUnavailable: the database cannot be reached.
    """
    try:
        with get_engine(url).connect() as connection:
            revision: Optional[str] = MigrationContext.configure(connection).get_current_revision()
            return revision
    except sqlalchemy.exc.OperationalError as error:
        raise DatabaseUnavailable(str(error.__cause__ or error)) from error


def find_newest_revision() -> str:
    """The newest revision among the scripts."""
    return str(ScriptDirectory(str(SCRIPTS)).get_current_head())


def check(url: str) -> SchemaCheck:
    """Whether the schema is at the newest revision and equal to the models.

    Raises:
        DatabaseUnavailable: the database cannot be reached.
    """
    try:
        with get_engine(url).connect() as connection:
            context = MigrationContext.configure(connection, opts=make_context_options())
            found = compare_metadata(context, Base.metadata)
            differences = tuple(map(_in_words, _flat(found)))
            return SchemaCheck(context.get_current_revision(), find_newest_revision(), differences)
    except sqlalchemy.exc.OperationalError as error:
        raise DatabaseUnavailable(str(error.__cause__ or error)) from error


def make_context_options() -> dict[str, Any]:
    """How a schema is compared with the models: types too, the tables of others left out."""
    return {"compare_type": True, "include_name": _is_ours, "render_as_batch": True}


def make_alembic_config(connection: Any = None) -> Config:
    """Alembic's configuration without a file; ``connection`` is handed to the scripts."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _run(url: str, work: Any) -> None:
    try:
        with get_engine(url).connect() as connection, writes_begin(connection), _foreign_keys_off(connection):
            work(make_alembic_config(connection))
    except (sqlalchemy.exc.OperationalError, sqlalchemy.exc.ProgrammingError) as error:
        raise DatabaseUnavailable(str(error.__cause__ or error)) from error


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew; dropping the old one must not take the rows that point to it along."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")  # before the transaction begins: inside one it does nothing
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


def _is_ours(name: Optional[str], kind: str, _parents: Any) -> bool:
    return not (kind == "table" and name in NOT_OURS)


def _flat(found: list[Any]) -> list[tuple[Any, ...]]:
    # a change of a column comes as a list of tuples, everything else as a tuple
    return [change for item in found for change in (item if isinstance(item, list) else [item])]


def _in_words(change: tuple[Any, ...]) -> str:
    action, *rest = change
    if action.startswith("modify_"):
        return f"{action} {rest[1]}.{rest[2]}: {rest[-2]} in the database, {rest[-1]} in the models"
    subject = rest[-1]
    name = getattr(subject, "name", subject)
    table = getattr(getattr(subject, "table", None), "name", None)
    return f"{action} {table}.{name}" if table is not None and table != name else f"{action} {name}"
