"""Rows of the content as they are stored: keys as text, labels, versions, references; inside an open transaction."""

from __future__ import annotations

import json
from typing import Any, Iterator, Mapping, Optional

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from bot.db.models import Base
from bot.db.seeding import digest_row
from bot.services.content import field_values
from bot.services.content.results import ContentRow
from bot.services.content.schema import ContentTable, Key
from bot.services.content.tables import TABLES
from bot.texts import get_texts

_NAMES = ("title", "name", "question", "reason", "value")
"""The columns that name a row to people, the first that a table has."""


def write_key(key: Key) -> str:
    """A primary key as text, for addresses and files."""
    return json.dumps([field_values.make_plain(part) for part in key], ensure_ascii=False, separators=(",", ":"))


def read_key(table: ContentTable, text: str) -> Optional[Key]:
    """The primary key that :func:`write_key` wrote; None for a text that is none."""
    try:
        parts = json.loads(text)
    except ValueError:
        return None
    if not isinstance(parts, list) or len(parts) != len(table.key):
        return None
    try:
        return tuple(field_values.read(table.field(name), part) for name, part in zip(table.key, parts, strict=True))
    except field_values.ValueProblem:
        return None


def is_row(table: ContentTable, key: Key) -> Any:
    """The SQL condition of one row."""
    return and_(*(column == part for column, part in zip(table.stored.primary_key, key, strict=True)))


def find(session: Session, table: ContentTable, key: Key, lock: bool = False) -> Optional[ContentRow]:
    """The row of that key, locked until the transaction ends when asked."""
    query = select(table.stored).where(is_row(table, key))
    found = session.execute(query.with_for_update() if lock else query).first()
    return make_content_row(table, found._mapping) if found is not None else None


def make_content_row(table: ContentTable, stored: Mapping[Any, Any]) -> ContentRow:
    """A row as the service hands it out."""
    values = dict(stored)
    key = tuple(values[name] for name in table.key)
    return ContentRow(table.name, write_key(key), make_label(table, values), values, digest_row(values))


def make_label(table: ContentTable, values: Mapping[Any, Any]) -> str:
    """How a row is called: its name, else what tells it apart."""
    for name in _NAMES:
        if name in values:
            return str(values[name])
    parts = [say_value(table, name, values[name]) for name in table.shown
             if values.get(name) is not None and name != table.parent and table.field(name).kind != "params"]
    return " · ".join(parts[:3]) or str(values[table.key[-1]])


def say_value(table: ContentTable, name: str, value: Any) -> str:
    """A value of a field in a few words."""
    field = table.field(name)
    if field.kind == "choice":
        return dict(field.choices).get(str(value), str(value))
    return f"{value:%d/%m/%Y}" if field.kind == "day" else field_values.write_value(field, value)


def list_labels(session: Session, table_name: str) -> dict[str, str]:
    """The ids of a table with their labels, in the published order: what a reference can name."""
    table = TABLES[table_name]
    order = table.stored.c.position if "position" in table.stored.columns else table.stored.c.id
    rows = session.execute(select(table.stored).order_by(order, table.stored.c.id))
    return {row.id: make_label(table, row._mapping) if row._mapping else row.id for row in rows}


def exists(session: Session, table_name: str, row_id: str) -> bool:
    """Whether a table has a row of that id."""
    stored = Base.metadata.tables[table_name]
    return session.execute(select(stored.c.id).where(stored.c.id == row_id)).first() is not None


def count_references(session: Session, table: ContentTable, key: Key) -> tuple[tuple[str, int], ...]:
    """How many rows of which other tables name this one, those that go with it left out."""
    if len(key) != 1:
        return ()
    found: dict[str, int] = {}
    for other, column in _pointing_at(table):
        if other.name in table.owns:
            continue
        number = session.execute(select(func.count()).select_from(other).where(column == key[0])).scalar_one()
        if number:
            title = TABLES[other.name].title if other.name in TABLES else get_texts("content.others").get(
                other.name, other.name)
            found[title] = found.get(title, 0) + int(number)
    return tuple(found.items())


def list_owned(table: ContentTable) -> Iterator[Any]:
    """The columns by which the rows that go with a row of this table name it."""
    for other, column in _pointing_at(table):
        if other.name in table.owns:
            yield column


def _pointing_at(table: ContentTable) -> Iterator[tuple[Any, Any]]:
    for other in Base.metadata.sorted_tables:
        for column in other.columns:
            for foreign in column.foreign_keys:
                if foreign.column.table is table.stored:
                    yield other, column
