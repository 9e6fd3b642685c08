"""The pact: answers ready to be said, and the bodies that take part in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from bot.db.models import Answer, Course, CourseEdition, EditionBody, Event, Organisation
from bot.db.seed_files import ANSWER_SETTINGS
from bot.db.session import transaction
from bot.services.fact_cache import recall_recent
from bot.services.facts import FactView, make_fact_view
from bot.settings import Settings


@dataclass(frozen=True)
class AnswerView:
    """A question and its answer in Italian. ``id`` is the intent's name."""

    id: str
    topic: str
    question: str
    text: str
    fact: FactView


@dataclass(frozen=True)
class CourseRole:
    """A course that a body leads (``lead``, ente capoprogetto) or helps to design (``co_design``)."""

    course_id: str
    title: str
    part: str


@dataclass(frozen=True)
class EventRole:
    """An event and what a body does in it: organiser, opening, moderator, speaker, witness or collaborator."""

    event_id: str
    title: str
    kind: str
    part: str


@dataclass(frozen=True)
class OrganisationView:
    """A body of the pact. ``role``: lead, partner or supporter."""

    id: str
    name: str
    role: str
    courses: tuple[CourseRole, ...]
    events: tuple[EventRole, ...]
    fact: FactView

    @property
    def leads(self) -> tuple[str, ...]:
        """Titles of the courses it leads."""
        return tuple(course.title for course in self.courses if course.part == "lead")

    @property
    def co_designs(self) -> tuple[str, ...]:
        """Titles of the courses it helps to design."""
        return tuple(course.title for course in self.courses if course.part == "co_design")

    @property
    def takes_part_in(self) -> tuple[str, ...]:
        """Titles of its events, once each also when it has several parts in one."""
        return tuple(dict.fromkeys(event.title for event in self.events))


def find_answer(settings: Settings, answer_id: str) -> Optional[AnswerView]:
    """The answer of that intent, its settings filled in; None when there is none.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    with transaction(settings.database_url) as session:
        row = session.get(Answer, answer_id)
        if row is None:
            return None
        return AnswerView(row.id, row.topic, row.question, fill_settings(row.text, settings), make_fact_view(row))


def list_organisations(settings: Settings, role: Optional[str] = None) -> list[OrganisationView]:
    """Every body, or those of one role (lead, partner, supporter), in the published order."""
    bodies = recall_recent(("organisations", settings.database_url), lambda: _all_organisations(settings))
    return [body for body in bodies if role is None or body.role == role]


def _all_organisations(settings: Settings) -> tuple[OrganisationView, ...]:
    with transaction(settings.database_url) as session:
        rows = session.execute(select(Organisation).order_by(Organisation.position)).scalars().all()
        courses, events = _course_roles(session), _event_roles(session)
        return tuple(_view(row, courses, events) for row in rows)


def find_organisation(settings: Settings, organisation_id: str) -> Optional[OrganisationView]:
    """The body of that id with its courses and events, or None when it is not part of the pact."""
    with transaction(settings.database_url) as session:
        row = session.get(Organisation, organisation_id)
        if row is None:
            return None
        return _view(row, _course_roles(session), _event_roles(session))


def fill_settings(text: str, settings: Settings) -> str:
    """An answer's text with the values of the settings that it names."""
    for name in ANSWER_SETTINGS:
        text = text.replace("{" + name + "}", str(getattr(settings, name)))
    return text


def _view(
    row: Organisation, courses: dict[str, list[CourseRole]], events: dict[str, list[EventRole]]
) -> OrganisationView:
    return OrganisationView(
        row.id, row.name, row.role, tuple(courses.get(row.id, ())), tuple(events.get(row.id, ())), make_fact_view(row))


def _course_roles(session: Any) -> dict[str, list[CourseRole]]:
    roles: dict[str, list[CourseRole]] = {}
    query = (
        select(EditionBody.organisation_id, EditionBody.part, Course.id, Course.title)
        .join(CourseEdition, CourseEdition.id == EditionBody.edition_id)
        .join(Course, Course.id == CourseEdition.course_id)
        .order_by(Course.position, CourseEdition.starts_earliest))
    for organisation_id, part, course_id, title in session.execute(query):
        role = CourseRole(course_id, title, part)
        known = roles.setdefault(organisation_id, [])
        if role not in known:
            known.append(role)
    return roles


def _event_roles(session: Any) -> dict[str, list[EventRole]]:
    roles: dict[str, list[EventRole]] = {}
    query = select(Event).options(selectinload(Event.speakers)).order_by(Event.position)
    for event in session.execute(query).scalars():
        parts = [(event.organiser_id, "organiser")]
        parts += [(speaker.organisation_id, speaker.part) for speaker in event.speakers]
        for organisation_id, part in parts:
            role = EventRole(event.id, event.title, event.kind, part)
            if organisation_id is not None and role not in roles.setdefault(organisation_id, []):
                roles[organisation_id].append(role)
    return roles
