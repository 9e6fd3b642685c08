"""The free courses: what is published of each, and where it stands today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Optional, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from bot.db.models import Course, CourseEdition, EditionBody, Event, Sector
from bot.db.session import transaction
from bot.rules.course_status import Closed, Status, explain_closed
from bot.rules.job_days import find_presented
from bot.services.course_rules import choose_edition_told, group_params, list_rules_in_force, read_edition_dates
from bot.services.events import EVENT_LOADING, EventView, make_event_view
from bot.services.fact_cache import recall_recent
from bot.services.facts import FactView, make_fact_view
from bot.settings import Settings


@dataclass(frozen=True)
class CourseView:
    """A course with its edition of interest; None is «not published». ``cost_cents`` 0 means free.

    ``participants``: how many attended that edition; ``places``: how many it offers. ``hours`` is approximate where
    ``hours_approximate``. ``presentation`` is the job day of that edition. Ages are years, both ends included.
    ``closed``: why nobody can enrol, where nobody can.
    ``admission``: the params of the rule on statuses, empty without one; ``region``: where one must live.
    """

    id: str
    title: str
    sector_id: str
    sector_name: str
    hours: int
    hours_approximate: bool
    cost_cents: int
    content: str
    internship: bool
    lead: Optional[str]
    co_designers: tuple[str, ...]
    edition_id: Optional[str]
    participants: Optional[int]
    places: Optional[int]
    starts_earliest: Optional[date]
    starts_latest: Optional[date]
    ends_by: Optional[date]
    enrolment_opens: Optional[date]
    enrolment_closes: Optional[date]
    place: Optional[str]
    status: Status
    closed: Closed
    presentation: Optional[EventView]
    age_min: Optional[int]
    age_max: Optional[int]
    admission: dict[str, Any]
    region: Optional[str]
    fact: FactView

    @property
    def open_now(self) -> bool:
        """Whether people can enrol today."""
        return self.status == "enrolling"


def list_courses(settings: Settings, today: date) -> list[CourseView]:
    """Every course in the published order, as it stands on ``today`` (local date).

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    return list(recall_recent(("courses", settings.database_url, today), lambda: _all_courses(settings, today)))


def _all_courses(settings: Settings, today: date) -> tuple[CourseView, ...]:
    with transaction(settings.database_url) as session:
        rows = session.execute(select(Course).options(*_LOADING).order_by(Course.position)).scalars().all()
        job_days = _job_days(session)
        return tuple(_view(row, job_days.get(row.id, ()), today) for row in rows)


def list_sectors(settings: Settings) -> list[tuple[str, str]]:
    """Id and name of every sector, in the published order."""
    with transaction(settings.database_url) as session:
        return [(row.id, row.name) for row in session.execute(select(Sector.id, Sector.name).order_by(Sector.position))]


def get_course(settings: Settings, course_id: str, today: date) -> Optional[CourseView]:
    """The course of that id as it stands on ``today``, or None when there is no such course."""
    with transaction(settings.database_url) as session:
        row = session.execute(select(Course).options(*_LOADING).where(Course.id == course_id)).scalars().first()
        return _view(row, _job_days(session).get(row.id, ()), today) if row is not None else None


_LOADING: tuple[Any, ...] = (
    selectinload(Course.sector),
    selectinload(Course.editions).selectinload(CourseEdition.bodies).selectinload(EditionBody.organisation),
    selectinload(Course.rules),
)


def _job_days(session: Any) -> dict[str, list[EventView]]:
    query = select(Event).options(*EVENT_LOADING).where(
        Event.kind == "job_day", Event.course_id.is_not(None)).order_by(Event.position)
    found: dict[str, list[EventView]] = {}
    for row in session.execute(query).scalars():
        found.setdefault(str(row.course_id), []).append(make_event_view(row))
    return found


def _presentation(row: Course, edition: Optional[CourseEdition], job_days: Sequence[EventView]) -> Optional[EventView]:
    """The last of the job days that present the edition; without an edition, of all of them."""
    if edition is None:
        return job_days[-1] if job_days else None
    starts = [each.starts_latest or each.starts_earliest for each in row.editions]
    own = [event for event in job_days if row.editions[find_presented(event.first_day, starts) or 0] is edition]
    return own[-1] if own else None


def _view(row: Course, job_days: Sequence[EventView], today: date) -> CourseView:
    edition, status = choose_edition_told(row, today)
    bodies = edition.bodies if edition is not None else []
    lead = next((body.organisation for body in bodies if body.part == "lead"), None)
    params = group_params(list_rules_in_force(row, today), today)
    ages = params.get("age", {})
    return CourseView(
        id=row.id, title=row.title, sector_id=row.sector_id, sector_name=row.sector.name,
        hours=row.hours, hours_approximate=row.hours_approximate, cost_cents=row.cost_cents,
        content=row.content, internship=row.internship,
        lead=lead.name if lead is not None else None,
        co_designers=tuple(body.organisation.name for body in bodies if body.part == "co_design"),
        edition_id=edition.id if edition is not None else None,
        participants=edition.places_taken if edition is not None else None,
        places=edition.places if edition is not None else None,
        starts_earliest=edition.starts_earliest if edition is not None else None,
        starts_latest=edition.starts_latest if edition is not None else None,
        ends_by=edition.ends_by if edition is not None else None,
        enrolment_opens=edition.enrolment_opens if edition is not None else None,
        enrolment_closes=edition.enrolment_closes if edition is not None else None,
        place=edition.place if edition is not None else None,
        status=status, closed=explain_closed(read_edition_dates(edition), today) if edition is not None else "not_yet",
        presentation=_presentation(row, edition, job_days),
        age_min=ages.get("min"), age_max=ages.get("max"), admission=params.get("status", {}),
        region=params.get("residence", {}).get("in"), fact=make_fact_view(row))
