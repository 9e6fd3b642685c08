"""Booking as one person meets it: what is free, why something is not, holds, and confirmation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from bot import clock
from bot.db.models import Appointment, Consent, Office, Slot
from bot.db.session import transaction
from bot.services import booking
from bot.services.booking import Why
from bot.settings import Settings
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

SERVICE = {"service_id": "orientamento"}


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_offices(sqlite_url)
    return settings_of(sqlite_url)


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return clock.at(date(2026, month, day), time(hour, minute))


# --- what is free ---------------------------------------------------------------------------------------------------


def test_only_offered_services_and_their_offices_are_shown(settings: Settings) -> None:
    assert [service.id for service in booking.list_bookable(settings)] == ["orientamento", "did"]
    assert [office.id for office in booking.list_offices_for(settings, "orientamento")] == ["lecco", "merate"]
    assert [office.id for office in booking.list_offices_for(settings, "did")] == ["lecco"]
    assert booking.list_offices_for(settings, "sconosciuto") == []


def test_free_starts_come_earliest_first_from_all_offices(settings: Settings) -> None:
    options = booking.search_availability(settings, **SERVICE, office_id=None, now=NOW, limit=4)
    assert [(option.office_id, option.starts_at) for option in options] == [
        ("lecco", at(3, 3, 9)), ("merate", at(3, 3, 9)), ("lecco", at(3, 3, 9, 30)), ("merate", at(3, 3, 9, 30))]
    assert options[0].ends_at == at(3, 3, 9, 30) and options[0].places_left == 1


def test_free_starts_stay_inside_the_wished_span(settings: Settings) -> None:
    options = booking.search_availability(
        settings, **SERVICE, office_id="lecco", now=NOW, start=at(3, 4, 14), end=at(3, 4, 15), limit=99)
    assert [option.starts_at for option in options] == [at(3, 4, 14), at(3, 4, 14, 30)]


def test_the_whole_horizon_is_offered_and_not_a_day_more(settings: Settings) -> None:
    options = booking.search_availability(settings, **SERVICE, office_id="lecco", now=NOW, limit=9999)
    assert options[-1].starts_at == at(4, 30, 16, 30)  # the 60th day is the first of May


def test_places_left_counts_down_and_a_full_start_disappears(sqlite_url: str) -> None:
    add_offices(sqlite_url, capacity=2)
    settings = settings_of(sqlite_url)
    free = {**SERVICE, "office_id": "lecco", "now": NOW, "start": WEDNESDAY_9, "end": WEDNESDAY_9 + minutes(1)}
    assert booking.search_availability(settings, **free)[0].places_left == 2
    book(settings, "anna")
    assert booking.search_availability(settings, **free)[0].places_left == 1
    book(settings, "bruno")
    assert booking.search_availability(settings, **free) == []


def test_first_free_skips_what_is_taken(settings: Settings) -> None:
    book(settings, "anna", starts_at=at(3, 3, 9))
    first = booking.find_first_free(settings, **SERVICE, office_id="lecco", now=NOW)
    assert first is not None and first.starts_at == at(3, 3, 9, 30)


def test_nothing_free_is_an_empty_answer(settings: Settings) -> None:
    closed = replace(settings, booking_horizon_days=0)
    assert booking.find_first_free(closed, **SERVICE, office_id="lecco", now=NOW) is None
    assert booking.find_nearest(closed, **SERVICE, office_id="lecco", wanted=NOW, now=NOW) == []
    assert booking.find_first_free(settings, service_id="did", office_id="merate", now=NOW) is None


def test_nearest_gives_the_same_day_first_by_the_nearest_hour(settings: Settings) -> None:
    book(settings, "anna", starts_at=WEDNESDAY_10)
    options = booking.find_nearest(settings, **SERVICE, office_id="lecco", wanted=WEDNESDAY_10, now=NOW)
    assert [option.starts_at for option in options] == [at(3, 4, 9, 30), at(3, 4, 10, 30), at(3, 4, 9)]


def test_nearest_to_a_sunday_is_monday_at_that_hour(settings: Settings) -> None:
    options = booking.find_nearest(settings, **SERVICE, office_id="lecco", wanted=at(3, 8, 15), now=NOW, limit=1)
    assert [option.starts_at for option in options] == [at(3, 9, 15)]


# --- why a wished time is not free ----------------------------------------------------------------------------------


def check(settings: Settings, start: datetime, end: datetime, office_id: str | None = "lecco"):  # type: ignore[no-untyped-def]
    return booking.check_span(settings, **SERVICE, office_id=office_id, start=start, end=end, now=NOW)


def test_an_open_day_gives_its_options(settings: Settings) -> None:
    result = check(settings, at(3, 4), at(3, 5))
    assert isinstance(result, booking.DayOpen)
    assert result.options[0].starts_at == at(3, 4, 8, 30) and len(result.options) == 6


@pytest.mark.parametrize("start, end, kind, detail, nearest", [
    (at(2, 27), at(2, 28), Why.PAST, "", at(3, 3, 9)),
    (at(3, 2, 14), at(3, 2, 18), Why.TOO_SOON, "", at(3, 3, 16)),
    (at(3, 8), at(3, 9), Why.WEEKDAY, "domenica", at(3, 9, 8, 30)),
    (at(4, 6), at(4, 7), Why.HOLIDAY, "Lunedì dell'Angelo", at(4, 7, 8, 30)),
    (at(3, 19), at(3, 20), Why.CLOSURE, "formazione del personale", at(3, 18, 8, 30)),
    (at(7, 1), at(7, 2), Why.BEYOND_HORIZON, "", at(4, 30, 8, 30)),
    (at(3, 4, 19), at(3, 4, 22), Why.OUTSIDE_HOURS, "", at(3, 4, 16, 30)),
    (at(3, 4, 9, 10), at(3, 4, 9, 10), Why.NOT_A_START, "", at(3, 4, 9)),
])
def test_a_time_that_cannot_be_had_says_why_and_what_is_nearest(
    settings: Settings, start: datetime, end: datetime, kind: Why, detail: str, nearest: datetime,
) -> None:
    result = check(settings, start, end)
    assert isinstance(result, booking.Closed)
    assert (result.reason.kind, result.detail) == (kind, detail)
    assert len(result.alternatives) == 3 and result.alternatives[0].starts_at == nearest


def test_limits_are_told_with_the_reason(settings: Settings) -> None:
    assert check(settings, at(7, 1), at(7, 2)).limit == at(5, 1)
    assert check(settings, at(3, 2, 14), at(3, 2, 15)).limit == at(3, 3, 9)


def test_a_full_time_says_full_with_alternatives_of_the_same_day(settings: Settings) -> None:
    book(settings, "anna")
    result = check(settings, WEDNESDAY_9, WEDNESDAY_9)
    assert isinstance(result, booking.Closed)
    assert result.reason.kind is Why.FULL
    assert [option.starts_at for option in result.alternatives] == [at(3, 4, 8, 30), at(3, 4, 9, 30), at(3, 4, 10)]


def test_one_office_open_is_enough_when_any_will_do(settings: Settings) -> None:
    book(settings, "anna")
    result = check(settings, WEDNESDAY_9, WEDNESDAY_9, office_id=None)
    assert isinstance(result, booking.DayOpen) and result.options[0].office_id == "merate"


def test_a_closure_of_one_office_leaves_the_other_open(settings: Settings) -> None:
    patron = {"start": at(12, 6).replace(year=2027), "end": at(12, 7).replace(year=2027),
              "now": at(11, 23, 9).replace(year=2027)}
    closed = booking.check_span(settings, **SERVICE, office_id="lecco", **patron)
    assert isinstance(closed, booking.Closed) and closed.detail == "San Nicolò, patrono di Lecco"
    assert isinstance(booking.check_span(settings, **SERVICE, office_id="merate", **patron), booking.DayOpen)


def test_an_office_without_the_service_says_so(settings: Settings) -> None:
    result = booking.check_span(settings, service_id="did", office_id="merate", start=at(3, 4), end=at(3, 5), now=NOW)
    assert isinstance(result, booking.Closed) and result.reason.kind is Why.NOT_OFFERED


# --- holds ----------------------------------------------------------------------------------------------------------


def test_a_hold_hides_the_place_from_others_and_not_from_its_owner(settings: Settings) -> None:
    held = booking.hold_place(settings, **wish("anna"))
    assert isinstance(held, booking.Held) and held.until == NOW + minutes(10)
    free = {**SERVICE, "office_id": "lecco", "now": NOW, "start": WEDNESDAY_9, "end": WEDNESDAY_9 + minutes(1)}
    assert booking.search_availability(settings, **free) == []
    assert len(booking.search_availability(settings, **free, conversation_id="web_anna")) == 1
    refused = booking.hold_place(settings, **wish("bruno"))
    assert isinstance(refused, booking.SlotTaken) and refused.alternatives[0].starts_at == at(3, 4, 8, 30)


def test_a_new_hold_releases_the_old_one(settings: Settings) -> None:
    booking.hold_place(settings, **wish("anna"))
    booking.hold_place(settings, **wish("anna", starts_at=WEDNESDAY_10))
    assert count(settings.database_url, Slot) == 1
    assert isinstance(booking.hold_place(settings, **wish("bruno")), booking.Held)


def test_a_click_twice_on_the_same_start_keeps_one_place(settings: Settings) -> None:
    booking.hold_place(settings, **wish("anna"))
    again = booking.hold_place(settings, **wish("anna", now=NOW + minutes(5)))
    assert isinstance(again, booking.Held) and again.until == NOW + minutes(15)
    assert count(settings.database_url, Slot) == 1


def test_released_and_expired_holds_are_free_for_others(settings: Settings) -> None:
    booking.hold_place(settings, **wish("anna"))
    booking.release_holds(settings, "web_anna")
    assert isinstance(booking.hold_place(settings, **wish("bruno")), booking.Held)
    assert isinstance(booking.hold_place(settings, **wish("carla", now=NOW + minutes(9))), booking.SlotTaken)
    assert isinstance(booking.hold_place(settings, **wish("carla", now=NOW + minutes(10))), booking.Held)
    assert count(settings.database_url, Slot) == 1


def test_housekeeping_deletes_expired_holds_only(settings: Settings) -> None:
    booking.hold_place(settings, **wish("anna"))
    booking.hold_place(settings, **wish("bruno", starts_at=WEDNESDAY_10, now=NOW + minutes(5)))
    book(settings, "carla", starts_at=at(3, 5, 9))
    assert booking.release_expired(settings, NOW + minutes(9)) == 0
    assert booking.release_expired(settings, NOW + minutes(10)) == 1
    assert count(settings.database_url, Slot) == 2


@pytest.mark.parametrize("changed, kind", [
    ({"starts_at": at(3, 3, 8, 30)}, Why.TOO_SOON), ({"starts_at": at(3, 8, 9)}, Why.WEEKDAY),
    ({"starts_at": at(3, 4, 9, 5)}, Why.NOT_A_START), ({"starts_at": at(2, 4, 9)}, Why.PAST),
    ({"service_id": "mai"}, Why.NOT_OFFERED), ({"office_id": "como"}, Why.NOT_OFFERED),
])
def test_what_is_no_bookable_start_is_neither_held_nor_booked(
    settings: Settings, changed: dict[str, object], kind: Why,
) -> None:
    for result in (booking.hold_place(settings, **wish("anna", **changed)),
                   booking.book_appointment(settings, **order("anna", **changed))):
        assert isinstance(result, booking.NotBookable) and result.reason.kind is kind
    assert count(settings.database_url, Slot) == count(settings.database_url, Appointment) == 0


# --- confirmation ---------------------------------------------------------------------------------------------------


def test_a_confirmation_uses_up_the_hold_and_stores_appointment_and_consent(settings: Settings) -> None:
    booking.hold_place(settings, **wish("anna"))
    view = book(settings, "anna")
    assert (view.starts_at, view.ends_at, view.status, view.sequence) == (
        WEDNESDAY_9, WEDNESDAY_9 + minutes(30), "active", 0)
    assert (view.office_name, view.address, view.floor) == ("CPI Lecco", "corso Matteotti 3, Lecco", "piano terra")
    assert (view.service_name, view.bring) == ("Colloquio di orientamento", "Documento d'identità")
    assert view.contact == "a•••@example.org" and view.code.startswith("LC-")
    url = settings.database_url
    assert [count(url, table) for table in (Slot, Consent, Appointment)] == [1, 1, 1]
    assert taken_places(url) == 1


def test_an_expired_hold_is_no_obstacle_while_the_place_is_free(settings: Settings) -> None:
    booking.hold_place(settings, **wish("anna"))
    book(settings, "anna", now=NOW + minutes(30))


def test_an_expired_hold_is_lost_to_who_came_meanwhile(settings: Settings) -> None:
    booking.hold_place(settings, **wish("anna"))
    book(settings, "bruno", now=NOW + minutes(11))
    late = booking.book_appointment(settings, **order("anna", now=NOW + minutes(12)))
    assert isinstance(late, booking.SlotTaken) and late.alternatives


def test_a_hold_taken_in_time_outlasts_the_least_notice(settings: Settings) -> None:
    just_in_time = WEDNESDAY_9 - minutes(24 * 60)
    booking.hold_place(settings, **wish("anna", now=just_in_time))
    late = just_in_time + minutes(5)
    assert isinstance(booking.book_appointment(settings, **order("bruno", now=late)), booking.NotBookable)
    book(settings, "anna", now=late)


def test_a_repeated_confirmation_gets_the_same_appointment(settings: Settings) -> None:
    first = book(settings, "anna")
    assert book(settings, "anna") == first
    assert count(settings.database_url, Appointment) == 1


def test_a_confirmation_repeated_after_cancelling_books_nothing(settings: Settings) -> None:
    view = book(settings, "anna")
    booking.cancel_appointment(settings, appointment_id=view.id, conversation_id="web_anna", now=NOW)
    again = booking.book_appointment(settings, **order("anna"))
    assert isinstance(again, booking.NotBookable) and again.reason.kind is Why.WITHDRAWN
    assert book(settings, "anna", idempotency_key="2").id != view.id


def test_another_conversations_key_opens_nothing(settings: Settings) -> None:
    book(settings, "anna")
    result = booking.book_appointment(settings, **order("bruno", idempotency_key="1"))
    assert isinstance(result, booking.SlotTaken)


def test_one_active_appointment_a_conversation_and_service(settings: Settings) -> None:
    view = book(settings, "anna")
    again = booking.book_appointment(settings, **order("anna", starts_at=WEDNESDAY_10, idempotency_key="2"))
    assert again == booking.AlreadyBooked(view)
    book(settings, "anna", service_id="did", starts_at=WEDNESDAY_10, idempotency_key="3")


def test_nobody_learns_of_anothers_appointment_or_is_kept_from_one_through_the_contact(settings: Settings) -> None:
    book(settings, "anna")
    stranger = book(settings, "bruno", contact="anna@example.org", starts_at=WEDNESDAY_10)
    assert stranger == replace(
        book(settings, "carla", starts_at=at(3, 5, 9), contact="mai.vista@example.org"), id=stranger.id,
        code=stranger.code, starts_at=stranger.starts_at, ends_at=stranger.ends_at, contact=stranger.contact)


def test_a_past_appointment_does_not_block_the_next(settings: Settings) -> None:
    old = book(settings, "anna")
    later = WEDNESDAY_9 + minutes(31)
    new = book(settings, "anna", now=later, starts_at=at(3, 10, 9), idempotency_key="2")
    statuses = {row.id: row.status for row in _appointments(settings)}
    assert statuses == {old.id: "over", new.id: "active"}


def test_a_cancelled_appointment_does_not_block_the_next(settings: Settings) -> None:
    view = book(settings, "anna")
    booking.cancel_appointment(settings, appointment_id=view.id, conversation_id="web_anna", now=NOW)
    book(settings, "anna", idempotency_key="2")


@pytest.mark.parametrize("changed", [
    {"conversation_id": "web_figlia"}, {"conversation_id": "telegram_7"}, {"conversation_id": "site_1"},
    {"conversation_id": "desk:1"}, {"service_id": "did"},
])
def test_who_books_with_a_known_contact_gets_an_appointment_and_renames_nobody(
    settings: Settings, changed: dict[str, Any],
) -> None:
    first = book(settings, "anna", name="Anna Bianchi")
    book(settings, "anna", **{
        "starts_at": WEDNESDAY_10, "idempotency_key": "2", "name": "Bruno Bianchi",
        "contact": " ANNA@example.org ", **changed})
    assert {(row.name, row.contact) for row in _appointments(settings)} == {
        ("Anna Bianchi", "anna@example.org"), ("Bruno Bianchi", "anna@example.org")}
    assert _appointments(settings)[0].name == "Anna Bianchi" and _appointments(settings)[0].id == first.id


@pytest.mark.parametrize("version", ["", "2025-9", "<script>", "2026-1 "])
def test_a_consent_to_a_notice_that_nobody_was_shown_books_nothing(settings: Settings, version: str) -> None:
    with pytest.raises(ValueError, match="notice"):
        booking.book_appointment(settings, **order("anna", notice_version=version))
    assert count(settings.database_url, Appointment) == 0


def test_a_consent_says_who_gave_it_for_whom(settings: Settings) -> None:
    own = book(settings, "anna")
    other = book(settings, "bruno", starts_at=WEDNESDAY_10, given_by="operator:3", on_behalf=True)
    with transaction(settings.database_url) as session:
        found = [(row.appointment_id, row.given_by, row.on_behalf) for row in session.query(Consent)]
    assert found == [(own.id, "web_anna", False), (other.id, "operator:3", True)]


def test_a_hostile_name_is_only_a_name(settings: Settings) -> None:
    book(settings, "anna", name="<b>Robert'); DROP TABLE slot;--\x00\n" + "x" * 500)
    with transaction(settings.database_url) as session:
        name = session.query(Appointment).one().name
    assert name.startswith("<b>Robert'); DROP TABLE slot;-- xxx") and len(name) == 120


def test_a_lowered_capacity_is_obeyed(sqlite_url: str) -> None:
    add_offices(sqlite_url, capacity=3)
    settings = settings_of(sqlite_url)
    views = [book(settings, who) for who in ("anna", "bruno", "carla")]
    with transaction(sqlite_url, write=True) as session:
        session.execute(Office.__table__.update().values(capacity=2))
    booking.cancel_appointment(settings, appointment_id=views[0].id, conversation_id="web_anna", now=NOW)
    assert isinstance(booking.book_appointment(settings, **order("dario")), booking.SlotTaken)


def test_killed_between_hold_and_confirmation_nothing_is_lost(settings: Settings) -> None:
    from bot.db.session import dispose_all

    booking.hold_place(settings, **wish("anna"))
    dispose_all()  # the process ends; what it kept in memory is gone
    assert isinstance(booking.hold_place(settings, **wish("bruno")), booking.SlotTaken)
    book(settings, "anna")


def _appointments(settings: Settings) -> list[Appointment]:
    with transaction(settings.database_url) as session:
        return list(session.query(Appointment).order_by(Appointment.id))
