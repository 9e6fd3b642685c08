"""With which operator an appointment is: who is free, whom it can be given to, what a move changes; calendar feeds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import icalendar
import pytest
from sqlalchemy import delete, select, update

from bot.db.models import Absence, Appointment, AuditEntry, Office, Operator, OperatorOffice
from bot.db.session import transaction
from bot.services import agenda, booking, content, ics
from bot.services.agenda import Given, NotThere, OperatorNotFree
from bot.services.operators import OperatorView
from bot.settings import Settings
from tests.support.booking_data import NOW, WEDNESDAY_9, WEDNESDAY_10, minutes
from tests.support.desk_data import ANNA, BEA, DARIO, add_desk

AT_LECCO = OperatorView(ANNA, "anna.rossi", "Anna Rossi", "operator", ("lecco",))
AT_MERATE = OperatorView(BEA, "bea.verdi", "Bea Verdi", "operator", ("merate",))
WEDNESDAY = date(2026, 3, 4)
DESK = "https://sportello.example.org/operatori/calendario/appuntamenti/{id}"


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_desk(sqlite_url)
    with transaction(sqlite_url, write=True) as session:
        session.execute(update(Office).values(capacity=2))
    return Settings(database_url=sqlite_url, secret="prova")


def made(settings: Settings, key: str = "k1", **changed: Any) -> Any:
    return agenda.book(settings, **{
        "operator": AT_LECCO, "office_id": "lecco", "service_id": "orientamento", "starts_at": WEDNESDAY_9,
        "name": "Maria Bianchi", "contact": "333 1234567", "consent": True, "key": key, "now": NOW, **changed})


def day(settings: Settings, only: int | None = None) -> agenda.AgendaDay:
    found = agenda.list_days(
        settings, operator=AT_LECCO, office_id="lecco", first=WEDNESDAY, number=1, only=only, now=NOW)
    assert found is not None
    return found[0]


def states(settings: Settings, who: int) -> dict[str, str]:
    """The state of an operator at each line of the day."""
    found = day(settings)
    line = next(each for each in found.staff if each.id == who)
    return {f"{at.starts_at:%H:%M}": state for at, state in zip(found.lines, line.states, strict=True)}


def away(settings: Settings, who: str = "anna.rossi", **changed: Any) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.add(Absence(**{
            "id": "corso", "office_id": "lecco", "starts_on": WEDNESDAY, "ends_on": WEDNESDAY, "places": 1,
            "reason": "corso", "username": who, **changed}))


def given(settings: Settings, appointment_id: int) -> int | None:
    with transaction(settings.database_url) as session:
        return session.execute(
            select(Appointment.operator_id).where(Appointment.id == appointment_id)).scalar()


def test_the_day_says_who_is_free_busy_and_away(settings: Settings) -> None:
    assert isinstance(made(settings, with_operator=ANNA), booking.Booked)
    away(settings, "dario.blu", from_time=time(10), until_time=time(11))
    assert [each.name for each in day(settings).staff] == ["Anna Rossi", "Dario Blu"], "nobody of another office"
    anna, dario = states(settings, ANNA), states(settings, DARIO)
    assert (anna["08:30"], anna["09:00"], anna["09:30"]) == ("free", "busy", "free")
    assert (dario["09:00"], dario["09:30"], dario["10:00"], dario["11:00"]) == ("free", "free", "away", "free")
    # a full start: two who may be received, none is left though one of the operators has nobody
    made(settings, "k2")
    assert states(settings, DARIO)["09:00"] == ""
    assert [each.appointments for each in day(settings).staff] == [1, 0]


def test_one_operators_day_has_what_they_have_and_when_they_are_free(settings: Settings) -> None:
    made(settings, with_operator=ANNA)
    made(settings, "k2", starts_at=WEDNESDAY_10)
    own = day(settings, only=ANNA)
    assert [entry.operator_name for entry in own.entries] == ["Anna Rossi"]
    free = {line.starts_at: line.free for line in own.lines}
    assert free[WEDNESDAY_9] == 0 and free[WEDNESDAY_10] == 1


@pytest.mark.parametrize("who", [BEA, 99])
def test_nobody_who_is_elsewhere_is_given_an_appointment(settings: Settings, who: int) -> None:
    assert isinstance(made(settings, with_operator=who), OperatorNotFree)
    assert day(settings).coming == 0, "and nothing is booked"
    assert isinstance(made(settings), booking.Booked)
    assert isinstance(
        agenda.give(settings, operator=AT_LECCO, appointment_id=1, with_operator=who, now=NOW), OperatorNotFree)
    assert given(settings, 1) is None


def test_who_is_busy_or_away_is_given_nothing_more(settings: Settings) -> None:
    made(settings, with_operator=ANNA)
    assert isinstance(made(settings, "k2", with_operator=ANNA), OperatorNotFree)
    away(settings, "dario.blu")
    assert isinstance(made(settings, "k3", with_operator=DARIO, starts_at=WEDNESDAY_10), OperatorNotFree)
    made(settings, "k4", starts_at=WEDNESDAY_10)
    assert isinstance(agenda.give(settings, operator=AT_LECCO, appointment_id=2, with_operator=DARIO, now=NOW),
                      OperatorNotFree)
    assert isinstance(agenda.give(settings, operator=AT_LECCO, appointment_id=2, with_operator=ANNA, now=NOW), Given)
    assert given(settings, 2) == ANNA
    assert isinstance(agenda.give(settings, operator=AT_LECCO, appointment_id=2, with_operator=None, now=NOW), Given)
    assert given(settings, 2) is None
    with transaction(settings.database_url) as session:
        acts = session.execute(select(AuditEntry.detail).where(AuditEntry.act == "appointment_given")).scalars().all()
    assert acts == [{"office": "lecco", "operator": ANNA}, {"office": "lecco", "operator": 0}]


def test_only_the_office_gives_its_appointments(settings: Settings) -> None:
    made(settings)
    assert isinstance(
        agenda.give(settings, operator=AT_MERATE, appointment_id=1, with_operator=BEA, now=NOW), NotThere)


def test_a_move_keeps_the_operator_where_they_are_free_then(settings: Settings) -> None:
    first, second = made(settings, with_operator=ANNA), made(settings, "k2", with_operator=DARIO)
    half_past = WEDNESDAY_9 + minutes(30)
    agenda.move(settings, operator=AT_LECCO, appointment_id=first.appointment.id, office_id="lecco",
                starts_at=half_past, now=NOW)
    assert given(settings, first.appointment.id) == ANNA
    made(settings, "k3", starts_at=WEDNESDAY_10, with_operator=DARIO)
    agenda.move(settings, operator=AT_LECCO, appointment_id=second.appointment.id, office_id="lecco",
                starts_at=WEDNESDAY_10, now=NOW)
    assert given(settings, second.appointment.id) is None, "Dario has somebody at ten"


def test_a_person_who_moves_theirs_to_another_office_leaves_the_operator(settings: Settings) -> None:
    booked = made(settings, with_operator=ANNA).appointment
    result = booking.move_appointment(
        settings, appointment_id=booked.id, conversation_id="web_x", code=booked.code, office_id="merate",
        starts_at=WEDNESDAY_10, now=NOW)
    assert isinstance(result, booking.Moved) and given(settings, booked.id) is None


@pytest.mark.parametrize(("who", "fine"), [("anna.rossi", True), ("", True), ("bea.verdi", False), ("nessuno", False)])
def test_an_absence_names_an_operator_of_its_office(settings: Settings, who: str, fine: bool) -> None:
    result = content.save(settings, table_name="absence", key=None, raw={
        "id": "ferie", "office_id": "lecco", "username": who, "starts_on": "2026-03-04", "ends_on": "2026-03-04",
        "places": "1", "reason": "ferie"}, by=AT_LECCO, version="", confirmed=True, now=NOW)
    assert isinstance(result, content.SavedRow) is fine, result
    assert fine or "username" in result.problems


# calendar feeds


def events(settings: Settings, token: str) -> list[Any]:
    found = agenda.read_feed(settings, token=token, now=NOW)
    assert found is not None
    calendar = icalendar.Calendar.from_ical(ics.make_feed_file(found, NOW, DESK))
    return list(calendar.walk("VEVENT"))


def test_a_feed_says_what_is_needed_and_nothing_of_who_comes(settings: Settings) -> None:
    made(settings, with_operator=ANNA)
    made(settings, "k2", name="Luigi Neri", contact="luigi@example.org")
    office = agenda.make_feed(settings, operator=AT_LECCO, office_id="lecco", now=NOW)
    own = agenda.make_feed(settings, operator=AT_LECCO, office_id=None, now=NOW)
    assert isinstance(office, str) and isinstance(own, str) and len(own) > 40
    assert [str(event["summary"]) for event in events(settings, own)] == ["Colloquio di orientamento"]
    both = events(settings, office)
    assert [str(event["summary"]) for event in both] == [
        "Colloquio di orientamento (con Anna Rossi)", "Colloquio di orientamento"]
    assert both[0]["dtstart"].dt == WEDNESDAY_9 and str(both[0]["location"]) == "CPI Lecco"
    assert str(both[0]["url"]) == DESK.format(id=1)
    content_of = agenda.read_feed(settings, token=office, now=NOW)
    assert content_of is not None
    file = ics.make_feed_file(content_of, NOW, DESK).decode()
    with transaction(settings.database_url) as session:
        people = session.execute(select(Appointment.name, Appointment.contact, Appointment.code)).all()
        digests = session.execute(select(AuditEntry.detail, AuditEntry.target)).all()
    assert people and not any(word in file for row in people for word in row)
    assert not any(token in str(row) for row in digests for token in (own, office))


def test_a_cancelled_or_old_appointment_leaves_the_feed(settings: Settings) -> None:
    token = agenda.make_feed(settings, operator=AT_LECCO, office_id="lecco", now=NOW)
    assert isinstance(token, str)
    made(settings)
    made(settings, "k2", starts_at=WEDNESDAY_10)
    agenda.cancel(settings, operator=AT_LECCO, appointment_id=1, now=NOW)
    assert [str(event["dtstart"].dt.time()) for event in events(settings, token)] == ["09:00:00"], "in UTC"
    later = agenda.read_feed(settings, token=token, now=NOW + timedelta(days=12))
    assert later is not None and later.entries == ()


def test_a_feed_that_was_taken_back_opens_nothing(settings: Settings) -> None:
    token = agenda.make_feed(settings, operator=AT_LECCO, office_id=None, now=NOW)
    (feed,) = agenda.list_feeds(settings, operator=AT_LECCO)
    assert agenda.list_feeds(settings, operator=AT_MERATE) == []
    assert not agenda.revoke_feed(settings, operator=AT_MERATE, feed_id=feed.id, now=NOW)
    assert agenda.read_feed(settings, token=str(token), now=NOW) is not None
    assert agenda.revoke_feed(settings, operator=AT_LECCO, feed_id=feed.id, now=NOW)
    assert agenda.read_feed(settings, token=str(token), now=NOW) is None
    assert agenda.read_feed(settings, token="", now=NOW) is None


def test_nobody_feeds_on_another_office_nor_after_leaving(settings: Settings) -> None:
    assert isinstance(agenda.make_feed(settings, operator=AT_LECCO, office_id="merate", now=NOW), NotThere)
    token = agenda.make_feed(settings, operator=AT_LECCO, office_id="lecco", now=NOW)
    assert isinstance(token, str)
    made(settings)
    assert len(events(settings, token)) == 1
    with transaction(settings.database_url, write=True) as session:
        session.execute(delete(OperatorOffice).where(OperatorOffice.operator_id == ANNA))
    assert events(settings, token) == [], "does not work there any more"
    with transaction(settings.database_url, write=True) as session:
        session.execute(update(Operator).where(Operator.id == ANNA).values(active=False))
    assert agenda.read_feed(settings, token=token, now=NOW) is None, "the account is closed"


def test_there_is_no_feed_of_an_office_that_does_not_exist(settings: Settings) -> None:
    chief = replace(AT_LECCO, role="administrator", office_ids=())
    assert isinstance(agenda.make_feed(settings, operator=chief, office_id="nirgends", now=NOW), NotThere)
