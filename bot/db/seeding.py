"""Writes the seed files into the database: all or nothing, twice the same, what an operator changed left alone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import sqlalchemy
from sqlalchemy import and_, delete, insert, select, update

from bot.db.fact_versions import raise_versions
from bot.db.models import Base, SeedRecord
from bot.db.models.base import get_table
from bot.db.seed_files import SEED_FOLDER, SeedRow, read_all
from bot.db.seed_reader import SeedError
from bot.db.session import transaction

__all__ = ["SeedError", "SeedReport", "seed"]


@dataclass(frozen=True)
class SeedReport:
    """What a seeding did. ``kept``: rows (``table key``) left alone because somebody has changed or deleted them."""

    inserted: int
    updated: int
    unchanged: int
    deleted: int
    kept: tuple[str, ...]


@dataclass
class _Counts:
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    kept: list[str] = field(default_factory=list)


def seed(url: str, folder: Optional[Path] = None) -> SeedReport:
    """Make the database at ``url`` say what the files in ``folder`` (``bot/db/seed``) say, in one transaction.

    A row that the files no longer have is deleted if the seed had written it; a row whose stored form is neither what
    the seed last wrote nor what the files say was changed by somebody: it is kept and reported.

    Raises:
        SeedError: a file has an error; nothing is written.
        DatabaseUnavailable: the database cannot be written or has no schema; nothing is written.
    """
    rows = read_all(folder or SEED_FOLDER)
    counts = _Counts()
    with transaction(url, write=True) as session:
        by_table: dict[str, list[SeedRow]] = {}
        for row in rows:
            by_table.setdefault(row.table, []).append(row)
        tables = [table for table in Base.metadata.sorted_tables if table.name in by_table]
        for table in tables:
            _write(session, table, by_table[table.name], counts)
        for table in reversed(tables):
            _delete_vanished(session, table, {row.key for row in by_table[table.name]}, counts)
        if counts.inserted or counts.updated or counts.deleted:
            raise_versions(session, by_table)
    return SeedReport(counts.inserted, counts.updated, counts.unchanged, counts.deleted, tuple(counts.kept))


def _write(session: Any, table: Any, rows: list[SeedRow], counts: _Counts) -> None:
    stored, records = _stored(session, table), _records(session, table)
    for row in rows:
        wanted, have, last = digest_row(row.values), stored.get(row.key), records.get(_text_key(row.key))
        if have is None and last is not None:
            counts.kept.append(_label(table, row.key))  # somebody deleted it at the desk: it does not come back
            continue
        if have is None:
            if not _inserted(session, table, row.values):
                counts.kept.append(_label(table, row.key))
                continue
            counts.inserted += 1
        elif have == wanted:
            counts.unchanged += 1
        elif last is not None and have != last:
            counts.kept.append(_label(table, row.key))
            continue
        else:
            session.execute(update(table).where(_is(table, row.key)).values(**row.values))
            counts.updated += 1
        if last != wanted:
            _record(session, table, row.key, wanted, new=last is None)


def _delete_vanished(session: Any, table: Any, wanted: set[tuple[Any, ...]], counts: _Counts) -> None:
    stored, records = _stored(session, table), _records(session, table)
    keys = {_text_key(key): key for key in stored}
    for text_key in records.keys() - {_text_key(key) for key in wanted}:
        key = keys.get(text_key)
        if key is not None:
            if stored[key] != records[text_key] or not _deleted(session, table, key):
                counts.kept.append(_label(table, key))
                continue
            counts.deleted += 1
        session.execute(delete(_RECORD).where(_RECORD.c.table_name == table.name, _RECORD.c.row_key == text_key))


def _inserted(session: Any, table: Any, values: dict[str, Any]) -> bool:
    """Insert a row unless what it belongs to was deleted at the desk, or a row made there has its name."""
    try:
        with session.begin_nested():
            session.execute(insert(table).values(**values))
    except sqlalchemy.exc.IntegrityError:
        return False
    return True


def _deleted(session: Any, table: Any, key: tuple[Any, ...]) -> bool:
    """Delete a row unless others (an appointment, say) refer to it."""
    try:
        with session.begin_nested():
            session.execute(delete(table).where(_is(table, key)))
    except sqlalchemy.exc.IntegrityError:
        return False
    return True


_RECORD = get_table(SeedRecord)


def _records(session: Any, table: Any) -> dict[str, str]:
    query = select(_RECORD.c.row_key, _RECORD.c.digest).where(_RECORD.c.table_name == table.name)
    return {row.row_key: row.digest for row in session.execute(query)}


def _record(session: Any, table: Any, key: tuple[Any, ...], digest: str, new: bool) -> None:
    values = {"table_name": table.name, "row_key": _text_key(key), "digest": digest}
    if new:
        session.execute(insert(_RECORD).values(**values))
    else:
        where = and_(_RECORD.c.table_name == table.name, _RECORD.c.row_key == values["row_key"])
        session.execute(update(_RECORD).where(where).values(digest=digest))


def _stored(session: Any, table: Any) -> dict[tuple[Any, ...], str]:
    names = [column.name for column in table.primary_key]
    rows = [dict(row._mapping) for row in session.execute(select(table))]
    return {tuple(row[name] for name in names): digest_row(row) for row in rows}


def _is(table: Any, key: tuple[Any, ...]) -> Any:
    return and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))


def digest_row(values: dict[str, Any]) -> str:
    """A fingerprint of a row's values: it tells whether somebody has changed the row since it was looked at."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _text_key(key: tuple[Any, ...]) -> str:
    return json.dumps(key, ensure_ascii=False, default=str)


def _label(table: Any, key: tuple[Any, ...]) -> str:
    return f"{table.name} {'/'.join(map(str, key))}"
