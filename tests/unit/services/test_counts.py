"""An appointment is counted by the service that changes it: once, in its transaction, wherever it was done."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.db.models import Activity
from bot.db.session import transaction
from bot.services import booking, conversations
from bot.services.booking import counts, places
from bot.services.conversations import Draft
from bot.settings import Settings
from tests.support.booking_data import NOW, WEDNESDAY_10, add_offices, order


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_offices(sqlite_url)
    return Settings(database_url=sqlite_url, secret="a key")


def counted(settings: Settings) -> list[tuple[Any, ...]]:
    with transaction(settings.database_url) as session:
        return [(row.channel, row.kind, row.item, row.result, row.detail) for row in session.execute(
            select(Activity.__table__).order_by(Activity.id))]


def line(result: str, office: str = "lecco", channel: str = "site") -> tuple[Any, ...]:
    return (channel, "booking", office, result, {"service": "orientamento"})


def test_booking_moving_and_cancelling_count_once_each(settings: Settings) -> None:
    twice = [booking.book_appointment(settings, **order("anna", channel="site")) for _ in range(2)]
    assert twice[0] == twice[1] and isinstance(twice[0], booking.Booked)
    mine = {"appointment_id": twice[0].appointment.id, "conversation_id": "web_anna", "channel": "site", "now": NOW}
    for _ in range(2):
        assert isinstance(
            booking.move_appointment(settings, **mine, office_id="merate", starts_at=WEDNESDAY_10), booking.Moved)
    assert isinstance(booking.cancel_appointment(settings, **mine), booking.Cancelled)
    assert isinstance(booking.cancel_appointment(settings, **mine), booking.AlreadyCancelled)
    assert counted(settings) == [line("booked"), line("moved", "merate"), line("cancelled", "merate")]


def test_without_a_channel_it_is_that_of_the_conversation_and_nobody_s_is_not_counted(settings: Settings) -> None:
    conversations.append_message(
        settings, conversation_id="web_anna", channel="telegram", now=NOW, draft=Draft("person", "ciao"))
    booking.book_appointment(settings, **order("anna"))
    booking.book_appointment(settings, **order("bruno"))
    assert counted(settings) == [line("booked", channel="telegram")]


def test_what_was_not_booked_is_not_counted(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(*_args: Any) -> None:
        raise places.PlaceLost

    monkeypatch.setattr(places, "drop_holds", lose)  # the last step before it is counted
    assert isinstance(booking.book_appointment(settings, **order("anna", channel="site")), booking.SlotTaken)
    assert counted(settings) == []


def test_a_count_that_fails_leaves_no_appointment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """One transaction: the two are there together or not at all."""
    monkeypatch.setattr(counts, "count_in", lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        booking.book_appointment(settings, **order("anna", channel="site"))
    monkeypatch.undo()
    assert isinstance(booking.book_appointment(settings, **order("anna", channel="site")), booking.Booked)
    assert counted(settings) == [line("booked")]


def test_a_service_without_its_key_books_all_the_same(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from bot.services import activity
    from bot.settings import SettingError

    def refuse(*_args: Any) -> str:
        raise SettingError("no key")

    monkeypatch.setattr(activity, "digest_conversation", refuse)
    assert isinstance(booking.book_appointment(settings, **order("anna", channel="site")), booking.Booked)
    assert counted(settings) == [] and "not counted" in caplog.text
