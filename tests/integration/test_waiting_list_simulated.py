"""The waiting list over months: freed places are taken again, none is offered twice, none is lost to a kill.

The suite has a share of it; ``ORIENTA_TEST_LONG=1`` (make test-long) has 10,000 appointments and 100 kills.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import clock
from bot.db.models import Appointment, Notice, Slot, WaitingOffer, WaitingWish
from bot.db.session import dispose_all, transaction
from bot.rules.interests import move_out_of_night
from tests.support import waiting_world
from tests.support.booking_data import NOW, add_offices
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.forked import ForkedProcess

LONG = os.environ.get("ORIENTA_TEST_LONG") == "1"
CAPACITY, DAYS, KILLS, APPOINTMENTS = (8, 84, 100, 10_000) if LONG else (1, 17, 3, 150)
DEMAND = (33 if LONG else 44) * CAPACITY
"""People who want an appointment on a working day, for the 22 places of both offices: one and a half times as many, of
whom a quarter cancels; in the share twice as many, since it has few places to count."""
TAKEN_AGAIN = 0.9
SEED = 20261129

pytestmark = pytest.mark.slow


def test_places_are_taken_again_none_is_offered_twice_none_is_lost(
    database_url: str, tmp_path: Path,
) -> None:
    add_offices(database_url, capacity=CAPACITY)
    dispose_all()
    freed, chance, now, kills = tmp_path / "freed", random.Random(SEED), NOW, 0
    until = NOW + timedelta(days=DAYS)
    while now < until:
        lines = chance.randint(1, max(3, DAYS * 24 // (KILLS + 1))) if kills < KILLS else None
        now, killed = _run(database_url, now, until, freed, lines)
        kills += killed
    with transaction(database_url) as session:
        appointments = session.execute(select(Appointment)).scalars().all()
        wishes = session.execute(select(WaitingWish)).scalars().all()
        offers = session.execute(select(WaitingOffer)).scalars().all()
        holds = set(session.execute(select(Slot.held_by).where(
            Slot.held_by.like("waiting:%"), Slot.held_until > clock.to_utc(until))).scalars())
        notices = Counter(session.execute(select(Notice.key).where(Notice.kind == "waiting_offer")).scalars())
    lost = _find_lost(appointments, wishes, offers)
    free, taken = _count_taken(freed, appointments, until)
    print(f"\n{len(appointments)} appointments, {len(wishes)} wishes, {len(offers)} offers "
          f"({dict(Counter(offer.state for offer in offers))}), {kills} kills: of {free} places freed a day ahead "
          f"{taken} were taken again ({taken / free:.1%})")
    assert len(appointments) >= APPOINTMENTS and kills >= KILLS
    assert lost == []
    assert holds == {f"waiting:{offer.wish_id}" for offer in offers if offer.state == "open"
                     and offer.until > clock.to_utc(until)}, "what is kept is offered, and what is offered is kept"
    assert set(notices.values()) <= {1}
    assert taken / free >= TAKEN_AGAIN


def _find_lost(appointments: Any, wishes: Any, offers: Any) -> list[str]:
    """What must not be: said in words, so that a failure tells what happened."""
    found = []
    standing = Counter((each.office_id, each.starts_at) for each in appointments if each.status != "cancelled")
    found += [f"overbooked: {start}" for start, number in standing.items() if number > CAPACITY]
    by_start: dict[Any, list[Any]] = {}
    for offer in offers:
        by_start.setdefault((offer.office_id, offer.starts_at), []).append(offer)
    for start, of_start in by_start.items():
        for offer in of_start:  # an offer that nobody answered lasted until its end: who was offered it meanwhile?
            beside = sum(other.state == "expired" and other.offered_at <= offer.offered_at < other.until
                         for other in of_start)
            if beside > CAPACITY:
                found.append(f"offered twice: {start}")
    known = {wish.id: wish for wish in wishes}
    told: dict[int, list[Any]] = {}
    for offer in offers:
        told.setdefault(offer.wish_id, []).append(offer)
    for wish_id, of_wish in told.items():
        days = Counter(move_out_of_night(clock.local(offer.offered_at)).date() for offer in of_wish)
        if len(of_wish) > 3 or max(days.values()) > 1 or known[wish_id].told != len(of_wish):
            found.append(f"told too often: {wish_id}")
    ids = {each.id: each for each in appointments}
    by_conversation = Counter(each.conversation_id for each in appointments)
    for offer in offers:
        wish = known[offer.wish_id]
        if offer.state == "accepted" and (
                wish.state != "booked" or by_conversation[wish.conversation_id] != 1
                or wish.appointment_id is not None and ids[wish.appointment_id].sequence < 1):
            found.append(f"accepted without an appointment: {offer.id}, its wish {wish.state}, "
                         f"{by_conversation[wish.conversation_id]} appointments of {wish.conversation_id}")
    return found


def _count_taken(freed: Path, appointments: Any, until: datetime) -> tuple[int, int]:
    """Places that were given up a day ahead or more and whose time has come, and how many of them others took.

    A place that is empty at its time because somebody gave it up in the last day was taken before.
    """
    ids = {each.id: each for each in appointments}
    early: Counter[tuple[str, datetime]] = Counter()
    late: Counter[tuple[str, datetime]] = Counter()
    for line in set(freed.read_text().splitlines()):
        number, office, start, hours = line.split()
        moment, row = datetime.fromisoformat(start), ids[int(number)]
        if moment < clock.to_utc(until) and (row.status == "cancelled" or row.starts_at != moment):
            (early if int(hours) >= 24 else late)[office, moment] += 1
    standing = Counter((each.office_id, each.starts_at) for each in appointments if each.status != "cancelled")
    empty = sum(min(number, max(0, CAPACITY - standing[start] - late[start])) for start, number in early.items())
    return early.total(), early.total() - empty


def _run(url: str, now: datetime, until: datetime, freed: Path, lines: int | None) -> tuple[datetime, int]:
    """Run the world, killed after so many ``lines`` of it; the time it had reached, and whether it was."""
    world = ForkedProcess(freed.with_suffix(".log"), waiting_world.work, url, now, until, DEMAND, freed)
    number = 0
    while (line := world.hear(PATIENCE_SECONDS * (60 if LONG else 1))) is not None:
        now, number = datetime.fromisoformat(line).astimezone(clock.ROME) if line else now, number + 1
        if number == lines:
            world.kill()
            return now, 1
    assert world.end() == 0, world.read_log()
    return now, 0
