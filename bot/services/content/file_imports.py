"""Importing a file: first what it would do and every error by row, then, when it was seen, all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Optional, Union

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.fact_versions import FACTS_VERSION, raise_versions
from bot.db.models import Base
from bot.db.session import snapshot, transaction
from bot.services.content import change_log, field_values, files, hours, store
from bot.services.content.files import FileRow
from bot.services.content.results import (
    ContentRow,
    FieldChange,
    ImportPlan,
    InvalidRow,
    RowChange,
    RowError,
    SavedRow,
    UnreadableFile,
)
from bot.services.content.row_changes import Undo, put, undone, write_rows
from bot.services.content.schema import ContentTable
from bot.services.content.tables import TABLES
from bot.services.operators import Actor, audit_all_in
from bot.settings import Settings
from bot.texts import get_text

ATTEMPTS = 3
"""How often an import is tried while others change facts; then it is shown again."""


def plan(
    settings: Settings, *, text: str, table_name: Optional[str], now: datetime
) -> Union[ImportPlan, UnreadableFile]:
    """What the file would do; nothing is written, and nobody who writes has to wait. Rows that it does not have stay as
    they are.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    made = _try(settings, text, table_name, now)
    return made if isinstance(made, UnreadableFile) else made.plan


def apply(
    settings: Settings, *, text: str, table_name: Optional[str], digest: str, by: Actor, now: datetime,
) -> Union[ImportPlan, UnreadableFile]:
    """Do what :func:`plan` said, all of it or nothing.

    The plan is made anew: with errors, or when it is no longer the one of ``digest`` because somebody has changed
    something meanwhile, nothing is written and the answer (``applied`` False) is to be shown again. That takes a while
    and keeps nobody waiting; the rows that it has checked are then written in one short transaction, provided that no
    fact has changed since: else all of it once more.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing has changed.
    """
    for _ in range(ATTEMPTS):
        made = _try(settings, text, table_name, now)
        if isinstance(made, UnreadableFile):
            return made
        seen = made.plan
        if seen.errors or seen.digest != digest:
            break
        if _store(settings, made, by, now):
            return replace(seen, applied=True)
    return seen


@dataclass(frozen=True)
class _Trial:
    """A file that was tried: the plan, the rows to write (table, before, after) in their order, and what it rests on:
    the number of the facts, and who is outside the hours afterwards."""

    plan: ImportPlan
    writes: tuple[tuple[ContentTable, Optional[ContentRow], ContentRow], ...]
    facts: int
    outside: frozenset[int]


def _try(
    settings: Settings, text: str, table_name: Optional[str], now: datetime
) -> Union[_Trial, UnreadableFile]:
    """Write all rows of the file, one by one, where nobody sees it, and take them back."""
    found = files.read(text, table_name)
    if isinstance(found, UnreadableFile):
        return found
    with snapshot(settings.database_url) as url, undone() as undo, transaction(url, write=True) as session:
        facts = _facts_number(session)
        before = hours.find_outside(session, now)
        made, writes = _written(session, found.rows, list(found.errors), now)
        outside = hours.find_outside(session, now)
        warnings = tuple(line for number, line in outside.items() if number not in before)
        raise Undo(_Trial(_signed(replace(made, warnings=warnings)), tuple(writes), facts, frozenset(outside)))
    answer: _Trial = undo.answer
    return answer


def _store(settings: Settings, made: _Trial, by: Actor, now: datetime) -> bool:
    """Write the rows that were tried; False, with nothing written, when a fact has changed since or an appointment was
    taken that would be outside the hours."""
    if not made.writes:
        return True
    tables = {table.name for table, _, _ in made.writes}
    with undone() as undo, transaction(settings.database_url, write=True) as session:
        raise_versions(session, tables)  # whoever else changes facts waits here
        if _facts_number(session) != made.facts + 1:
            raise Undo(False)
        for _, group in groupby(made.writes, key=lambda write: write[0].name):
            rows = list(group)
            write_rows(session, rows[0][0], [
                (before.values if before else None, after.values) for _, before, after in rows])
        if tables & hours.TABLES and not made.outside.issuperset(hours.find_outside(session, now)):
            raise Undo(False)
        change_log.note_changes(session, made.writes, by=by, now=now)
        audit_all_in(
            session, operator=by, act="content_imported", now=now,
            entries=[(f"{change.table} {change.label}",
                      {"fields": [item.field for item in change.fields], "act": change.act})
                     for change in made.plan.changes if change.act != "nothing"])
        return True
    stored: bool = undo.answer
    return stored


def _facts_number(session: Session) -> int:
    return int(session.execute(select(FACTS_VERSION)).scalar() or 0)


def _written(
    session: Session, rows: tuple[FileRow, ...], errors: list[RowError], now: datetime,
) -> tuple[ImportPlan, list[tuple[ContentTable, Optional[ContentRow], ContentRow]]]:
    """Write the rows, those that others name first, and say what became of each, and which have changed."""
    order = {table.name: number for number, table in enumerate(Base.metadata.sorted_tables)}
    changes: list[RowChange] = []
    writes: list[tuple[ContentTable, Optional[ContentRow], ContentRow]] = []
    seen: set[tuple[str, str]] = set()
    for row in sorted(rows, key=lambda row: (order[row.table], row.number)):
        table = TABLES[row.table]
        before, problem = _before(session, table, row)
        if problem is not None:
            errors.append(problem)
            continue
        if before is not None and (row.table, before.key) in seen:
            errors.append(RowError(row.table, row.number, "", get_text("content.file.row_twice")))
            continue
        answer = put(session, table, before, row.given, now)
        if isinstance(answer, InvalidRow):
            errors += [RowError(row.table, row.number, field, text) for field, text in answer.problems.items()]
            continue
        seen.add((row.table, answer.row.key))
        if answer.changed:
            writes.append((table, before, answer.row))
        changes.append(_change(table, row.number, before, answer))
    errors.sort(key=lambda error: (order.get(error.table, -1), error.row))
    return ImportPlan(tuple(changes), tuple(errors)), writes


def _before(session: Session, table: ContentTable, row: FileRow) -> tuple[Optional[ContentRow], Optional[RowError]]:
    parts = []
    for name in table.key:
        try:
            parts.append(field_values.read(table.field(name), row.given.get(name)))
        except field_values.ValueProblem as error:
            return None, RowError(table.name, row.number, name, str(error))
    return store.find(session, table, tuple(parts), lock=True), None


def _change(table: ContentTable, number: int, before: Optional[ContentRow], saved: SavedRow) -> RowChange:
    old = before.values if before is not None else {}
    fields = tuple(
        FieldChange(name, field_values.write_value(table.field(name), old.get(name)),
                    field_values.write_value(table.field(name), saved.row.values[name]))
        for name in saved.changed)
    act: Any = "create" if saved.new else "update" if fields else "nothing"
    return RowChange(table.name, number, saved.row.label, act, fields)


def _signed(made: ImportPlan) -> ImportPlan:
    text = json.dumps([asdict(change) for change in made.changes] + list(made.warnings), sort_keys=True)
    return replace(made, digest=hashlib.sha256(text.encode()).hexdigest())
