"""The desk's calendar: only for operators of the office, through the chat's own booking rules, told in the chat."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import clock
from bot.db.models import Activity, Appointment, AuditEntry, Consent, Conversation, Handoff, Operator, OperatorOffice
from bot.db.session import transaction
from bot.services import agenda, booking, conversations
from bot.services.agenda import desk_bookings
from bot.services.conversations import Draft
from bot.services.operators import OperatorView
from bot.settings import Settings
from tests.support.booking_data import MONDAY, NOW, WEDNESDAY_9, WEDNESDAY_10, add_offices, book, count, taken_places

AT_LECCO = OperatorView(1, "anna", "Anna Rossi", "operator", ("lecco",))
AT_MERATE = OperatorView(2, "bruno", "Bruno Verdi", "operator", ("merate",))
CHIEF = OperatorView(3, "carla", "Carla", "administrator", ())
WEDNESDAY = date(2026, 3, 4)


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_offices(sqlite_url)
    with transaction(sqlite_url, write=True) as session:
        for view in (AT_LECCO, AT_MERATE, CHIEF):
            session.add(Operator(
                id=view.id, username=view.username, name=view.name, role=view.role, password_hash="x",
                created_at=clock.to_utc(NOW)))
        session.flush()
        session.add_all([
            OperatorOffice(operator_id=1, office_id="lecco"), OperatorOffice(operator_id=2, office_id="merate")])
    return Settings(database_url=sqlite_url, secret="prova")


def chats(settings: Settings, conversation_id: str) -> None:
    """A conversation with one message."""
    conversations.append_message(
        settings, conversation_id=conversation_id, channel="webchat", now=NOW, draft=Draft("person", "ciao"))


def asks(settings: Settings, conversation_id: str, office_id: str | None = "lecco", state: str = "waiting") -> None:
    """A conversation of somebody who has asked for an operator."""
    chats(settings, conversation_id)
    moment = clock.to_utc(NOW)
    with transaction(settings.database_url, write=True) as session:
        session.add(Handoff(conversation_id=conversation_id, state=state, reason="asked", office_id=office_id,
                            requested_at=moment, queued_at=moment, waiting_since=moment))


def made(settings: Settings, **changed: Any) -> Any:
    return agenda.book(settings, **{
        "operator": AT_LECCO, "office_id": "lecco", "service_id": "orientamento", "starts_at": WEDNESDAY_9,
        "name": "Maria Bianchi", "contact": "333 1234567", "consent": True, "key": "k1", "now": NOW, **changed})


def day(settings: Settings, now: datetime = NOW) -> agenda.AgendaDay:
    found = agenda.list_days(settings, operator=AT_LECCO, office_id="lecco", first=WEDNESDAY, number=1, now=now)
    assert found is not None
    return found[0]


def rows(settings: Settings, table: Any) -> list[Any]:
    with transaction(settings.database_url) as session:
        return list(session.execute(select(table.__table__)).all())


def test_a_day_shows_who_comes_with_name_and_contact_and_what_is_free(settings: Settings) -> None:
    view = book(settings, "anna")
    found = day(settings)
    line = next(line for line in found.lines if line.starts_at == WEDNESDAY_9)
    assert [(entry.name, entry.contact, entry.code) for entry in line.entries] == [
        ("Persona anna", "anna@example.org", view.code)] and line.free == 0
    assert found.coming == 1 and found.free == 13 and found.closed is None
    assert next(line for line in found.lines if line.starts_at == WEDNESDAY_10).free == 1


def test_another_office_s_calendar_and_appointments_do_not_exist_for_an_operator(settings: Settings) -> None:
    view = book(settings, "anna")
    assert agenda.list_days(settings, operator=AT_MERATE, office_id="lecco", first=WEDNESDAY, number=1, now=NOW) is None
    assert agenda.list_days(settings, operator=CHIEF, office_id="nessuno", first=WEDNESDAY, number=1, now=NOW) is None
    assert agenda.get(settings, operator=AT_MERATE, appointment_id=view.id, now=NOW) is None
    assert agenda.get(settings, operator=CHIEF, appointment_id=view.id, now=NOW) is not None
    assert isinstance(made(settings, operator=AT_MERATE), agenda.NotThere)
    assert isinstance(agenda.cancel(settings, operator=AT_MERATE, appointment_id=view.id, now=NOW), agenda.NotThere)
    marked = agenda.mark_attendance(settings, operator=AT_MERATE, appointment_id=view.id, attended=True, now=NOW)
    assert isinstance(marked, agenda.NotThere)
    assert isinstance(agenda.move(
        settings, operator=AT_LECCO, appointment_id=view.id, office_id="merate", starts_at=WEDNESDAY_10, now=NOW),
        agenda.NotThere)
    assert [office.id for office in agenda.list_offices_seen(settings, AT_LECCO)] == ["lecco"]
    assert len(rows(settings, Appointment)) == 1 and rows(settings, AuditEntry) == []


def test_a_closed_day_says_why_and_a_day_past_shows_only_who_came(settings: Settings) -> None:
    found = agenda.list_days(settings, operator=CHIEF, office_id="lecco", first=date(2026, 3, 19), number=4, now=NOW)
    assert found is not None
    assert [item.closed for item in found] == ["formazione del personale"] * 2 + ["giorno senza apertura"] * 2
    book(settings, "anna")
    past = day(settings, now=WEDNESDAY_10 + timedelta(days=3))
    assert past.free == 0 and past.coming == 1 and past.lines[0].entries[0].status == "over"


@pytest.mark.parametrize("on_behalf", [False, True])
def test_the_consent_says_who_heard_it_and_for_whom_it_was_given(settings: Settings, on_behalf: bool) -> None:
    made(settings, on_behalf=on_behalf)
    ((given_by, kept),) = [(row.given_by, row.on_behalf) for row in rows(settings, Consent)]
    assert given_by == f"operator:{AT_LECCO.id}" and kept is on_behalf


def test_booking_on_behalf_of_a_conversation_is_seen_in_its_chat(settings: Settings) -> None:
    asks(settings, "web_maria")
    result = made(settings, conversation_id="web_maria")
    assert isinstance(result, booking.Booked)
    assert [view.code for view in booking.list_own(settings, conversation_id="web_maria", now=NOW)] == [
        result.appointment.code]
    said = conversations.list_last(settings, conversation_id="web_maria", limit=1)[0]
    assert said.author == "system" and result.appointment.code in said.text
    card = said.content["custom"]
    assert card["type"] == "appointment_cards" and card["items"][0]["code"] == result.appointment.code
    assert [reply["title"] for reply in said.content["quick_replies"]] == [
        "Sposta", "Annulla", "Aggiungi al calendario"]
    consent = rows(settings, Consent)[0]
    assert consent.purpose == agenda.ORAL and consent.given_by.startswith("operator:")
    assert [(entry.act, entry.detail) for entry in rows(settings, AuditEntry)] == [
        ("appointment_booked", {"office": "lecco", "service": "orientamento"})]
    assert "Maria" not in str(rows(settings, AuditEntry))
    assert [row.result for row in rows(settings, Activity)] == ["booked"]
    # the form sent twice: one appointment, one message, one entry
    assert made(settings, conversation_id="web_maria", now=NOW + timedelta(seconds=5)) == result
    assert len(conversations.list_last(settings, conversation_id="web_maria", limit=9)) == 2
    assert len(rows(settings, AuditEntry)) == 1


def test_the_owner_of_a_conversation_is_who_tells_about_the_booking(settings: Settings) -> None:
    asks(settings, "web_maria", state="owned")
    with transaction(settings.database_url, write=True) as session:
        session.query(Conversation).filter_by(id="web_maria").update({"state": "owned"})
    assert isinstance(made(settings, conversation_id="web_maria"), booking.Booked)
    said = conversations.list_last(settings, conversation_id="web_maria", limit=1)[0]
    assert (said.author, said.operator_id, said.content["name"]) == ("operator", 1, "Anna")


def test_nobody_books_in_a_conversation_that_never_asked_or_is_another_office_s(settings: Settings) -> None:
    chats(settings, "web_sola")
    asks(settings, "web_merate", office_id="merate")
    for conversation in ("web_sola", "web_merate", "web_nessuna"):
        assert isinstance(made(settings, conversation_id=conversation), agenda.NotThere)
    assert rows(settings, Appointment) == []


def test_without_a_chat_the_appointment_belongs_to_no_conversation_of_anybody(settings: Settings) -> None:
    first = made(settings)
    second = made(settings, key="k2", contact="altra@example.org", starts_at=WEDNESDAY_10)
    assert isinstance(first, booking.Booked) and isinstance(second, booking.Booked)
    owners = {row.conversation_id for row in rows(settings, Appointment)}
    assert owners == {"desk:k1", "desk:k2"} and count(settings.database_url, Conversation) == 0


@pytest.mark.parametrize(("changed", "field"), [
    ({"name": "  "}, "name"), ({"name": "x" * 121}, "name"), ({"contact": "12"}, "contact"),
    ({"contact": "boh"}, "contact"), ({"consent": False}, "consent"),
])
def test_a_person_without_name_contact_or_consent_is_not_booked(
    settings: Settings, changed: dict[str, Any], field: str,
) -> None:
    answer = made(settings, **changed)
    assert isinstance(answer, agenda.BadPerson) and answer.field == field
    assert rows(settings, Appointment) == []


def test_the_same_rules_as_in_the_chat_hold_at_the_desk_but_for_the_notice(settings: Settings) -> None:
    today = clock.at(MONDAY, time(14, 0))
    assert isinstance(made(settings, starts_at=today, key="k0"), booking.Booked)
    past = made(settings, starts_at=clock.at(MONDAY, time(8, 30)), key="k00")
    assert isinstance(past, booking.NotBookable) and past.reason.kind is booking.Why.PAST
    far = made(settings, starts_at=clock.at(MONDAY + timedelta(days=70), time(9)), key="k000")
    assert isinstance(far, booking.NotBookable) and far.reason.kind is booking.Why.BEYOND_HORIZON
    assert isinstance(made(settings, starts_at=clock.at(WEDNESDAY, time(9, 10))), booking.NotBookable)
    book(settings, "anna")
    assert isinstance(made(settings), booking.SlotTaken)
    # who shares a contact has an appointment too, for the same service; a conversation has one
    assert isinstance(made(settings, starts_at=WEDNESDAY_10, contact="anna@example.org"), booking.Booked)
    asks(settings, "web_anna")
    again = made(settings, starts_at=clock.at(WEDNESDAY, time(11)), conversation_id="web_anna", key="altra-chiave")
    assert isinstance(again, booking.AlreadyBooked)


def test_moving_and_cancelling_go_through_the_booking_service_and_are_told(settings: Settings) -> None:
    chats(settings, "web_anna")
    view = book(settings, "anna")
    moved = agenda.move(settings, operator=AT_LECCO, appointment_id=view.id, office_id="lecco",
                        starts_at=WEDNESDAY_10, now=NOW)
    assert isinstance(moved, booking.Moved) and taken_places(settings.database_url) == 0
    again = agenda.move(settings, operator=AT_LECCO, appointment_id=view.id, office_id="lecco",
                        starts_at=WEDNESDAY_10, now=NOW)
    assert isinstance(again, booking.Moved)
    for _ in range(2):
        answer = agenda.cancel(settings, operator=AT_LECCO, appointment_id=view.id, now=NOW)
        assert isinstance(answer, booking.Cancelled)
    texts = [item.text for item in conversations.list_last(settings, conversation_id="web_anna", limit=9)]
    assert len(texts) == 3 and "spostato" in texts[1] and "annullato" in texts[2]
    assert [entry.act for entry in rows(settings, AuditEntry)] == ["appointment_moved", "appointment_cancelled"]
    assert count(settings.database_url, Appointment, Appointment.status == "cancelled") == 1
    assert day(settings).cancelled[0].code == view.code and day(settings).coming == 0


def test_who_came_is_said_once_the_day_has_come_and_can_be_corrected(settings: Settings) -> None:
    chats(settings, "web_anna")
    view = book(settings, "anna")

    def mark(attended: bool, now: datetime) -> Any:
        return agenda.mark_attendance(settings, operator=AT_LECCO, appointment_id=view.id, attended=attended, now=now)

    assert mark(True, NOW) == agenda.NotYet(clock.at(WEDNESDAY, time()))
    early = clock.at(WEDNESDAY, time(8, 45))
    assert mark(False, early) == agenda.NotYet(WEDNESDAY_9)
    assert mark(True, early) == agenda.Marked("attended") == mark(True, early)
    assert mark(False, WEDNESDAY_10) == agenda.Marked("missed")
    assert [entry.act for entry in rows(settings, AuditEntry)] == ["appointment_attended", "appointment_missed"]
    assert [row.result for row in rows(settings, Activity)] == ["booked", "attended", "missed"]
    late = replace(AT_LECCO)
    assert isinstance(agenda.cancel(settings, operator=late, appointment_id=view.id, now=WEDNESDAY_10), booking.TooLate)


def test_a_cancelled_appointment_is_not_marked(settings: Settings) -> None:
    view = book(settings, "anna")
    agenda.cancel(settings, operator=AT_LECCO, appointment_id=view.id, now=NOW)
    answer = agenda.mark_attendance(
        settings, operator=AT_LECCO, appointment_id=view.id, attended=True, now=WEDNESDAY_10)
    assert isinstance(answer, agenda.NotMarked)


@pytest.mark.parametrize("what", ["book", "move", "cancel"])
def test_what_cannot_be_noted_is_not_done(settings: Settings, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """A booking at the desk and its audit entry stand or fall together."""
    def fails(*_given: Any, **_more: Any) -> None:
        raise RuntimeError("no log")

    if what != "book":
        booked = made(settings)
    before = count(settings.database_url, Appointment)
    monkeypatch.setattr(desk_bookings, "audit_in", fails)
    with pytest.raises(RuntimeError):
        if what == "book":
            made(settings)
        elif what == "move":
            agenda.move(settings, operator=AT_LECCO, appointment_id=booked.appointment.id, office_id="lecco",
                        starts_at=WEDNESDAY_10, now=NOW)
        else:
            agenda.cancel(settings, operator=AT_LECCO, appointment_id=booked.appointment.id, now=NOW)
    assert count(settings.database_url, Appointment) == before
    assert taken_places(settings.database_url) == (0 if what == "book" else 1)
