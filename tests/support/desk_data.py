"""Operators of the tests, and short ways to ask for them, claim and look."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any, Optional

from argon2 import PasswordHasher
from sqlalchemy import delete, update

from bot import clock
from bot.db.fact_versions import raise_versions
from bot.db.models import Conversation, Handoff, OpeningInterval, Operator, OperatorOffice
from bot.db.session import transaction
from bot.services import conversations, handoffs
from bot.services.conversations import Draft
from bot.settings import Settings
from tests.support.booking_data import NOW, SOURCE, add_offices

PASSWORD = "una password lunga"
ANNA, BEA, CARLA, DARIO = 1, 2, 3, 4
OPERATORS = (
    (ANNA, "anna.rossi", "Anna Rossi", "operator", "lecco"), (BEA, "bea.verdi", "Bea Verdi", "operator", "merate"),
    (CARLA, "carla.neri", "Carla Neri", "administrator", None), (DARIO, "dario.blu", "Dario Blu", "operator", "lecco"))


ALWAYS = datetime(2199, 1, 1, tzinfo=clock.ROME)
"""Seen then: there at any time of a test."""


def add_desk(url: str, now: datetime = NOW) -> None:
    """The two offices, two operators of Lecco, one of Merate and an administrator, all just seen."""
    add_offices(url)
    digest = hash_password()
    with transaction(url, write=True) as session:
        for number, username, name, role, office in OPERATORS:
            session.add(Operator(
                id=number, username=username, name=name, role=role, password_hash=digest, active=True,
                created_at=clock.to_utc(now), seen_at=clock.to_utc(now)))
            session.flush()
            if office is not None:
                session.add(OperatorOffice(operator_id=number, office_id=office))


def add_operator(url: str) -> None:
    """An account that nobody signs in with, always available: there is a desk then."""
    with transaction(url, write=True) as session:
        session.add(Operator(username="banco", name="Banco", role="administrator", password_hash=hash_password(),
                             active=True, created_at=clock.to_utc(NOW), seen_at=clock.to_utc(ALWAYS)))


@lru_cache(maxsize=1)
def hash_password() -> str:
    """A cheap hash of :data:`PASSWORD`: one of real accounts takes a quarter of a second at each sign-in."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def always_open(url: str) -> None:
    """Both offices receive at any hour of any day that is no holiday: for tests on the real clock."""
    with transaction(url, write=True) as session:
        session.execute(delete(OpeningInterval))
        for office in ("lecco", "merate"):
            for weekday in range(7):
                session.add(OpeningInterval(
                    office_id=office, weekday=weekday, opens=time(0, 0), closes=time(23, 59, 59), **SOURCE))
        raise_versions(session, ["opening_interval"])


def seen(url: str, number: int, now: datetime) -> None:
    """The operator's browser asked for something at ``now``."""
    with transaction(url, write=True) as session:
        session.execute(update(Operator).where(Operator.id == number).values(seen_at=clock.to_utc(now)))


def ask(settings: Settings, who: str = "web_a", now: datetime = NOW, office: Optional[str] = None, **more: Any) -> Any:
    """The person asks for an operator, while the administrator is at the desk."""
    seen(settings.database_url, CARLA, now)
    return handoffs.request_operator(
        settings, conversation_id=who, channel="webchat", now=now, office_id=office,
        **{"reason": "asked", "subject": "Corsi", "wants": "vuole un corso", "card": None, **more})


def write(settings: Settings, text: str, who: str = "web_a", now: datetime = NOW, author: str = "person") -> Any:
    """Somebody writes."""
    return conversations.append_message(settings, conversation_id=who, channel="webchat", now=now,
                                draft=Draft(author, text, pending=author == "person"))


def claim(settings: Settings, number: int, who: str = "web_a", now: datetime = NOW, **more: Any) -> Any:
    """The operator takes the conversation."""
    return handoffs.claim(settings, conversation_id=who, operator_id=number, now=now, **more)


def callbacks(settings: Settings, number: int, since: datetime) -> None:
    """So many people who are to be called back, a minute one after the other."""
    with transaction(settings.database_url, write=True) as session:
        for each in range(number):
            at = clock.to_utc(since + timedelta(minutes=each))
            session.add(Conversation(id=f"web_call{each}", channel="webchat", created_at=at, changed_at=at))
            session.flush()
            session.add(Handoff(
                conversation_id=f"web_call{each}", state="callback", reason="asked", requested_at=at, queued_at=at,
                waiting_since=at, callback_contact="0341 000000", callback_kind="phone"))


def request_row(settings: Settings, who: str = "web_a") -> Any:
    """The newest request of the conversation, as it stands in the database."""
    with transaction(settings.database_url) as session:
        return session.query(Handoff).filter_by(conversation_id=who).order_by(Handoff.id.desc()).first()
