"""A seeded database with operators, appointments, messages not understood and counted visits, for tests of the desk."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot import clock
from bot.db.models import Activity, Feedback, NotUnderstood, Operator, OperatorOffice
from bot.db.session import transaction
from bot.services import booking, conversations
from bot.services.conversations import Draft
from bot.settings import Settings
from tests.support.desk_data import OPERATORS, ask, hash_password

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.ROME)
"""The moment of these tests: a Monday without holidays around."""


def filled(seeded_file: Path, folder: Path) -> Settings:
    """The settings of a database in ``folder`` with everything that the pages show."""
    url = f"sqlite:///{shutil.copy(seeded_file, folder / 'o.db')}"
    settings = Settings(database_url=url, secret="prova")
    digest = hash_password()
    moment = clock.to_utc(MONDAY)
    with transaction(url, write=True) as session:
        for number, username, name, role, office in OPERATORS:
            session.add(Operator(id=number, username=username, name=name, role=role, password_hash=digest,
                                 active=True, created_at=moment))
            session.flush()
            if office is not None:
                session.add(OperatorOffice(operator_id=number, office_id=office))
        session.add_all([
            NotUnderstood(text=f"messaggio {place} <b>non</b> capito", at=moment - timedelta(minutes=place),
                          state="open", readings=[{"intent": "ask_course_list", "confidence": 0.3}])
            for place in range(8)])
        session.add_all(_visits(moment))
        session.add_all([Feedback(conversation_id="x", stars=5, given_at=moment) for _ in range(6)])
    conversations.append_message(
        settings, conversation_id="web_maria", channel="webchat", now=MONDAY, draft=Draft("person", "Un operatore?"))
    ask(settings, "web_maria", MONDAY, office="lecco")
    return settings


def appointment(settings: Settings, who: str, days: int = 2, office: str = "lecco", place: int = 0) -> Any:
    """An appointment so many days after the moment of these tests."""
    start = (MONDAY + timedelta(days=days)).replace(hour=0)
    options = booking.search_availability(
        settings, service_id="orientamento", office_id=office, now=MONDAY, start=start, limit=30)
    made = booking.book_appointment(
        settings, conversation_id=f"web_{who}", service_id="orientamento", office_id=office,
        starts_at=options[place].starts_at, name=f"Persona {who}", contact=f"{who}@example.org", contact_kind="email",
        notice_version="2026-1", idempotency_key="1", now=MONDAY)
    assert isinstance(made, booking.Booked), made
    return made.appointment


def _visits(moment: datetime) -> list[Activity]:
    rows = []
    for place in range(40):
        at, visit = moment - timedelta(days=place % 14), f"v{place}"
        rows.append(Activity(at=at, visit=visit, channel="webchat", kind="question", topic="courses", item="sala"))
        rows.append(Activity(
            at=at, visit=visit, channel="webchat", kind="eligibility", item="sala",
            result="not_met" if place % 3 else "met", detail={"not_met": ["age"] if place % 3 else []}))
    return rows
