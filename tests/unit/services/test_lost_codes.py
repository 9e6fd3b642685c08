"""A lost code goes where its appointment says, seldom, and nobody learns whether there is one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.db.models import EventDay, Notice
from bot.db.session import transaction
from bot.services import booking, interests, lost_codes, sign_ups, waiting_list
from bot.services.code_lockout import TooManyAttempts
from bot.services.interests import InterestLeft, InterestWish
from bot.services.sign_ups import Attendee, SignedUp
from bot.services.waiting_list import PlaceWish, WaitingLeft
from bot.settings import Settings
from tests.support.booking_data import NOW, WEDNESDAY_10, add_offices, book
from tests.support.outgoing import take_next

DAY = date(2027, 3, 4)


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


def test_codes_of_interests_sign_ups_and_waiting_wishes_are_sent_too(seeded_sqlite_url: str) -> None:
    settings = Settings(database_url=seeded_sqlite_url, smtp_url="smtp://mail.example", mail_from="x@example.org")
    reached: dict[str, Any] = {"contact": "anna@example.org", "contact_kind": "email"}
    with transaction(seeded_sqlite_url, write=True) as session:
        event_id = session.execute(select(EventDay.event_id).limit(1)).scalar_one()
        session.add(EventDay(event_id=event_id, day=DAY, place="Lecco", places=1))
    left = interests.leave_interest(
        settings, InterestWish(**reached), conversation_id="web_1", channel="webchat", now=NOW)
    ticket = sign_ups.sign_up(
        settings, event_id=event_id, day=DAY, conversation_id="web_2", channel="webchat", now=NOW,
        who=Attendee("people", "Anna Villa", notice_version="2026-1", **reached))
    wish = waiting_list.leave_wish(
        settings, PlaceWish("orientamento", name="Anna Villa", **reached), conversation_id="web_3", channel="webchat",
        notice_version="2026-1", now=NOW)
    assert isinstance(left, InterestLeft) and isinstance(ticket, SignedUp) and isinstance(wish, WaitingLeft)
    told = ask(settings, "anna@example.org")
    assert told == ask(settings, "nessuno@example.org") == lost_codes.CodeAsked(True)
    ask(settings, "anna@example.org", "web_y", NOW + timedelta(minutes=5))  # too early to send them again
    texts = []
    while (outgoing := take_next(settings, {"email"}, NOW + timedelta(minutes=6))) is not None:
        assert outgoing.to == "anna@example.org"
        texts.append(outgoing.text)
    codes = [left.interest.code, ticket.ticket.code, wish.wish.code]
    assert [[code for code in codes if code in text] for text in texts] == [[code] for code in codes]
    interests.withdraw_interest(settings, code=codes[0], conversation_id="web_1", channel="webchat", now=NOW)
    with transaction(seeded_sqlite_url) as session:
        assert len(session.execute(select(Notice).where(Notice.kind == "other_lost_code")).all()) == 2


def test_one_network_asks_only_so_often_however_many_conversations_it_opens(settings: Settings) -> None:
    for number in range(settings.site_wrong_codes_per_hour + 1):
        booking.note_origin(settings, conversation_id=f"web_{number}", network="192.0.2.7", now=NOW)
        told = ask(settings, f"p{number}@example.org", f"web_{number}")
        assert isinstance(told, TooManyAttempts) == (number == settings.site_wrong_codes_per_hour)
    booking.note_origin(settings, conversation_id="web_far", network="198.51.100.7", now=NOW)
    assert ask(settings, "p0@example.org", "web_far") == lost_codes.CodeAsked(True), "the control: another network"
