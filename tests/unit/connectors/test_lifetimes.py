"""All lifetimes together: whoever has an appointment ahead can come back, is reminded, finds, moves and erases it.

Session id, row of the conversation, housekeeping, reminders and erasure, gone through hour by hour for short and long
settings: no two of them disagree.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.db.models import Conversation, Event, EventDay, Message
from bot.db.session import transaction
from bot.services import booking, conversations, notices, privacy, sign_ups, waiting_list
from bot.services.conversations import AFTERWARDS, Draft
from bot.services.sign_ups import Attendee
from bot.services.waiting_list import PlaceWish, WaitingLeft
from bot.settings import Settings
from connectors.webchat.open_sessions import find_open_session
from connectors.webchat.session_ids import Refused, Session, SessionIds
from tests.support.booking_data import NOW, WEDNESDAY_9, add_offices, order

STEP = timedelta(hours=12)
LIFETIMES = [(168, 24), (1, 24), (24, 1), (168, 720)]


class Life:
    """A browser with a web-chat conversation, and the housekeeping that goes on around it."""

    def __init__(self, url: str, session_hours: int, retention_hours: int) -> None:
        add_offices(url)
        self.settings = Settings(
            database_url=url, session_hours=session_hours, conversation_retention_hours=retention_hours,
            booking_horizon_days=60)
        self.ids = SessionIds(b"key", timedelta(hours=session_hours))
        self.session = self.ids.issue(NOW)
        self.say(NOW)

    def say(self, now: datetime) -> None:
        """A message of the person."""
        conversations.append_message(
            self.settings, conversation_id=self.session.sender, channel="webchat", draft=Draft("person", "ciao"),
            now=now)

    def book(self, starts_at: datetime) -> None:
        """An appointment of this conversation."""
        made = booking.book_appointment(self.settings, **order(
            "x", conversation_id=self.session.sender, starts_at=starts_at))
        assert isinstance(made, booking.Booked), made

    def keep_house(self, now: datetime) -> None:
        """What the server does by itself."""
        booking.release_expired(self.settings, now)
        privacy.purge(self.settings, now)
        notices.plan(self.settings, now)
        notices.place_in_chats(self.settings, now)

    def opens(self, now: datetime) -> bool:
        """Whether the browser's id still opens the conversation."""
        return isinstance(find_open_session(self.settings, self.ids, self.session.id, now), Session)

    def has_row(self) -> bool:
        """Whether the conversation is still numbered."""
        with transaction(self.settings.database_url) as session:
            return session.execute(select(Conversation.id).where(
                Conversation.id == self.session.sender)).first() is not None

    def said(self) -> list[str]:
        """Keys of the reminders that stand in the conversation."""
        with transaction(self.settings.database_url) as session:
            return [key for key in session.execute(select(Message.key).where(
                Message.conversation_id == self.session.sender)).scalars() if key and key.startswith("notice:")]


@pytest.mark.parametrize("session_hours, retention_hours", LIFETIMES)
@pytest.mark.parametrize("weeks", [0, 1, 5])
def test_who_has_an_appointment_ahead_comes_back_until_after_it(
    sqlite_url: str, weeks: int, session_hours: int, retention_hours: int,
) -> None:
    life = Life(sqlite_url, session_hours, retention_hours)
    starts = WEDNESDAY_9 + timedelta(weeks=weeks)
    life.book(starts)
    ends, now, told = starts + timedelta(minutes=30), NOW, 0
    while now < ends + AFTERWARDS:
        life.keep_house(now)
        assert life.opens(now) and life.has_row(), now
        own = booking.list_own(life.settings, conversation_id=life.session.sender, now=now)
        assert len(own) == (now < ends), now
        told += len(life.said()) > 0
        now += STEP
    assert told, "the reminder reached nobody"
    while now < ends + timedelta(days=40):  # and then it ends: row and id together, the row never first
        life.keep_house(now)
        assert life.has_row() or not life.opens(now), now
        now += STEP
    assert not life.opens(now) and not life.has_row()


