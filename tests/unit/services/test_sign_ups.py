"""Signing up for a day of an event: places, waiting list, deadline, audience, code, door, calendar file, erasure."""

from __future__ import annotations

import dataclasses
from datetime import date, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from bot.clock import at
from bot.db.models import EventDay, Notice, SignUp
from bot.db.session import transaction
from bot.rules.sms_text import count_parts, spell_in_gsm
from bot.services import booking, content, privacy, sign_ups
from bot.services.code_lockout import TooManyAttempts, WrongCode
from bot.services.operators import Nobody
from bot.services.sign_ups import (
    AlreadySignedUp,
    Attendee,
    NoTicket,
    OnWaitingList,
    SignedUp,
    SignUpClosed,
    SignUpWithdrawn,
    TicketView,
    texts,
)
from bot.settings import Settings

DAY = date(2027, 3, 4)
NOW = at(date(2026, 6, 15), time(12))


@pytest.fixture
def settings(seeded_database_url: str) -> Settings:
    with transaction(seeded_database_url, write=True) as session:
        event_id = session.execute(select(EventDay.event_id).limit(1)).scalar_one()
        session.add(EventDay(event_id=event_id, day=DAY, place="Lecco, sala civica", places=1, starts=time(14),
                                 sign_up_until=date(2027, 3, 1)))
    return Settings(database_url=seeded_database_url, secret="a key of the tests", person_retention_days=90)


def event_of(settings: Settings) -> str:
    with transaction(settings.database_url) as session:
        return session.execute(select(EventDay.event_id).where(EventDay.day == DAY)).scalar_one()


def enter(settings: Settings, number: int, now: Any = NOW, firm: Any = None) -> Any:
    who = Attendee(
        "firms" if firm else "people", f"Anna Villa {number}", f"p{number}@example.it", "email", "2026-1", firm)
    return sign_ups.sign_up(settings, event_id=event_of(settings), day=DAY, who=who, conversation_id=f"web_{number}",
                            channel="webchat", now=now)


def notices(settings: Settings) -> list[str]:
    with transaction(settings.database_url) as session:
        return list(session.execute(select(Notice.kind).order_by(Notice.id)).scalars())


def allow(settings: Settings, audience: str) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.execute(update(EventDay).where(EventDay.day == DAY).values(sign_up_for=audience))


def test_a_place_then_the_waiting_list_then_the_place_that_comes_free(settings: Settings) -> None:
    first, second, third = (enter(settings, number) for number in range(3))
    assert isinstance(first, SignedUp) and first.ticket.code.startswith("BG-")
    assert isinstance(second, OnWaitingList) and second.ticket.position == 1
    assert isinstance(third, OnWaitingList) and third.ticket.position == 2
    (day,) = sign_ups.list_event_days(settings, NOW)
    assert (day.free, day.waiting, day.closed) == (0, 2, None)
    gone = sign_ups.withdraw(settings, code=first.ticket.code, conversation_id="web_0", channel="webchat", now=NOW)
    assert isinstance(gone, SignUpWithdrawn) and gone.passed_on
    moved = sign_ups.open_ticket(settings, code=second.ticket.code, who="web_9", now=NOW)
    assert isinstance(moved, TicketView) and moved.status == "signed" and moved.position is None
    assert notices(settings) == ["event_place_free", "event_reminder"], "told, and reminded; the first one's is gone"
    again = sign_ups.withdraw(settings, code=first.ticket.code, conversation_id="web_0", channel="webchat", now=NOW)
    assert isinstance(again, NoTicket)


def test_sent_twice_it_is_one(settings: Settings) -> None:
    first, again = enter(settings, 1), enter(settings, 1)
    assert isinstance(again, AlreadySignedUp) and again.own == first.ticket


def test_a_contact_is_not_an_identity(settings: Settings) -> None:
    """Who shares a telephone, or types somebody's, gets a ticket of their own, learns nothing and changes nothing."""
    first = enter(settings, 1)
    for name, conversation_id in (("Eva Riva", "web_7"), ("Anna Villa 1", "web_8"), ("Eva Riva", "web_1")):
        who = Attendee("people", name, "p1@example.it", "email", "2026-1")
        other = sign_ups.sign_up(settings, event_id=event_of(settings), day=DAY, who=who,
                                 conversation_id=conversation_id, channel="site", now=NOW)
        assert isinstance(other, OnWaitingList) and other.ticket.code != first.ticket.code
    assert sign_ups.open_ticket(settings, code=first.ticket.code, who="web_1", now=NOW) == first.ticket
    assert [ticket.name for ticket in sign_ups.list_tickets(settings, conversation_id="web_7", now=NOW)] == ["Eva Riva"]


