"""Many people at once want the last places of an event: the unique constraint, not luck, keeps it from overbooking."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select, text, update

from bot.clock import at
from bot.db.models import EventDay, SignUp
from bot.db.session import transaction
from bot.services import sign_ups
from bot.services.sign_ups import Attendee, tickets
from bot.settings import Settings
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.database import is_sqlite

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("patient_locks")]
DAY = date(2027, 3, 4)
NOW = at(date(2026, 6, 15), time(12))
WORKERS, PLACES = 24, 5


@pytest.fixture
def settings(seeded_database_url: str) -> Settings:
    with transaction(seeded_database_url, write=True) as session:
        event_id = session.execute(select(EventDay.event_id).limit(1)).scalar_one()
        session.add(EventDay(event_id=event_id, day=DAY, place="Lecco", places=PLACES))
    return Settings(database_url=seeded_database_url, secret="a key of the tests")


def event_of(settings: Settings) -> str:
    with transaction(settings.database_url) as session:
        return session.execute(select(EventDay.event_id).where(EventDay.day == DAY)).scalar_one()


def at_once(settings: Settings) -> Counter[str]:
    """How it ended for each of the workers, all let go at the same moment."""
    gate, event_id = threading.Barrier(WORKERS), event_of(settings)

    def run(number: int) -> str:
        gate.wait(timeout=PATIENCE_SECONDS)
        who = Attendee("people", "Anna Villa", f"p{number}@example.it", "email", "2026-1")
        return type(sign_ups.sign_up(settings, event_id=event_id, day=DAY, who=who, conversation_id=f"web_{number}",
                                     channel="webchat", now=NOW)).__name__

    with ThreadPoolExecutor(WORKERS) as pool:
        return Counter(pool.map(run, range(WORKERS)))


def places_of(settings: Settings) -> list[int]:
    with transaction(settings.database_url) as session:
        return sorted(session.execute(select(SignUp.place).where(SignUp.place.is_not(None))).scalars().all())


def test_many_at_once_get_each_place_once_and_the_others_wait(settings: Settings) -> None:
    ended = at_once(settings)
    assert ended == {"SignedUp": PLACES, "OnWaitingList": WORKERS - PLACES}
    assert places_of(settings) == list(range(1, PLACES + 1))


def test_without_the_constraint_the_same_race_overbooks(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: everybody has looked before anybody takes, and nothing but the constraint stops them."""
    if is_sqlite(settings.database_url):
        pytest.skip("SQLite writes one after the other: there is nothing to take away")
    with transaction(settings.database_url, write=True) as session:
        session.execute(text("alter table sign_up drop constraint uq_sign_up_event_id_day_place"))
    gate, really = threading.Barrier(WORKERS), tickets.find_place

    def look_together(*args: Any) -> Any:
        found = really(*args)
        gate.wait(timeout=PATIENCE_SECONDS)
        return found

    monkeypatch.setattr(tickets, "find_place", look_together)
    ended = at_once(settings)
    assert ended["SignedUp"] > PLACES and len(places_of(settings)) > len(set(places_of(settings)))


def test_places_that_come_free_go_to_who_waits_longest_also_when_many_leave_at_once(settings: Settings) -> None:
    at_once(settings)
    with transaction(settings.database_url) as session:
        codes = session.execute(select(SignUp.code).where(SignUp.status == "signed")).scalars().all()
    gate = threading.Barrier(len(codes))

    def leave(code: str) -> Any:
        gate.wait(timeout=PATIENCE_SECONDS)
        return sign_ups.withdraw(settings, code=code, conversation_id="web_x", channel="webchat", now=NOW)

    with ThreadPoolExecutor(len(codes)) as pool:
        assert {type(result).__name__ for result in pool.map(leave, codes)} == {"SignUpWithdrawn"}
    assert places_of(settings) == list(range(1, PLACES + 1))
    with transaction(settings.database_url) as session:
        kept = session.execute(select(SignUp.status).order_by(SignUp.created_at, SignUp.id)).scalars().all()
    assert len(kept) == WORKERS - PLACES and kept.count("signed") == PLACES


def test_fewer_places_than_before_promote_nobody_above_them(settings: Settings) -> None:
    at_once(settings)
    with transaction(settings.database_url, write=True) as session:
        session.execute(update(EventDay).where(EventDay.day == DAY).values(places=2))
        code = session.execute(select(SignUp.code).where(SignUp.place == 4)).scalar_one()
    sign_ups.withdraw(settings, code=code, conversation_id="web_x", channel="webchat", now=NOW)
    assert places_of(settings) == [1, 2, 3, 5]
