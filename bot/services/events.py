"""Job days, workshops and seminars: what they were about, when, where and who took part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any, Optional

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from bot.db.models import Event
from bot.db.session import transaction
from bot.services.fact_cache import recall_recent
from bot.services.facts import FactView, make_fact_view
from bot.settings import Settings


@dataclass(frozen=True)
class EventDayView:
    """One day of an event, Europe/Rome. ``starts``/``ends`` only where published; ``daypart`` («nel pomeriggio»)."""

    day: date
    starts: Optional[time]
    ends: Optional[time]
    daypart: Optional[str]
    place: str


@dataclass(frozen=True)
class SpeakerView:
    """Who takes part. ``part``: opening, moderator, speaker, witness or collaborator."""

    part: str
    name: str
    role: Optional[str]
    organisation_id: Optional[str]


@dataclass(frozen=True)
class EventView:
    """An event. ``kind``: job_day, workshop or seminar; ``count``: how many times it was held (three workshops)."""

    id: str
    kind: str
    title: str
    course_id: Optional[str]
    count: int
    organiser: Optional[str]
    audience: Optional[str]
    description: str
    outcome: Optional[str]
    attendance: Optional[str]
    days: tuple[EventDayView, ...]
    speakers: tuple[SpeakerView, ...]
    fact: FactView

    @property
    def first_day(self) -> Optional[date]:
        """The first published day; None when no date is published."""
        return self.days[0].day if self.days else None

    @property
    def last_day(self) -> Optional[date]:
        """The last published day; None when no date is published."""
        return self.days[-1].day if self.days else None

    def taking_part(self, part: str) -> tuple[SpeakerView, ...]:
        """The speakers with that part, in the published order."""
        return tuple(speaker for speaker in self.speakers if speaker.part == part)


def list_events(settings: Settings, kind: Optional[str] = None) -> list[EventView]:
    """Every event, or those of one kind (job_day, workshop, seminar), in the published order.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    events = recall_recent(("events", settings.database_url), lambda: _all_events(settings))
    return [event for event in events if kind is None or event.kind == kind]


def _all_events(settings: Settings) -> tuple[EventView, ...]:
    query = select(Event).options(*EVENT_LOADING).order_by(Event.position)
    with transaction(settings.database_url) as session:
        return tuple(make_event_view(row) for row in session.execute(query).scalars())


def get_event(settings: Settings, event_id: str) -> Optional[EventView]:
    """The event of that id, or None when there is no such event."""
    query = select(Event).options(*EVENT_LOADING).where(Event.id == event_id)
    with transaction(settings.database_url) as session:
        row = session.execute(query).scalars().first()
        return make_event_view(row) if row is not None else None


def list_upcoming(settings: Settings, today: date) -> list[EventView]:
    """Events with a published day on ``today`` or later, the nearest first."""
    coming = [event for event in list_events(settings) if event.last_day is not None and event.last_day >= today]
    return sorted(coming, key=lambda event: min(item.day for item in event.days if item.day >= today))


EVENT_LOADING: tuple[Any, ...] = (selectinload(Event.days), selectinload(Event.speakers))


def make_event_view(row: Event) -> EventView:
    """The view of a row whose session is still open."""
    return EventView(
        id=row.id, kind=row.kind, title=row.title, course_id=row.course_id, count=row.count, organiser=row.organiser,
        audience=row.audience, description=row.description, outcome=row.outcome, attendance=row.attendance,
        days=tuple(
            EventDayView(item.day, item.starts, item.ends, item.daypart, item.place) for item in row.days),
        speakers=tuple(
            SpeakerView(item.part, item.name, item.role, item.organisation_id) for item in row.speakers),
        fact=make_fact_view(row))
