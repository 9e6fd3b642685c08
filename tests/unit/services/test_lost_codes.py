"""A lost code goes where its appointment says, seldom, and nobody learns whether there is one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.db.models import Notice
from bot.db.session import transaction
from bot.services import booking, lost_codes
from bot.services.code_lockout import TooManyAttempts
from bot.settings import Settings
from tests.support.booking_data import NOW, WEDNESDAY_10, add_offices, book
from tests.support.outgoing import take_next


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_offices(sqlite_url)
    return Settings(database_url=sqlite_url, smtp_url="smtp://mail.example", mail_from="x@example.org")


def ask(settings: Settings, contact: str, asked_by: str = "web_x", now=NOW) -> object:  # type: ignore[no-untyped-def]
    return lost_codes.send_lost_codes(settings, contact=contact, contact_kind="email", asked_by=asked_by, now=now)


def sent(settings: Settings) -> list[int]:
    with transaction(settings.database_url) as session:
        return [number or 0 for number in session.execute(
            select(Notice.appointment_id).where(Notice.kind == "lost_code").order_by(Notice.id)).scalars()]


def test_the_code_goes_to_the_contact_that_is_stored(settings: Settings) -> None:
    view = book(settings, "anna")
    book(settings, "bruno", starts_at=WEDNESDAY_10)
    assert ask(settings, "anna@example.org") == lost_codes.CodeAsked(True)
    assert sent(settings) == [view.id]
    outgoing = take_next(settings, {"email"}, NOW)
    assert outgoing is not None and outgoing.to == "anna@example.org" and view.code in outgoing.text


def test_the_answer_is_the_same_whether_there_is_an_appointment_or_not(settings: Settings) -> None:
    book(settings, "anna")
    assert ask(settings, "anna@example.org") == ask(settings, "nessuno@example.org")
    off = Settings(database_url=settings.database_url)
    told = ask(off, "anna@example.org", "web_y")
    assert told == ask(off, "nessuno@example.org", "web_y") == lost_codes.CodeAsked(False)


def test_nobody_is_pestered_and_nobody_asks_for_ever(settings: Settings) -> None:
    book(settings, "anna")
    for minute in range(30):
        ask(settings, "anna@example.org", f"web_{minute}", NOW + timedelta(minutes=minute))
    assert len(sent(settings)) == 1
    for hour in range(1, 12):
        ask(settings, "anna@example.org", f"web_h{hour}", NOW + timedelta(hours=hour))
    assert len(sent(settings)) == lost_codes.MOST_A_DAY
    for _ in range(5):
        ask(settings, "nessuno@example.org", "web_z")
    assert isinstance(ask(settings, "nessuno@example.org", "web_z"), TooManyAttempts)


def test_people_who_share_a_contact_get_a_code_each_and_what_is_cancelled_none(settings: Settings) -> None:
    one = book(settings, "anna")
    two = book(settings, "bruno", contact="anna@example.org", starts_at=WEDNESDAY_10)
    gone = book(settings, "carla", contact="anna@example.org", starts_at=WEDNESDAY_10 + timedelta(minutes=30))
    booking.cancel_appointment(settings, appointment_id=gone.id, conversation_id="web_carla", now=NOW)
    ask(settings, "anna@example.org")
    assert sorted(sent(settings)) == [one.id, two.id]