@pytest.mark.parametrize("session_hours, retention_hours", LIFETIMES)
def test_who_has_an_appointment_ahead_can_erase_it_to_the_last_day(
    sqlite_url: str, session_hours: int, retention_hours: int,
) -> None:
    life = Life(sqlite_url, session_hours, retention_hours)
    starts = WEDNESDAY_9 + timedelta(weeks=4)
    life.book(starts)
    now = NOW
    while now < starts - STEP:
        life.keep_house(now)
        now += STEP
    assert life.opens(now)
    assert privacy.erase(life.settings, conversation_id=life.session.sender, now=now).appointments == 1
    later = now + timedelta(hours=session_hours + 1)
    assert not life.opens(later)


@pytest.mark.parametrize("session_hours, retention_hours", [(1, 24), (24, 1)])
def test_who_signed_up_for_an_event_comes_back_until_after_it(
    sqlite_url: str, session_hours: int, retention_hours: int,
) -> None:
    life = Life(sqlite_url, session_hours, retention_hours)
    day, now = (NOW + timedelta(weeks=5)).date(), NOW
    with transaction(sqlite_url, write=True) as session:
        session.add(Event(id="job_day", kind="job_day", title="Job Day", position=1, description="x", source="test",
                          verified=True))
        session.flush()
        session.add(EventDay(event_id="job_day", day=day, place="Lecco", places=3))
    sign_ups.sign_up(life.settings, event_id="job_day", day=day, conversation_id=life.session.sender, channel="webchat",
                     now=NOW, who=Attendee("people", "Anna Villa", "a@example.it", "email", "2026-1"))
    while now.date() < day:
        life.keep_house(now)
        assert life.opens(now) and life.has_row(), now
        now += 6 * STEP
    life.keep_house(now + timedelta(hours=max(session_hours, retention_hours) + 48))
    assert not life.opens(now + timedelta(hours=max(session_hours, retention_hours) + 48))


def test_who_waits_for_a_place_comes_back_as_long_as_they_wait(sqlite_url: str) -> None:
    life = Life(sqlite_url, 1, 1)
    left = waiting_list.leave_wish(
        life.settings, PlaceWish("orientamento", name="Anna", contact="a@example.it", contact_kind="email"),
        conversation_id=life.session.sender, channel="webchat", notice_version="2026-1", now=NOW)
    assert isinstance(left, WaitingLeft) and life.opens(NOW + timedelta(days=20))
    waiting_list.withdraw_wish(life.settings, code=left.wish.code, conversation_id=life.session.sender,
                               channel="webchat", now=NOW)
    assert not life.opens(NOW + timedelta(days=20)), "the control"


def test_a_session_that_is_used_is_renewed_and_one_that_is_not_ends(sqlite_url: str) -> None:
    life = Life(sqlite_url, 168, 24)
    now = NOW
    for _ in range(5):
        now += timedelta(days=6)
        life.keep_house(now)
        assert life.opens(now)
        life.say(now)
    life.keep_house(now + timedelta(days=7))
    assert life.opens(now + timedelta(days=7))
    life.keep_house(now + timedelta(days=7, hours=1))
    assert not life.opens(now + timedelta(days=7, hours=1))


def test_a_cancelled_appointment_keeps_nothing_open(sqlite_url: str) -> None:
    life = Life(sqlite_url, 1, 1)
    life.book(WEDNESDAY_9 + timedelta(weeks=4))
    [own] = booking.list_own(life.settings, conversation_id=life.session.sender, now=NOW)
    booking.cancel_appointment(life.settings, appointment_id=own.id, conversation_id=life.session.sender, now=NOW)
    assert not life.opens(NOW + timedelta(hours=2))


def test_only_the_id_that_the_server_issued_is_ever_open(sqlite_url: str) -> None:
    life = Life(sqlite_url, 1, 1)
    life.book(WEDNESDAY_9 + timedelta(weeks=4))
    later = NOW + timedelta(days=10)
    forged = SessionIds(b"another", timedelta(hours=1)).issue(NOW).id
    for wish in (forged, life.session.sender, None, "", life.session.id[:-1] + "x"):
        found = find_open_session(life.settings, life.ids, wish, later)
        assert isinstance(found, Refused), wish
