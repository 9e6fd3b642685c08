"""Changing the content: a row at a time, checked, against what others changed meanwhile, and in the audit log."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from itertools import groupby
from typing import Any, Optional, Sequence, Union

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import clock
from bot.db.fact_versions import raise_versions
from bot.db.session import transaction
from bot.services import sign_ups
from bot.services.content import change_log, field_values, hours, rules, store
from bot.services.content.results import (
    ContentRow,
    Doubtful,
    InvalidRow,
    NoSuchRow,
    Referenced,
    Removed,
    SavedRow,
    Stale,
)
from bot.services.content.schema import ContentTable, Key, Problems, Raw, Values
from bot.services.content.tables import TABLES
from bot.services.operators import Actor, audit_in
from bot.services.unknown import list_known_intents
from bot.settings import Settings
from bot.texts import get_text

EVENT_DAY = "event_session"
"""Whoever signed up for a day goes along when it becomes another."""
SaveResult = Union[SavedRow, InvalidRow, Stale, Doubtful, NoSuchRow]
RemoveResult = Union[Removed, Referenced, Stale, Doubtful, NoSuchRow]


class Undo(Exception):
    """Raised inside a transaction so that nothing of it stays; carries the answer."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.answer = answer


def save(
    settings: Settings, *, table_name: str, key: Optional[str], raw: Raw, version: str, confirmed: bool, by: Actor,
    now: datetime,
) -> SaveResult:
    """Write a row: a new one when ``key`` is None, else the one of that key as it was at ``version``.

    Args:
        raw: what was given for the fields, as text or as JSON values; a field that is not there stays as it is.
        version: of the row when it was shown, so that two editors do not overwrite each other; unused for a new row.
        confirmed: whether appointments may be left outside the hours.

    Raises:
        KeyError: there is no such table.
        DatabaseUnavailable: the database cannot be written; nothing has changed.
    """
    table = TABLES[table_name]
    with undone() as undo, transaction(settings.database_url, write=True) as session:
        before = _before(session, table, key)
        if key is not None and before is None:
            return NoSuchRow()
        if before is not None and before.version != version:
            return Stale(before)
        doubts = Doubts(session, table, now)
        answer = put(session, table, before, raw, now)
        if isinstance(answer, InvalidRow):
            raise Undo(answer)
        doubts.settle(confirmed)
        if answer.changed:
            change_log.note_change(session, table, before, answer.row, by=by, now=now)
            audit_in(
                session, operator=by, act="content_created" if answer.new else "content_changed",
                target=f"{table.name} {answer.row.key}", detail={"fields": list(answer.changed)}, now=now)
        return answer
    refused: SaveResult = undo.answer
    return refused


def remove(
    settings: Settings, *, table_name: str, key: str, version: str, confirmed: bool, by: Actor, now: datetime,
) -> RemoveResult:
    """Delete a row with what it owns, unless other rows name it.

    Raises:
        KeyError: there is no such table.
        DatabaseUnavailable: the database cannot be written; nothing has changed.
    """
    table = TABLES[table_name]
    with undone() as undo, transaction(settings.database_url, write=True) as session:
        row = _before(session, table, key)
        if row is None:
            return NoSuchRow()
        if row.version != version:
            return Stale(row)
        row_key = tuple(row.values[name] for name in table.key)
        used = store.count_references(session, table, row_key) or ((("l'assistente", 1),) if table.fixed else ())
        if used:
            return Referenced(used)
        doubts = Doubts(session, table, now)
        owned = delete_in(session, table, row)
        doubts.settle(confirmed)
        change_log.note_change(session, table, row, None, by=by, owned=owned, now=now)
        audit_in(session, operator=by, act="content_deleted", target=f"{table.name} {row.key}", now=now)
        return Removed(row.label)
    refused: RemoveResult = undo.answer
    return refused


def delete_in(session: Session, table: ContentTable, row: ContentRow) -> list[Any]:
    """Delete a row with what it owns inside an open transaction; what it owned, ``[table, values]``."""
    key = tuple(row.values[name] for name in table.key)
    raise_versions(session, [table.name])
    owned: list[Any] = []
    for column in store.list_owned(table):
        other = TABLES[column.table.name]
        for found in session.execute(select(other.stored).where(column == key[0])):
            owned.append([other.name, {
                field.name: field_values.make_plain(found._mapping[field.name]) for field in other.fields}])
        session.execute(delete(column.table).where(column == key[0]))
    session.execute(delete(table.stored).where(store.is_row(table, key)))
    return owned


def verify(
    settings: Settings, *, table_name: str, key: str, version: str, until: Optional[str], by: Actor, now: datetime,
) -> SaveResult:
    """Say that a fact was checked today: verified, source date of today, and a new valid-until when one is given."""
    today = clock.local(now).date()
    raw: dict[str, Any] = {"verified": True, "source_date": today.isoformat()}
    if until is not None:
        raw["valid_until"] = until
    return save(
        settings, table_name=table_name, key=key, raw=raw, version=version, confirmed=True, by=by, now=now)


