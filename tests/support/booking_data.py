"""Offices of the tests, and short ways to ask for appointments at them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from bot import clock
from bot.db.models import Closure, Office, OfficeService, OpeningInterval, Service, Slot
from bot.db.session import transaction
from bot.services import booking
from bot.settings import Settings

MONDAY = date(2026, 3, 2)
NOW = clock.at(MONDAY, time(9, 0))
WEDNESDAY_9 = clock.at(date(2026, 3, 4), time(9, 0))
WEDNESDAY_10 = clock.at(date(2026, 3, 4), time(10, 0))
SOURCE = {"source": "test", "verified": False}


def settings_of(url: str, **values: Any) -> Settings:
    """Settings for a test database, the rest as shipped."""
    return Settings(database_url=url, **values)


def add_offices(url: str, capacity: int = 1) -> None:
    """Two offices with two services; Merate opens in the morning only and does not offer «did»."""
    with transaction(url, write=True) as session:
        session.add_all([
            Service(id="orientamento", name="Colloquio di orientamento", description="…", position=1,
                    bring="Documento d'identità", **SOURCE),
            Service(id="did", name="DID", description="…", position=2, **SOURCE),
            Service(id="mai", name="Servizio che nessuno offre", description="…", position=3, **SOURCE),
            Office(id="lecco", name="CPI Lecco", municipality="Lecco", address="corso Matteotti 3, Lecco",
                   floor="piano terra", position=1, capacity=capacity, **SOURCE),
            Office(id="merate", name="CPI Merate", municipality="Merate", address="via Mameli 6/A, Merate",
                   position=2, capacity=capacity, **SOURCE),
        ])
        session.flush()
        for weekday in range(5):
            session.add(OpeningInterval(
                office_id="lecco", weekday=weekday, opens=time(8, 30), closes=time(12, 30), **SOURCE))
            session.add(OpeningInterval(
                office_id="lecco", weekday=weekday, opens=time(14, 0), closes=time(17, 15), **SOURCE))
            session.add(OpeningInterval(
                office_id="merate", weekday=weekday, opens=time(9, 0), closes=time(13, 0), **SOURCE))
        session.add_all([
            OfficeService(office_id="lecco", service_id="orientamento"),
            OfficeService(office_id="lecco", service_id="did"),
            OfficeService(office_id="merate", service_id="orientamento"),
            Closure(id="patrono", office_id="lecco", starts_on=date(2025, 12, 6), ends_on=date(2025, 12, 6),
                    yearly=True, reason="San Nicolò, patrono di Lecco", **SOURCE),
            Closure(id="formazione", office_id=None, starts_on=date(2026, 3, 19), ends_on=date(2026, 3, 20),
                    reason="formazione del personale", **SOURCE),
        ])


def order(who: str, **changed: Any) -> dict[str, Any]:
    """Arguments of a confirmation by the conversation and person ``who``: Wednesday at 9 in Lecco, unless changed."""
    return {
        "conversation_id": f"web_{who}", "service_id": "orientamento", "office_id": "lecco", "starts_at": WEDNESDAY_9,
        "name": f"Persona {who}", "contact": f"{who}@example.org", "contact_kind": "email", "notice_version": "2026-1",
        "idempotency_key": "1", "now": NOW, **changed}


def wish(who: str, **changed: Any) -> dict[str, Any]:
    """Arguments of a hold by the conversation of ``who``."""
    names = ("conversation_id", "service_id", "office_id", "starts_at", "now")
    return {name: value for name, value in order(who, **changed).items() if name in names}


def book(settings: Settings, who: str, **changed: Any) -> booking.AppointmentView:
    """An appointment that must succeed."""
    result = booking.book_appointment(settings, **order(who, **changed))
    assert isinstance(result, booking.Booked), result
    return result.appointment


def count(url: str, table: Any, *conditions: Any) -> int:
    """How many rows a table has under ``conditions``."""
    with transaction(url) as session:
        return int(session.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())


def taken_places(url: str, starts_at: datetime = WEDNESDAY_9, office_id: str = "lecco") -> int:
    """How many appointments have a place at that start."""
    return count(url, Slot, Slot.office_id == office_id, Slot.starts_at == clock.to_utc(starts_at),
                 Slot.appointment_id.is_not(None))


def minutes(number: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=number)
