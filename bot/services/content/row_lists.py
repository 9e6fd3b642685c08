"""Reading the content for the desk: tables, pages of rows, one row, what a reference can name."""

from __future__ import annotations

from typing import Any, Optional

from sqlalchemy import Text, cast, func, or_, select
from sqlalchemy.orm import Session

from bot.db.session import transaction
from bot.services.content import store
from bot.services.content.results import ContentRow, RowPage
from bot.services.content.schema import ContentTable
from bot.services.content.tables import TABLES
from bot.settings import Settings

PAGE = 50


def read_page(settings: Settings, *, table_name: str, search: str = "", parent: str = "", number: int = 1) -> RowPage:
    """A page of a table's rows: those that hold ``search`` in a text, and belong to ``parent`` when it is given.

    Raises:
        KeyError: there is no such table.
        DatabaseUnavailable: the database cannot be read.
    """
    table = TABLES[table_name]
    query = select(table.stored)
    if search.strip():
        query = query.where(_holds(table, search.strip()))
    if parent and table.parent:
        query = query.where(table.stored.c[table.parent] == parent)
    with transaction(settings.database_url) as session:
        total = int(session.execute(select(func.count()).select_from(query.subquery())).scalar_one())
        pages = max(1, -(-total // PAGE))
        number = min(max(1, number), pages)
        rows = session.execute(query.order_by(*_order(table)).limit(PAGE).offset((number - 1) * PAGE)).all()
        return RowPage(tuple(store.make_content_row(table, row._mapping) for row in rows), total, number, pages)


def find_row(settings: Settings, *, table_name: str, key: str) -> Optional[ContentRow]:
    """The row of that key, None when there is none."""
    table = TABLES[table_name]
    known = store.read_key(table, key)
    if known is None:
        return None
    with transaction(settings.database_url) as session:
        return store.find(session, table, known)


def list_choices_of(settings: Settings, *, table_name: str) -> dict[str, dict[str, str]]:
    """For each field of a table that names a row of another: the ids it can have, with their labels."""
    with transaction(settings.database_url) as session:
        return {
            field.name: store.list_labels(session, field.table)
            for field in TABLES[table_name].fields if field.kind == "ref"}


def count_tables(settings: Settings) -> dict[str, int]:
    """How many rows each table has."""
    with transaction(settings.database_url) as session:
        return {
            name: int(session.execute(select(func.count()).select_from(table.stored)).scalar_one())
            for name, table in TABLES.items()}


def list_all_rows(session: Session, table: ContentTable) -> list[ContentRow]:
    """Every row of a table, in the published order."""
    rows = session.execute(select(table.stored).order_by(*_order(table)))
    return [store.make_content_row(table, row._mapping) for row in rows]


def list_children(settings: Settings, *, table_name: str, row_id: str) -> dict[str, tuple[ContentRow, ...]]:
    """The rows that belong to a row, by table; empty for a table that nothing belongs to."""
    found = {}
    with transaction(settings.database_url) as session:
        for other in TABLES.values():
            name = other.field_to(table_name)
            if name is not None:
                query = select(other.stored).where(other.stored.c[name] == row_id).order_by(*_order(other))
                found[other.name] = tuple(
                    store.make_content_row(other, row._mapping) for row in session.execute(query))
    return found


def _holds(table: ContentTable, search: str) -> Any:
    pattern = "%" + search.lower().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    texts = [field.name for field in table.fields if field.kind in ("id", "line", "text", "words", "ref")]
    return or_(*(
        func.lower(cast(table.stored.c[name], Text)).like(pattern, escape="\\") for name in texts))


def _order(table: ContentTable) -> list[Any]:
    columns = table.stored.columns
    first = [columns[name] for name in (table.parent, "position", "starts_on") if name and name in columns]
    return [*first, *table.stored.primary_key]
