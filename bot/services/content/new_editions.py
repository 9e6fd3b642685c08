"""A new edition of a course in one piece: the course where it is new, edition, body, requirements and job day.

It is written as its rows are everywhere else (checked, noted, audited), all of it or nothing; tried, it is rolled back.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Iterator, Mapping, Optional, Union

from sqlalchemy.orm import Session

from bot import clock
from bot.db.session import transaction, trial
from bot.rules.rule_kinds import RULE_KINDS
from bot.services import fact_cache
from bot.services.content import change_log
from bot.services.content.results import ContentRow, InvalidRow
from bot.services.content.row_changes import Undo, put, undone
from bot.services.content.schema import Raw
from bot.services.content.tables import TABLES
from bot.services.operators import Actor, audit_in
from bot.settings import Settings

COURSE, EDITION, BODY, EVENT, EVENT_DAY = "course", "edition", "body", "event", "event_day"


@dataclass(frozen=True)
class EditionDraft:
    """What was written for a new edition, each part as a form gives it for its table.

    ``course_id``: the course that it is of; empty: ``course`` is a new one. ``body``: who leads it, or nothing.
    ``rules``: params by kind, of this edition where the course is known, else of the new course. ``event`` and
    ``event_day``: its job day, or nothing. ``fact``: source, source_date, verified and valid_until of all of it.
    """

    course_id: str = ""
    course: Raw = field(default_factory=dict)
    edition: Raw = field(default_factory=dict)
    body: Raw = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    event: Raw = field(default_factory=dict)
    event_day: Raw = field(default_factory=dict)
    fact: Raw = field(default_factory=dict)


@dataclass(frozen=True)
class WrittenEdition:
    """It stands in the database, or would. ``rows`` by part; the rules are ``rule_<kind>``."""

    course_id: str
    edition_id: str
    rows: Mapping[str, ContentRow]


@dataclass(frozen=True)
class InvalidEdition:
    """Nothing was written. ``problems``: part, then field, then one Italian sentence."""

    problems: Mapping[str, Mapping[str, str]]


def publish_edition(
    settings: Settings, wanted: EditionDraft, *, by: Actor, now: datetime,
) -> Union[WrittenEdition, InvalidEdition]:
    """Write a new edition, all of it or nothing.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing has changed.
    """
    with undone() as refused, transaction(settings.database_url, write=True) as session:
        written = _write(session, wanted, by, now)
        if isinstance(written, InvalidEdition):
            raise Undo(written)
        return written
    answer: InvalidEdition = refused.answer
    return answer


@contextmanager
def try_edition(
    settings: Settings, wanted: EditionDraft, *, by: Actor, now: datetime,
) -> Iterator[Union[WrittenEdition, InvalidEdition]]:
    """:func:`publish_edition` for as long as the block lasts; whoever reads within finds it, and then it is gone.

    Raises:
        DatabaseUnavailable: the database cannot be written.
    """
    with fact_cache.read_always(), trial(settings.database_url) as session:
        yield _write(session, wanted, by, now)


@dataclass
class _Writing:
    """The rows that were written so far and what was wrong with others."""

    session: Session
    by: Actor
    now: datetime
    fact: Raw
    rows: dict[str, ContentRow] = field(default_factory=dict)
    problems: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, part: str, table_name: str, raw: Raw) -> Optional[str]:
        """Write a row; its id, where it could be written and has one."""
        table = TABLES[table_name]
        answer = put(self.session, table, None, {**raw, **(self.fact if table.fact else {})}, self.now)
        if isinstance(answer, InvalidRow):
            self.problems[part] = dict(answer.problems)
            return None
        self.rows[part] = answer.row
        change_log.note_change(self.session, table, None, answer.row, by=self.by, now=self.now)
        audit_in(self.session, operator=self.by, act="content_created", target=f"{table.name} {answer.row.key}",
                 detail={"fields": list(answer.changed)}, now=self.now)
        return answer.row.values.get("id")


def _write(session: Session, wanted: EditionDraft, by: Actor, now: datetime) -> Union[WrittenEdition, InvalidEdition]:
    writing = _Writing(session, by, now, wanted.fact)
    course_id = wanted.course_id or writing.add(COURSE, "course", wanted.course)
    if course_id is None:
        return InvalidEdition(writing.problems)
    edition_id = writing.add(EDITION, "course_edition", {
        **wanted.edition, "course_id": course_id,
        "starts_latest": wanted.edition.get("starts_latest") or wanted.edition.get("starts_earliest")})
    if edition_id is not None:
        _write_belonging(writing, wanted, course_id, edition_id)
    if writing.problems or edition_id is None:
        return InvalidEdition(writing.problems)
    return WrittenEdition(course_id, edition_id, writing.rows)


def _write_belonging(writing: _Writing, wanted: EditionDraft, course_id: str, edition_id: str) -> None:
    if wanted.body.get("organisation_id"):
        writing.add(BODY, "edition_body", {**wanted.body, "edition_id": edition_id, "part": "lead"})
    today = clock.local(writing.now).date()
    for place, kind in enumerate(RULE_KINDS, start=1):
        if kind in wanted.rules:
            writing.add(f"rule_{kind}", "eligibility_rule", {
                "course_id": course_id, "edition_id": edition_id if wanted.course_id else None, "kind": kind,
                "position": place,
                "params": wanted.rules[kind], "holds_from": today.isoformat()})
    if wanted.event:
        event_id = writing.add(EVENT, "event", {**wanted.event, "kind": "job_day", "course_id": course_id})
        if event_id is not None:
            writing.add(EVENT_DAY, "event_session", {**wanted.event_day, "event_id": event_id})