def put(
    session: Session, table: ContentTable, before: Optional[ContentRow], raw: Raw, now: datetime
) -> Union[SavedRow, InvalidRow]:
    """Check and write a row inside an open transaction, which the caller undoes when the answer is ``Invalid``."""
    today = clock.local(now).date()
    old = before.values if before is not None else None
    raw = raw if before is not None else _named(session, table, raw)
    values, problems = field_values.read_row(table, raw, old)
    if before is not None and not problems and values == before.values:
        return SavedRow(before, (), new=False)  # it says what is there: nothing to check, nothing to write
    if not problems:
        problems = _problems(session, table, values, old, today)
    if problems:
        return InvalidRow(problems)
    if values.get("position") == 0:
        values["position"] = _last(session, table, values) + 1
    changed = tuple(name for name, value in values.items() if old is None or old[name] != value)
    if changed:
        raise_versions(session, [table.name])
        try:
            with session.begin_nested():
                write_rows(session, table, [(old, values)])
        except IntegrityError:
            return InvalidRow({"": get_text("content.row.same_name")})
    return SavedRow(store.make_content_row(table, values), changed, new=before is None)


def _problems(
    session: Session, table: ContentTable, values: dict[str, Any], old: Optional[Values], today: Any,
) -> Problems:
    problems: Problems = dict(table.check(values, today))
    if table.fact:
        problems.update(rules.check_fact_row(values, today))
    for field in table.fields:
        chosen = values[field.name]
        if field.kind == "ref" and chosen is not None and not store.exists(session, field.table, chosen):
            problems[field.name] = get_text(
                "content.row.no_such_reference", chosen=chosen, table=TABLES[field.table].title.lower())
    if old is not None and len(table.key) == 1 and values["id"] != old["id"]:
        problems["id"] = get_text("content.row.id_fixed")
    if table.name == "answer" and old is None and values["id"] not in list_known_intents():
        problems["id"] = get_text("content.row.no_such_intent")
    problems.update(_not_unique(session, table, values, old) if not problems else {})
    return problems or dict(table.check_in(session, values, old))


def _not_unique(session: Session, table: ContentTable, values: dict[str, Any], old: Optional[Values]) -> Problems:
    key = tuple(values[name] for name in table.key)
    if (old is None or key != tuple(old[name] for name in table.key)) and store.find(session, table, key):
        return {table.key[-1]: get_text("content.row.same_values")}
    for column in table.stored.columns:
        if column.unique and (old is None or old[column.name] != values[column.name]):
            query = select(column).where(column == values[column.name])
            if session.execute(query).first() is not None:
                return {column.name: get_text("content.row.value_taken", value=values[column.name])}
    return {}


def write_rows(session: Session, table: ContentTable, rows: Sequence[tuple[Optional[Values], Values]]) -> None:
    """Write checked rows of a table, the old values of each (None: it is new) and the new ones, in their order and in
    one statement for as many as are of a kind.

    Raises:
        IntegrityError: a constraint of the database does not allow them.
    """
    for new, group in groupby(rows, key=lambda row: row[0] is None):
        if new:
            session.execute(insert(table.stored), [dict(values) for _, values in group])
            continue
        columns, changed = list(table.stored.primary_key), list(group)
        session.execute(
            update(table.stored).where(*(column == bindparam(f"old {column.name}") for column in columns)),
            [{**values, **{f"old {column.name}": old[column.name] for column in columns if old is not None}}
             for old, values in changed])
        for old, values in changed:
            if table.name == EVENT_DAY and old is not None and old["day"] != values["day"]:
                sign_ups.move_tickets_in(session, values["event_id"], old["day"], values["day"])


def _before(session: Session, table: ContentTable, key: Optional[str]) -> Optional[ContentRow]:
    known: Optional[Key] = store.read_key(table, key) if key is not None else None
    return store.find(session, table, known, lock=True) if known is not None else None


def _named(session: Session, table: ContentTable, raw: Raw) -> Raw:
    """A new row without an id gets one made of its name, with a number when there is such a one already."""
    if "id" not in table.key or not table.names or str(raw.get("id") or "").strip():
        return raw
    base = field_values.make_slug(str(raw.get(table.names) or ""))
    name, number = base, 1
    while store.exists(session, table.name, name):
        number += 1
        name = f"{base}_{number}"
    return {**raw, "id": name}


def _last(session: Session, table: ContentTable, values: Values) -> int:
    """The last position of the table, or of the rows of the same parent."""
    query = select(func.max(table.stored.c.position))
    if table.parent:
        query = query.where(table.stored.c[table.parent] == values[table.parent])
    return int(session.execute(query).scalar() or 0)


class Doubts:
    """Appointments that a change leaves outside the hours, which were inside before it."""

    def __init__(self, session: Session, table: ContentTable, now: datetime) -> None:
        self._session, self._now = session, now
        self._watched = table.name in hours.TABLES
        self._before = hours.find_outside(session, now) if self._watched else {}

    def settle(self, confirmed: bool) -> None:
        """Raise :class:`Undo` with what nobody has agreed to yet."""
        if not self._watched or confirmed:
            return
        after = hours.find_outside(self._session, self._now)
        new = tuple(text for number, text in after.items() if number not in self._before)
        if new:
            raise Undo(Doubtful(new))


class undone(suppress):
    """Catches :class:`Undo` once its transaction is rolled back, and keeps its answer."""

    answer: Any = None

    def __init__(self) -> None:
        super().__init__(Undo)

    def __enter__(self) -> undone:  # type: ignore[override]
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        if isinstance(error, Undo):
            self.answer = error.answer
        return bool(super().__exit__(kind, error, trace))