def test_one_network_signs_up_only_so_many_in_an_hour(settings: Settings) -> None:
    few = dataclasses.replace(settings, site_bookings_per_hour=3)
    for number in range(4):
        booking.note_origin(few, conversation_id=f"web_{number}", network="192.0.2.7", now=NOW)
    told = [enter(few, number) for number in range(4)]
    assert isinstance(told[2], OnWaitingList) and told[3] == SignUpClosed("too_many")
    booking.note_origin(few, conversation_id="web_5", network="198.51.100.7", now=NOW)
    assert isinstance(enter(few, 5), OnWaitingList), "the control: another network"
    assert isinstance(enter(few, 3, NOW + timedelta(hours=1, minutes=1)), OnWaitingList)


def test_a_consent_to_a_notice_that_nobody_was_shown_signs_nobody_up(settings: Settings) -> None:
    with pytest.raises(ValueError):
        sign_ups.sign_up(settings, event_id=event_of(settings), day=DAY, conversation_id="x", channel="site", now=NOW,
                         who=Attendee("people", "Eva Riva", "e@example.it", "email", "1999-1"))


@pytest.mark.parametrize("now, reason", [
    (at(date(2027, 3, 2), time(9)), "deadline"), (at(DAY, time(14)), "over"), (at(DAY, time(18)), "over")])
def test_too_late_is_said(settings: Settings, now: Any, reason: str) -> None:
    assert enter(settings, 1, now) == SignUpClosed(reason)  # type: ignore[arg-type]


def test_people_and_firms(settings: Settings) -> None:
    assert enter(settings, 1, firm="Rossi Srl") == SignUpClosed("only_people")
    allow(settings, "firms")
    assert enter(settings, 1) == SignUpClosed("only_firms")
    allow(settings, "both")
    signed = enter(settings, 1, firm="Rossi Srl")
    assert isinstance(signed, SignedUp) and signed.ticket.firm == "Rossi Srl"
    with pytest.raises(ValueError):
        sign_ups.sign_up(settings, event_id=event_of(settings), day=DAY, conversation_id="x", channel="site", now=NOW,
                         who=Attendee("firms", "Eva", "e@example.it", "email", "2026-1"))


def test_an_event_without_sign_up(settings: Settings) -> None:
    with transaction(settings.database_url) as session:
        event_id, day = session.execute(
            select(EventDay.event_id, EventDay.day).where(EventDay.places.is_(None))).first() or ("", DAY)
    who = Attendee("people", "Eva", "e@example.it", "email", "2026-1")
    for event, when, reason in ((event_id, day, "not_offered"), ("nessuno", DAY, "no_event")):
        assert sign_ups.sign_up(settings, event_id=event, day=when, who=who, conversation_id="x", channel="site",
                                now=NOW) == SignUpClosed(reason)  # type: ignore[arg-type]


def change_day(settings: Settings, now: Any = NOW, **values: Any) -> None:
    """What an editor does at the desk, and what the server then does by itself, twice."""
    (key,) = [row.key for row in content.read_page(settings, table_name="event_session", search="sala civica").rows]
    found = content.find_row(settings, table_name="event_session", key=key)
    assert found is not None
    known: dict[str, Any] = {"table_name": "event_session", "key": key, "version": found.version, "confirmed": True,
                             "by": Nobody("prova"), "now": now}
    done = content.save(settings, raw=values, **known) if values else content.remove(settings, **known)
    assert isinstance(done, (content.SavedRow, content.Removed)), done
    sign_ups.follow_events(settings, now)
    assert sign_ups.follow_events(settings, now) == 0


def told(settings: Settings) -> list[tuple[str, str, str]]:
    """Kind, state and text of the notices."""
    with transaction(settings.database_url) as session:
        return [(row.kind, row.state, row.about["text"]) for row in session.execute(
            select(Notice.kind, Notice.state, Notice.about).order_by(Notice.id))]


def test_places_that_are_added_go_to_those_who_wait(settings: Settings) -> None:
    tickets = [enter(settings, number).ticket for number in range(4)]
    change_day(settings, places="3")
    states = [sign_ups.open_ticket(settings, code=ticket.code, who="web_9", now=NOW) for ticket in tickets]
    assert [ticket.status for ticket in states] == ["signed"] * 3 + ["waiting"]  # type: ignore[union-attr]
    assert [kind for kind, _, _ in told(settings)].count("event_place_free") == 2, "each is told once"
    change_day(settings, places="1")
    assert [line.status for line in sign_ups.list_attendance(settings, event_of(settings), DAY)].count("signed") == 3


def test_another_hour_or_place_is_told_once_and_the_reminder_says_the_new_one(settings: Settings) -> None:
    enter(settings, 1)
    change_day(settings, starts="16:30", place="Merate, sala civica")
    reminder, changed = told(settings)
    assert changed[0] == "event_changed" and "16:30" in changed[2] and "Merate" in changed[2]
    assert reminder[:2] == ("event_reminder", "due") and "16:30" in reminder[2] and "Lecco, sala" not in reminder[2]
    change_day(settings, places="7")
    assert len(told(settings)) == 2, "what changes nothing for them is no news"


