"""One visitor does not take what is for many: holds and bookings counted by network, holds with an end."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from bot import clock
from bot.db.models import Appointment, BookingOrigin, Slot
from bot.db.session import transaction
from bot.services import booking
from bot.settings import Settings
from connectors.web.addresses import cut_to_network
from tests.support.booking_data import NOW, WEDNESDAY_9, add_offices, count, minutes, order, settings_of, wish

DAY = (clock.at(WEDNESDAY_9.date(), time()), clock.at(WEDNESDAY_9.date(), time()) + timedelta(days=1))


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_offices(sqlite_url)
    return settings_of(sqlite_url, secret="prova", network_holds=0)


def free(settings: Settings, now: datetime = NOW) -> list[booking.SlotOption]:
    return booking.search_availability(
        settings, service_id="orientamento", office_id="lecco", now=now, start=DAY[0], end=DAY[1], limit=99)


def come(settings: Settings, who: str, address: str, now: datetime = NOW) -> None:
    booking.note_origin(settings, conversation_id=f"web_{who}", network=cut_to_network(address), now=now)


def empty_the_day(settings: Settings, address: Any) -> None:
    """One conversation after the other, each holding the first place that is left: what took 14 seconds once."""
    for number in range(40):
        come(settings, str(number), address(number))
        left = free(settings)
        if left:
            booking.hold_place(settings, **wish(str(number), starts_at=left[0].starts_at))


def test_one_visitor_cannot_empty_a_day_by_holds(settings: Settings) -> None:
    whole = len(free(settings))
    empty_the_day(settings, lambda _: "203.0.113.7")
    assert len(free(settings)) == whole - whole // 2


def test_a_household_with_a_network_of_ipv6_addresses_is_one_visitor(settings: Settings) -> None:
    whole = len(free(settings))
    empty_the_day(settings, lambda number: f"2001:db8:1:2::{number:x}")
    assert len(free(settings)) == whole - whole // 2


def test_control_forty_visitors_of_forty_networks_may_fill_the_day(settings: Settings) -> None:
    empty_the_day(settings, lambda number: f"203.0.113.{number}")
    assert free(settings) == []


def test_a_network_holds_six_places_in_all(settings: Settings) -> None:
    few = settings_of(settings.database_url, secret="prova")
    empty_the_day(few, lambda _: "203.0.113.7")
    assert count(settings.database_url, Slot) == 6


def test_a_place_that_is_not_kept_can_be_booked(settings: Settings) -> None:
    few = settings_of(settings.database_url, secret="prova", network_holds=1)
    for who in ("anna", "bruno"):
        come(few, who, "203.0.113.7")
    assert isinstance(booking.hold_place(few, **wish("anna")), booking.Held)
    later = {"starts_at": WEDNESDAY_9 + minutes(30)}
    assert isinstance(booking.hold_place(few, **wish("bruno", **later)), booking.NotHeld)
    assert isinstance(booking.book_appointment(few, **order("bruno", **later)), booking.Booked)


def test_whoever_gets_no_hold_does_not_keep_the_one_before(settings: Settings) -> None:
    booking.hold_place(settings, **wish("anna"))
    late = NOW + minutes(31)
    assert isinstance(booking.hold_place(settings, **wish("anna", now=late)), booking.NotHeld)
    assert count(settings.database_url, Slot) == 0


def test_renewing_and_changing_do_not_extend_the_total_time(settings: Settings) -> None:
    held = []
    for passed in range(0, 120, 5):
        now = NOW + minutes(passed)
        result = booking.hold_place(settings, **wish(
            "anna", now=now, starts_at=WEDNESDAY_9 + minutes(30 * (passed // 5 % 4))))
        held.append(result.until if isinstance(result, booking.Held) else None)
    assert max(until for until in held if until) == NOW + minutes(30)
    assert held[6:] == [None] * 18
    again = booking.hold_place(settings, **wish("anna", now=NOW + minutes(120)))
    assert isinstance(again, booking.Held)


def test_a_conversation_has_never_more_than_two_live_holds(settings: Settings) -> None:
    for number in range(6):
        booking.hold_place(settings, **wish("anna", starts_at=WEDNESDAY_9 + minutes(30 * number)))
    assert count(settings.database_url, Slot, Slot.held_by == "web_anna") <= 2


def test_who_has_booked_may_hold_again(settings: Settings) -> None:
    booking.hold_place(settings, **wish("anna"))
    assert isinstance(booking.book_appointment(settings, **order("anna", now=NOW + minutes(29))), booking.Booked)
    other = wish("anna", service_id="did", starts_at=WEDNESDAY_9 + minutes(30), now=NOW + minutes(40))
    assert isinstance(booking.hold_place(settings, **other), booking.Held)


def test_appointments_are_counted_by_network_in_the_chat_as_on_the_site(settings: Settings) -> None:
    few = settings_of(settings.database_url, secret="prova", site_bookings_per_hour=2)

    def book(who: str, number: int, **more: Any) -> Any:
        come(few, who, "203.0.113.7", more.get("now", NOW))
        return booking.book_appointment(few, **order(who, starts_at=WEDNESDAY_9 + minutes(30 * number), **more))

    assert [type(book(str(number), number)) for number in range(3)] == [
        booking.Booked, booking.Booked, booking.TooManyBookings]
    assert count(settings.database_url, Appointment) == 2
    assert isinstance(book("4", 3, limited=False), booking.Booked)  # at the desk
    assert isinstance(book("5", 4, now=NOW + minutes(61)), booking.Booked)
    come(few, "altrove", "203.0.113.8")
    assert isinstance(booking.book_appointment(few, **order("altrove", starts_at=WEDNESDAY_9 + minutes(150))),
                      booking.Booked)


def test_of_an_address_only_a_digest_is_kept(settings: Settings) -> None:
    come(settings, "anna", "203.0.113.7")
    with transaction(settings.database_url) as session:
        (row,) = session.query(BookingOrigin).all()
    assert "203.0.113" not in str(row.network) and len(str(row.network)) == 64
