"""Many people at once, on both engines: the database's constraints, not luck, keep booking correct."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Callable, Optional

import pytest
from sqlalchemy import select, text

from bot.db.fact_versions import raise_versions
from bot.db.models import Appointment, Consent, Slot
from bot.db.session import transaction
from bot.services import booking
from bot.services.booking import places, plans
from tests.support.booking_data import (
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
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.database import is_sqlite

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("patient_locks")]
WORKERS = 50
ROOT = Path(__file__).resolve().parents[2]


def at_once(work: Callable[[int], Any], workers: int = WORKERS) -> list[Any]:
    """The results of ``work(0)`` … ``work(workers - 1)``, all let go at the same moment, each in its own thread."""
    gate = threading.Barrier(workers)

    def run(number: int) -> Any:
        gate.wait(timeout=PATIENCE_SECONDS)
        return work(number)

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(workers)))


def kinds(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def make_look_before_taking(monkeypatch: pytest.MonkeyPatch, between: Optional[Callable[[], None]] = None) -> None:
    """Every one of the workers has seen the free places before the first takes one; ``between``: what happens then."""
    gate, passed, really = threading.Barrier(WORKERS, between), threading.local(), places.contend

    def wait_and_contend(*args: Any) -> Any:
        if not hasattr(passed, "once"):
            passed.once = True
            gate.wait(timeout=PATIENCE_SECONDS)
        return really(*args)

    monkeypatch.setattr(places, "contend", wait_and_contend)


@pytest.fixture
def all_look_before_any_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worst timing."""
    make_look_before_taking(monkeypatch)


def drop_place_constraints(url: str) -> None:
    """Take away the constraints that make overbooking impossible."""
    names = ("uq_slot_cell_office_id_cell_place", "uq_slot_cell_office_id_service_id_cell_service_place")
    with transaction(url, write=True) as session:
        if not is_sqlite(url):
            for name in names:
                session.execute(text(f"alter table slot_cell drop constraint {name}"))
            return
        made = session.execute(text("select sql from sqlite_master where name = 'slot_cell'")).scalar_one()
        without = made
        for name in names:
            without = re.sub(rf",\s*CONSTRAINT {name} UNIQUE \([^)]*\)", "", without)
        assert made.count("UNIQUE") == 2 and "UNIQUE" not in without
        session.execute(text("drop table slot_cell"))
        session.execute(text(without))


def most_at_once(url: str, office_id: str = "lecco") -> int:
    """How many places of an office overlap at most, counted by their times and not by the cells that booking counts."""
    with transaction(url) as session:
        rows = session.execute(select(Slot.starts_at, Slot.ends_at).where(Slot.office_id == office_id)).all()
    return max(sum(row.starts_at <= other.starts_at < row.ends_at for row in rows) for other in rows)


def book_all(url: str) -> list[Any]:
    settings = settings_of(url)
    return at_once(lambda number: booking.book_appointment(settings, **order(f"p{number}")))


