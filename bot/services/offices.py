"""The employment centres: where they are, when they open, how to reach them, what they offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any, Optional, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from bot.db.models import Office, Service
from bot.db.session import transaction
from bot.italian.text import format_intervals, format_weekdays
from bot.services.fact_cache import recall_recent
from bot.services.facts import FactView, make_fact_view
from bot.settings import Settings


@dataclass(frozen=True)
class OpeningView:
    """An opening interval of a weekday (0 Monday), Europe/Rome, with its source."""

    weekday: int
    opens: time
    closes: time
    fact: FactView


@dataclass(frozen=True)
class ContactView:
    """A way to reach an office, with its source. ``kind``: phone or email."""

    kind: str
    value: str
    fact: FactView


@dataclass(frozen=True)
class ServiceView:
    """What an appointment can be for. ``bring``: what to take along; None when it is not known."""

    id: str
    name: str
    description: str
    bring: Optional[str]
    fact: FactView


@dataclass(frozen=True)
class AreaView:
    """A municipality whose people are the task of an office, with the source that says so."""

    municipality: str
    fact: FactView


@dataclass(frozen=True)
class OfficeView:
    """An employment centre. ``fact`` is the source of the address; opening and contacts carry their own.

    ``capacity``: people received in the same slot; ``slot_minutes``: how long a slot lasts. ``parking``,
    ``transport`` and the map are None where no source says it.
    """

    id: str
    name: str
    municipality: str
    address: str
    floor: Optional[str]
    hours_note: Optional[str]
    capacity: int
    slot_minutes: int
    opening: tuple[OpeningView, ...]
    contacts: tuple[ContactView, ...]
    services: tuple[ServiceView, ...]
    fact: FactView
    coordinates: Optional[str] = None
    parking: Optional[str] = None
    transport: Optional[str] = None
    areas: tuple[AreaView, ...] = ()

    @property
    def admission(self) -> Optional[str]:
        """What the note on the hours says of coming with or without an appointment; None where it says nothing."""
        return self.hours_note if self.hours_note and "appuntament" in self.hours_note else None

    @property
    def map_url(self) -> Optional[str]:
        """The office on the map of OpenStreetMap."""
        if self.coordinates is None:
            return None
        latitude, longitude = (part.strip() for part in self.coordinates.split(","))
        return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=18/{latitude}/{longitude}"

    @property
    def phones(self) -> tuple[str, ...]:
        """Telephone numbers as published."""
        return tuple(contact.value for contact in self.contacts if contact.kind == "phone")

    @property
    def emails(self) -> tuple[str, ...]:
        """E-mail addresses as published."""
        return tuple(contact.value for contact in self.contacts if contact.kind == "email")

    @property
    def week(self) -> dict[int, tuple[tuple[time, time], ...]]:
        """Weekday (0 Monday) to its intervals in order; closed days are absent."""
        days: dict[int, tuple[tuple[time, time], ...]] = {}
        for item in self.opening:
            days[item.weekday] = (*days.get(item.weekday, ()), (item.opens, item.closes))
        return days

    @property
    def hours_lines(self) -> tuple[str, ...]:
        """Opening hours ready to be said, days with equal hours together: ``lunedì e mercoledì: 9:00-13:00 e …``."""
        together: dict[tuple[tuple[time, time], ...], list[int]] = {}
        for weekday, intervals in sorted(self.week.items()):
            together.setdefault(intervals, []).append(weekday)
        return tuple(f"{format_weekdays(days)}: {format_intervals(hours)}" for hours, days in together.items())


def list_offices(settings: Settings) -> list[OfficeView]:
    """Every office in the published order.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    return list(recall_recent(("offices", settings.database_url), lambda: _all_offices(settings)))


def list_ways(chosen: Sequence[OfficeView]) -> str:
    """How the offices ``chosen`` are reached without leaving data: telephone, address and hours, a line each."""
    return "\n".join(
        f"- {office.name}: {', '.join([*office.phones[:1], office.address])}; {'; '.join(office.hours_lines)}"
        for office in chosen)


def recall_ways(database_url: str) -> str:
    """The same of all offices as they were last read, for when the database does not answer; empty if never."""
    return list_ways(_last_read.get(database_url, ()))


_last_read: dict[str, tuple[OfficeView, ...]] = {}


def _all_offices(settings: Settings) -> tuple[OfficeView, ...]:
    with transaction(settings.database_url) as session:
        rows = session.execute(select(Office).options(*_LOADING).order_by(Office.position)).scalars()
        found = tuple(_view(row) for row in rows)
    _last_read[settings.database_url] = found
    return found


def get_office(settings: Settings, office_id: str) -> Optional[OfficeView]:
    """The office of that id, or None when there is no such office."""
    with transaction(settings.database_url) as session:
        row = session.execute(select(Office).options(*_LOADING).where(Office.id == office_id)).scalars().first()
        return _view(row) if row is not None else None


def list_services(settings: Settings, office_id: Optional[str] = None) -> list[ServiceView]:
    """What appointments are for: everything, or what one office offers (empty for an unknown office)."""
    if office_id is not None:
        with transaction(settings.database_url) as session:
            office = session.get(Office, office_id)
            return [_service_view(row) for row in office.services] if office is not None else []
    return list(recall_recent(("services", settings.database_url), lambda: _all_services(settings)))


def _all_services(settings: Settings) -> tuple[ServiceView, ...]:
    with transaction(settings.database_url) as session:
        rows = session.execute(select(Service).order_by(Service.position)).scalars()
        return tuple(_service_view(row) for row in rows)


def get_service(settings: Settings, service_id: str) -> Optional[ServiceView]:
    """The service of that id, or None when there is no such service."""
    with transaction(settings.database_url) as session:
        row = session.get(Service, service_id)
        return _service_view(row) if row is not None else None


_LOADING: tuple[Any, ...] = (
    selectinload(Office.opening), selectinload(Office.contacts), selectinload(Office.services),
    selectinload(Office.areas))


def _view(row: Office) -> OfficeView:
    return OfficeView(
        id=row.id, name=row.name, municipality=row.municipality, address=row.address, floor=row.floor,
        hours_note=row.hours_note, capacity=row.capacity, slot_minutes=row.slot_minutes,
        opening=tuple(OpeningView(item.weekday, item.opens, item.closes, make_fact_view(item)) for item in row.opening),
        contacts=tuple(ContactView(item.kind, item.value, make_fact_view(item)) for item in row.contacts),
        services=tuple(_service_view(item) for item in row.services),
        fact=make_fact_view(row), coordinates=row.coordinates, parking=row.parking,
        transport=row.transport,
        areas=tuple(AreaView(item.municipality, make_fact_view(item)) for item in row.areas))


def _service_view(row: Service) -> ServiceView:
    return ServiceView(row.id, row.name, row.description, row.bring, make_fact_view(row))
