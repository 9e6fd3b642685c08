"""Many people at once, on both engines: the database's constraints, not luck, keep booking correct."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Callable

import pytest
from sqlalchemy import select, text

from bot.db import session as db_session
from bot.db.models import Appointment, Consent, Person, Slot
from bot.db.session import transaction
from bot.services import booking
from bot.services.booking import places
from tests.booking_data import (
    NOW,
    WEDNESDAY_9,
    WEDNESDAY_10,
    add_offices,
    book,
    count,
    minutes,
    order,
    settings_of,
    taken_places,
    wish,
)
from tests.database import is_sqlite

pytestmark = pytest.mark.slow
WORKERS = 50
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Correctness is tested here, not the speed of the machine: nobody gives up because others are many."""
    monkeypatch.setattr(db_session, "SQLITE_BUSY_SECONDS", 20.0)
    monkeypatch.setattr(db_session, "POOL_SECONDS", 20)


def at_once(work: Callable[[int], Any], workers: int = WORKERS) -> list[Any]:
    """The results of ``work(0)`` … ``work(workers - 1)``, all let go at the same moment, each in its own thread."""
    gate = threading.Barrier(workers)

    def run(number: int) -> Any:
        gate.wait(timeout=30)
        return work(number)

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(workers)))


def kinds(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


@pytest.fixture
def all_look_before_any_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worst timing: every one of the workers has seen the free places before the first of them takes one."""
    gate, passed, really = threading.Barrier(WORKERS), threading.local(), places.contend

    def wait_and_contend(*args: Any) -> Any:
        if not hasattr(passed, "once"):
            passed.once = True
            gate.wait(timeout=30)
        return really(*args)

    monkeypatch.setattr(places, "contend", wait_and_contend)


def drop_place_constraint(url: str) -> None:
    """Take away the constraint that makes a double booking impossible."""
    name = "uq_slot_office_id_starts_at_place"
    with transaction(url, write=True) as session:
        if not is_sqlite(url):
            session.execute(text(f"alter table slot drop constraint {name}"))
            return
        made = session.execute(text("select sql from sqlite_master where name = 'slot'")).scalar_one()
        without = re.sub(rf",\s*CONSTRAINT {name} UNIQUE \([^)]*\)", "", made)
        assert without != made
        session.execute(text("drop table slot"))
        session.execute(text(without))


def book_all(url: str) -> list[Any]:
    settings = settings_of(url)
    return at_once(lambda number: booking.confirm(settings, **order(f"p{number}")))


def test_fifty_people_get_exactly_three_places(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    assert kinds(book_all(database_url)) == {"Booked": 3, "SlotTaken": 47}
    assert taken_places(database_url) == 3
    assert [count(database_url, table) for table in (Appointment, Person, Consent)] == [3, 3, 3]


@pytest.mark.usefixtures("all_look_before_any_takes")
def test_fifty_people_get_exactly_three_places_with_the_worst_timing(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    assert kinds(book_all(database_url)) == {"Booked": 3, "SlotTaken": 47}
    assert taken_places(database_url) == 3


@pytest.mark.usefixtures("all_look_before_any_takes")
def test_control_without_the_constraint_the_same_timing_overbooks(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    drop_place_constraint(database_url)
    assert kinds(book_all(database_url)) == {"Booked": 50}
    assert taken_places(database_url) == 50


def test_fifty_conversations_hold_exactly_three_places(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    settings = settings_of(database_url)
    results = at_once(lambda number: booking.hold(settings, **wish(f"p{number}")))
    assert kinds(results) == {"Held": 3, "SlotTaken": 47}


def test_expired_holds_are_taken_over_once_each(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    settings = settings_of(database_url)
    for number in range(3):
        booking.hold(settings, **wish(f"alt{number}"))
    later = NOW + minutes(11)
    results = at_once(lambda number: booking.confirm(settings, **order(f"p{number}", now=later)))
    assert kinds(results) == {"Booked": 3, "SlotTaken": 47}
    assert count(database_url, Slot) == 3


def test_a_confirmation_sent_twenty_times_at_once_makes_one_appointment(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    settings = settings_of(database_url)
    results = at_once(lambda _: booking.confirm(settings, **order("anna")), 20)
    assert kinds(results) == {"Booked": 20}
    assert len({result.appointment.id for result in results}) == 1
    assert (count(database_url, Appointment), taken_places(database_url)) == (1, 1)


def test_one_person_gets_one_appointment_a_service_however_many_are_asked_for_at_once(database_url: str) -> None:
    add_offices(database_url, capacity=20)
    settings = settings_of(database_url)
    results = at_once(lambda number: booking.confirm(settings, **order(
        "anna", idempotency_key=str(number), conversation_id=f"web_{number}",
        starts_at=WEDNESDAY_9 + minutes(30 * (number % 6)))), 20)
    assert kinds(results) == {"Booked": 1, "AlreadyBooked": 19}
    assert all(result.own is None for result in results if isinstance(result, booking.AlreadyBooked))
    assert (count(database_url, Appointment), count(database_url, Slot)) == (1, 1)


def test_a_conversation_that_clicks_everywhere_at_once_holds_one_place(database_url: str) -> None:
    add_offices(database_url, capacity=20)
    settings = settings_of(database_url)
    results = at_once(lambda number: booking.hold(settings, **wish(
        "anna", starts_at=WEDNESDAY_9 + minutes(30 * (number % 6)))), 12)
    assert set(kinds(results)) <= {"Held", "SlotTaken"} and kinds(results)["Held"]
    assert count(database_url, Slot, Slot.held_by == "web_anna") == 1


def test_many_move_to_one_place_and_everybody_keeps_exactly_one(database_url: str) -> None:
    add_offices(database_url, capacity=20)
    settings = settings_of(database_url)
    views = [book(settings, f"p{number}") for number in range(20)]
    with transaction(database_url, write=True) as session:
        session.execute(text("update office set capacity = 2"))
    results = at_once(lambda number: booking.move(
        settings, appointment_id=views[number].id, conversation_id=f"web_p{number}", office_id="lecco",
        starts_at=WEDNESDAY_10, now=NOW), 20)
    assert kinds(results) == {"Moved": 2, "SlotTaken": 18}
    assert (taken_places(database_url), taken_places(database_url, WEDNESDAY_10)) == (18, 2)


def test_one_appointment_moved_to_many_places_at_once_has_exactly_one(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    settings = settings_of(database_url)
    view = book(settings, "anna")
    results = at_once(lambda number: booking.move(
        settings, appointment_id=view.id, conversation_id="web_anna", office_id="lecco",
        starts_at=WEDNESDAY_9 + minutes(30 * (1 + number % 6)), now=NOW), 12)
    assert set(kinds(results)) <= {"Moved", "SlotTaken"} and kinds(results)["Moved"]
    with transaction(database_url) as session:
        slot, appointment = session.execute(select(Slot)).scalar_one(), session.get(Appointment, view.id)
        assert (slot.appointment_id, slot.starts_at) == (appointment.id, appointment.starts_at)


def test_moving_and_cancelling_at_once_leaves_no_place_behind(database_url: str) -> None:
    add_offices(database_url, capacity=20)
    settings = settings_of(database_url)
    views = [book(settings, f"p{number}") for number in range(10)]

    def work(number: int) -> Any:
        mine = {"appointment_id": views[number // 2].id, "conversation_id": f"web_p{number // 2}", "now": NOW}
        if number % 2:
            return booking.cancel(settings, **mine)
        return booking.move(settings, **mine, office_id="lecco", starts_at=WEDNESDAY_10)

    assert kinds(at_once(work, 20))["Cancelled"] == 10
    assert count(database_url, Slot) == 0


def test_guessing_codes_at_once_gets_no_more_than_five_tries(database_url: str) -> None:
    add_offices(database_url)
    settings = settings_of(database_url)
    results = at_once(lambda number: booking.by_code(
        settings, code=f"LC-0000-{number:04d}", conversation_id="web_ladro", now=NOW), 20)
    assert kinds(results) == {"WrongCode": 5, "TooManyAttempts": 15}


PROCESS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from bot.services import booking
from tests.booking_data import order, settings_of
settings, name = settings_of(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(8) as pool:
    results = pool.map(lambda number: booking.confirm(settings, **order(f"{name}-{number}")), range(8))
    print(sum(isinstance(result, booking.Booked) for result in results))
"""


def test_several_processes_share_one_database_without_overbooking_or_giving_up(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, database_url, f"q{number}"], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for number in range(3)]
    for worker in workers:
        assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
    outputs = [worker.communicate("go\n", timeout=60) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0], outputs
    assert sum(int(output) for output, _ in outputs) == 3
    assert taken_places(database_url) == 3