def test_fifty_people_get_exactly_three_places(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    assert kinds(book_all(database_url)) == {"Booked": 3, "SlotTaken": 47}
    assert taken_places(database_url) == 3
    assert [count(database_url, table) for table in (Appointment, Consent)] == [3, 3]


@pytest.mark.usefixtures("all_look_before_any_takes")
def test_fifty_people_get_exactly_three_places_with_the_worst_timing(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    assert kinds(book_all(database_url)) == {"Booked": 3, "SlotTaken": 47}
    assert taken_places(database_url) == 3


@pytest.mark.usefixtures("all_look_before_any_takes")
def test_control_without_the_constraint_the_same_timing_overbooks(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    drop_place_constraints(database_url)
    assert kinds(book_all(database_url)) == {"Booked": 50}
    assert taken_places(database_url) == 50


def change(url: str, *statements: str) -> None:
    """What the desk does when it changes lengths and capacities, in one transaction."""
    with transaction(url, write=True) as session:
        raise_versions(session, ["office"])
        for statement in statements:
            session.execute(text(statement))


def test_a_length_that_changed_under_bookings_lets_nobody_overlap(database_url: str) -> None:
    add_offices(database_url, capacity=2)
    settings = settings_of(database_url)
    change(database_url, "update office set slot_minutes = 60")
    for who in ("anna", "bruno"):
        book(settings, who, starts_at=WEDNESDAY_9 - minutes(30))
    change(database_url, "update office set slot_minutes = 30")
    results = at_once(lambda number: booking.book_appointment(settings, **order(
        f"p{number}", starts_at=WEDNESDAY_9 + minutes(30 * (number % 2)))))
    assert kinds(results) == {"Booked": 2, "SlotTaken": 48}
    assert most_at_once(database_url) == 2


def test_two_services_of_different_lengths_booked_at_once_never_overlap_beyond_the_capacity(
    database_url: str,
) -> None:
    add_offices(database_url, capacity=2)
    change(database_url, "update office_service set slot_minutes = 60 where service_id = 'did'")
    settings = settings_of(database_url)
    half_past = WEDNESDAY_9 - minutes(30)
    results = at_once(lambda number: booking.book_appointment(settings, **order(
        f"p{number}", service_id="did" if number % 2 else "orientamento",
        starts_at=half_past if number % 2 else half_past + minutes(30 * (number // 2 % 2)))))
    assert kinds(results)["Booked"] >= 2 and set(kinds(results)) == {"Booked", "SlotTaken"}
    assert most_at_once(database_url) == 2


LENGTHS = (30, 60, 45, 90, 20)


def take_different_lengths(url: str) -> int:
    """Fifty at once, at several starts and of several lengths, all having looked before any takes; how many got one."""
    settings, gate = settings_of(url), threading.Barrier(WORKERS)

    def take(number: int) -> bool:
        starts = WEDNESDAY_9 + minutes(15 * (number % 4))
        for attempt in range(places.ATTEMPTS):
            with transaction(url) as session:
                (office,) = plans.load_plans(
                    session, settings, service_id="orientamento", office_id="lecco", now=NOW)
                ends = starts + minutes(LENGTHS[number % len(LENGTHS)])
                free = places.find_free_places(
                    session, office, starts_at=starts, ends_at=ends, now=NOW, conversation_id=f"web_{number}")
                target = places.Target("lecco", "orientamento", starts, ends, free, plans.read_version(session))
            if not attempt:
                gate.wait(timeout=PATIENCE_SECONDS)
            if not free:
                return False
            with suppress(places.PlaceLost):
                places.contend(url, partial(
                    places.occupy_place, target=target, now=NOW, conversation_id=f"web_{number}",
                    held_until=NOW + minutes(10)))
                return True
        return False

    return sum(at_once(take))


def test_different_lengths_at_once_never_overlap_beyond_the_capacity(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    assert take_different_lengths(database_url) >= 3
    assert most_at_once(database_url) == 3


def test_control_without_the_constraints_different_lengths_overlap(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    drop_place_constraints(database_url)
    assert take_different_lengths(database_url) == 50
    assert most_at_once(database_url) > 3


@pytest.fixture
def change_while_they_take(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Callable[[str], None]:
    """Arms a change of the plan that happens after all have looked and before any takes a place."""
    def arm(statement: str) -> None:
        make_look_before_taking(monkeypatch, lambda: change(database_url, statement))

    return arm


def test_a_capacity_lowered_while_fifty_book_holds_for_all_of_them(
    database_url: str, change_while_they_take: Callable[[str], None],
) -> None:
    add_offices(database_url, capacity=3)
    change_while_they_take("update office set capacity = 1")
    assert kinds(book_all(database_url)) == {"Booked": 1, "SlotTaken": 49}


def test_a_length_changed_while_fifty_book_holds_for_all_of_them(
    database_url: str, change_while_they_take: Callable[[str], None],
) -> None:
    add_offices(database_url, capacity=3)
    change_while_they_take("update office set slot_minutes = 60")
    assert kinds(book_all(database_url)) == {"NotBookable": 50}


def test_control_without_the_plans_version_the_old_capacity_is_booked(
    database_url: str, change_while_they_take: Callable[[str], None], monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_offices(database_url, capacity=3)
    monkeypatch.setattr(plans, "read_version", lambda *_, **__: 0)
    change_while_they_take("update office set capacity = 1")
    assert kinds(book_all(database_url))["Booked"] > 1


def test_fifty_conversations_hold_exactly_three_places(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    settings = settings_of(database_url)
    results = at_once(lambda number: booking.hold_place(settings, **wish(f"p{number}")))
    assert kinds(results) == {"Held": 3, "SlotTaken": 47}


def test_expired_holds_are_taken_over_once_each(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    settings = settings_of(database_url)
    for number in range(3):
        booking.hold_place(settings, **wish(f"alt{number}"))
    later = NOW + minutes(11)
    results = at_once(lambda number: booking.book_appointment(settings, **order(f"p{number}", now=later)))
    assert kinds(results) == {"Booked": 3, "SlotTaken": 47}
    assert count(database_url, Slot) == 3


def test_a_confirmation_sent_twenty_times_at_once_makes_one_appointment(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    settings = settings_of(database_url)
    results = at_once(lambda _: booking.book_appointment(settings, **order("anna")), 20)
    assert kinds(results) == {"Booked": 20}
    assert len({result.appointment.id for result in results}) == 1
    assert (count(database_url, Appointment), taken_places(database_url)) == (1, 1)


def test_one_conversation_gets_one_appointment_a_service_however_many_are_asked_for_at_once(
    database_url: str,
) -> None:
    add_offices(database_url, capacity=20)
    settings = settings_of(database_url)
    results = at_once(lambda number: booking.book_appointment(settings, **order(
        "anna", idempotency_key=str(number), contact=f"anna{number}@example.org",
        starts_at=WEDNESDAY_9 + minutes(30 * (number % 6)))), 20)
    assert kinds(results) == {"Booked": 1, "AlreadyBooked": 19}
    assert (count(database_url, Appointment), count(database_url, Slot)) == (1, 1)


def test_twenty_people_of_one_telephone_get_an_appointment_each(database_url: str) -> None:
    add_offices(database_url, capacity=20)
    settings = settings_of(database_url)
    results = at_once(lambda number: booking.book_appointment(settings, **order(
        f"p{number}", contact="+393331234567", contact_kind="phone", name=f"Persona {number}",
        starts_at=WEDNESDAY_9 + minutes(30 * (number % 6)))), 20)
    assert kinds(results) == {"Booked": 20}
    with transaction(database_url) as session:
        assert set(session.execute(select(Appointment.name)).scalars()) == {f"Persona {n}" for n in range(20)}


def test_a_conversation_that_clicks_everywhere_at_once_holds_one_place(database_url: str) -> None:
    add_offices(database_url, capacity=20)
    settings = settings_of(database_url)
    results = at_once(lambda number: booking.hold_place(settings, **wish(
        "anna", starts_at=WEDNESDAY_9 + minutes(30 * (number % 6)))), 12)
    assert set(kinds(results)) <= {"Held", "SlotTaken"} and kinds(results)["Held"]
    assert count(database_url, Slot, Slot.held_by == "web_anna") == 1


def test_many_move_to_one_place_and_everybody_keeps_exactly_one(database_url: str) -> None:
    add_offices(database_url, capacity=20)
    settings = settings_of(database_url)
    views = [book(settings, f"p{number}") for number in range(20)]
    with transaction(database_url, write=True) as session:
        session.execute(text("update office set capacity = 2"))
    results = at_once(lambda number: booking.move_appointment(
        settings, appointment_id=views[number].id, conversation_id=f"web_p{number}", office_id="lecco",
        starts_at=WEDNESDAY_10, now=NOW), 20)
    assert kinds(results) == {"Moved": 2, "SlotTaken": 18}
    assert (taken_places(database_url), taken_places(database_url, WEDNESDAY_10)) == (18, 2)


def test_one_appointment_moved_to_many_places_at_once_has_exactly_one(database_url: str) -> None:
    add_offices(database_url, capacity=3)
    settings = settings_of(database_url)
    view = book(settings, "anna")
    results = at_once(lambda number: booking.move_appointment(
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
            return booking.cancel_appointment(settings, **mine)
        return booking.move_appointment(settings, **mine, office_id="lecco", starts_at=WEDNESDAY_10)

    assert kinds(at_once(work, 20))["Cancelled"] == 10
    assert count(database_url, Slot) == 0


def test_guessing_codes_at_once_gets_no_more_than_five_tries(database_url: str) -> None:
    add_offices(database_url)
    settings = settings_of(database_url)
    results = at_once(lambda number: booking.find_by_code(
        settings, code=f"LC-0000-{number:04d}", conversation_id="web_ladro", now=NOW), 20)
    assert kinds(results) == {"WrongCode": 5, "TooManyAttempts": 15}


PROCESS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from bot.services import booking
from tests.support.booking_data import order, settings_of
settings, name = settings_of(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(8) as pool:
    results = pool.map(lambda number: booking.book_appointment(settings, **order(f"{name}-{number}")), range(8))
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