def test_who_signed_up_goes_along_to_another_day(settings: Settings) -> None:
    ticket = enter(settings, 1).ticket
    change_day(settings, day="2027-03-09", sign_up_until="2027-03-08")
    moved = sign_ups.open_ticket(settings, code=ticket.code, who="web_1", now=NOW)
    assert isinstance(moved, TicketView) and moved.day == date(2027, 3, 9) and moved.where == "Lecco, sala civica"
    assert [kind for kind, _, text in told(settings) if "9 marzo" in text] == ["event_reminder", "event_changed"]
    with transaction(settings.database_url) as session:
        due = session.execute(select(Notice.due_at).where(Notice.kind == "event_reminder")).scalar_one()
    assert due.date() == date(2027, 3, 8)


def test_a_day_that_is_taken_out_is_told_once_and_nobody_is_reminded_of_it(settings: Settings) -> None:
    enter(settings, 1)
    enter(settings, 2)
    change_day(settings)
    assert [(kind, state) for kind, state, _ in told(settings)] == [
        ("event_reminder", "withdrawn"), ("event_called_off", "due"), ("event_called_off", "due")]
    with transaction(settings.database_url, write=True) as session:
        event_id = session.execute(select(SignUp.event_id).limit(1)).scalar_one()
        session.add(EventDay(event_id=event_id, day=DAY, place="Lecco, sala civica", places=1, starts=time(14)))
    assert sign_ups.follow_events(settings, NOW) == 1 and sign_ups.follow_events(settings, NOW) == 0
    assert ("event_reminder", "due") in [(kind, state) for kind, state, _ in told(settings)], "it is on again"
    assert [kind for kind, _, _ in told(settings)].count("event_changed") == 1


def test_a_change_after_the_reminder_is_told_at_once(settings: Settings) -> None:
    enter(settings, 1)
    with transaction(settings.database_url, write=True) as session:
        session.execute(update(Notice).values(state="sent"))
    change_day(settings, at(date(2027, 3, 3), time(18)), starts="15:00")
    assert [(kind, state) for kind, state, _ in told(settings)] == [
        ("event_reminder", "sent"), ("event_changed", "due")]


@pytest.mark.parametrize("kind", ["event_reminder", "event_place_free", "event_changed", "event_called_off"])
def test_the_words_of_events_fit_into_two_text_messages(settings: Settings, kind: str) -> None:
    ticket = dataclasses.replace(enter(settings, 1).ticket, title="Presentazione " * 14, where="Aula magna " * 18)
    assert count_parts(spell_in_gsm(texts.word_notice(kind, ticket)["short"])) <= 2


def test_the_door_and_the_calendar(settings: Settings) -> None:
    signed, waiting = enter(settings, 1), enter(settings, 2)
    lines = sign_ups.list_attendance(settings, event_of(settings), DAY)
    assert [line.status for line in lines] == ["signed", "waiting"]
    by = Nobody("test")
    assert sign_ups.mark_presence(settings, sign_up_id=signed.ticket.id, came=True, operator=by, now=NOW)
    assert not sign_ups.mark_presence(settings, sign_up_id=waiting.ticket.id, came=True, operator=by, now=NOW)
    assert sign_ups.list_attendance(settings, event_of(settings), DAY)[0].status == "attended"
    event: Any = next(iter(Calendar.from_ical(sign_ups.make_ticket_file(signed.ticket, NOW)).walk("VEVENT")))
    assert event["dtstart"].to_ical().endswith(b"Z"), "no zone that a calendar program could misread"
    assert event.decoded("dtstart") == at(DAY, time(14)) and signed.ticket.code in event["description"]


def test_wrong_codes_are_counted(settings: Settings) -> None:
    signed = enter(settings, 1)
    for _ in range(5):
        assert isinstance(sign_ups.open_ticket(settings, code="BG-0000-0000", who="web_5", now=NOW), WrongCode)
    assert isinstance(sign_ups.open_ticket(settings, code=signed.ticket.code, who="web_5", now=NOW), TooManyAttempts)


def test_an_erased_person_is_on_no_list_and_the_place_goes_on(settings: Settings) -> None:
    enter(settings, 1)
    second = enter(settings, 2)
    assert privacy.erase(settings, conversation_id="web_1", now=NOW).sign_ups == 1
    moved = sign_ups.open_ticket(settings, code=second.ticket.code, who="web_9", now=NOW)
    assert isinstance(moved, TicketView) and moved.status == "signed"
    privacy.purge(settings, at(DAY, time(12)) + timedelta(days=92))
    with transaction(settings.database_url) as session:
        assert session.execute(select(SignUp.id)).first() is None
