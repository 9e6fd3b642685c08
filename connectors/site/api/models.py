"""What the read-only API answers with. A value that is not published is left out.

Descriptions are keys of texts: ``describe`` puts the sentences in their place when the API is described.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, Optional

from pydantic import BaseModel, Field

# not JSON Schema's "time", which has a zone: these are the hours on the clock of the day that is given with them
_CLOCK = Field(pattern="^[0-2][0-9]:[0-5][0-9]$", description="api.clock")
_CLOCK_OR_NONE = Field(None, pattern="^[0-2][0-9]:[0-5][0-9]$", description="api.clock_or_none")


EventKind = Literal["job_day", "workshop", "seminar"]
DemandDimension = Literal["sector", "trade", "municipality", "time", "requirement", "language", "offered"]
EventPart = Literal["opening", "moderator", "speaker", "witness", "collaborator"]


class PublishedFact(BaseModel):
    """Where a fact comes from, how old it is, whether the Province has verified it and until when it holds."""

    source: str = Field(description="api.fact.source")
    source_date: Optional[date] = Field(None, description="api.fact.source_date")
    verified: bool = Field(description="api.fact.verified")
    valid_until: Optional[date] = Field(None, description="api.fact.valid_until")


class PublishedEdition(BaseModel):
    """The edition of a course that matters now: the open one, the next or the last."""

    id: str
    starts_earliest: Optional[date] = Field(None, description="api.edition.starts_earliest")
    starts_latest: Optional[date] = Field(None, description="api.edition.starts_latest")
    ends_by: Optional[date] = Field(None, description="api.edition.ends_by")
    enrolment_opens: Optional[date] = Field(None, description="api.edition.enrolment_opens")
    enrolment_closes: Optional[date] = Field(None, description="api.edition.enrolment_closes")
    places: Optional[int] = Field(None, description="api.edition.places")
    participants: Optional[int] = Field(None, description="api.edition.participants")
    place: Optional[str] = Field(None, description="api.edition.place")


class PublishedCourse(BaseModel):
    """A free course of the pact."""

    id: str
    title: str
    url: str = Field(description="api.course.url")
    sector: str
    hours: int
    hours_approximate: bool = Field(description="api.course.hours_approximate")
    cost_cents: int = Field(description="api.course.cost_cents")
    content: str
    internship: bool = Field(description="api.course.internship")
    lead: Optional[str] = Field(None, description="api.course.lead")
    co_designers: list[str] = Field(description="api.course.co_designers")
    audience: Optional[str] = Field(None, description="api.course.audience")
    age_min: Optional[int] = None
    age_max: Optional[int] = None
    status: Literal["planned", "enrolling", "running", "concluded", "unknown"] = Field(
        description="api.course.status")
    edition: Optional[PublishedEdition] = None
    presentation_event_id: Optional[str] = Field(None, description="api.course.presentation_event_id")
    fact: PublishedFact


class PublishedEventDay(BaseModel):
    """A day of an event, on Rome's clock."""

    day: date
    starts: Optional[str] = _CLOCK_OR_NONE
    ends: Optional[str] = _CLOCK_OR_NONE
    daypart: Optional[str] = Field(None, description="api.eventday.daypart")
    place: str


class PublishedSpeaker(BaseModel):
    """Who takes part in an event."""

    name: str
    part: EventPart
    role: Optional[str] = None


class PublishedEvent(BaseModel):
    """The presentation of a course (job_day), a workshop or a seminar."""

    id: str
    kind: EventKind
    title: str
    url: str = Field(description="api.event.url")
    description: str
    course_id: Optional[str] = None
    count: int = Field(description="api.event.count")
    organiser: Optional[str] = None
    audience: Optional[str] = None
    attendance: Optional[str] = None
    outcome: Optional[str] = None
    days: list[PublishedEventDay]
    speakers: list[PublishedSpeaker]
    fact: PublishedFact


class PublishedOpening(BaseModel):
    """A span of opening, on Rome's clock."""

    weekday: int = Field(description="api.opening.weekday", ge=0, le=6)
    opens: str = _CLOCK
    closes: str = _CLOCK


class PublishedService(BaseModel):
    """What an appointment can be made for."""

    id: str
    name: str
    description: str
    bring: Optional[str] = Field(None, description="api.service.bring")
    fact: PublishedFact


class PublishedOffice(BaseModel):
    """A job centre."""

    id: str
    name: str
    municipality: str
    address: str
    floor: Optional[str] = None
    hours_note: Optional[str] = None
    map: Optional[str] = None
    opening: list[PublishedOpening]
    opening_fact: Optional[PublishedFact] = Field(None, description="api.office.opening_fact")
    phones: list[str]
    emails: list[str]
    contacts_fact: Optional[PublishedFact] = Field(None, description="api.office.contacts_fact")
    services: list[PublishedService]
    fact: PublishedFact


class FreeStart(BaseModel):
    """A free start at an office."""

    office_id: str
    office: str
    starts_at: datetime
    ends_at: datetime
    places_left: int = Field(ge=1)


class _Page(BaseModel):
    total: int = Field(description="api.page.total", ge=0)
    limit: int = Field(ge=1)
    offset: int = Field(ge=0)


class CoursePage(_Page):
    """A part of the list of courses."""

    items: list[PublishedCourse]


class EventPage(_Page):
    """A part of the list of events."""

    items: list[PublishedEvent]


class OfficePage(_Page):
    """A part of the list of offices."""

    items: list[PublishedOffice]


class Availability(BaseModel):
    """The free starts, earliest first; the list ends at ``limit``."""

    service_id: str
    office_id: Optional[str] = None
    items: list[FreeStart]


class PublishedDemandFigure(BaseModel):
    """How many people asked for something in a month, or how many places began in it."""

    dimension: DemandDimension = Field(description="api.demand_figure.dimension")
    value: Optional[str] = Field(None, description="api.demand_figure.value")
    month: Optional[int] = Field(None, ge=1, le=12, description="api.demand_figure.month")
    number: Optional[int] = Field(None, ge=0, description="api.demand_figure.number")
    hidden: bool = Field(description="api.demand_figure.hidden")


class DemandOfYear(BaseModel):
    """What people asked for in a year."""

    year: int
    months: list[int] = Field(description="api.demand_of_year.months")
    items: list[PublishedDemandFigure]


class Problem(BaseModel):
    """What is wrong, in a sentence."""

    error: str = Field(description="not_found, invalid, unavailable, method_not_allowed…")
    message: str
    field: Optional[str] = Field(None, description="api.problem.field")
