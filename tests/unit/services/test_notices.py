"""Notices: planned from appointments or asked for, told once, on one channel after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy

from bot import clock
from bot.db.session import get_engine
from bot.services import booking, conversations, notices, privacy
from bot.services.conversations import Draft, MessageView
from bot.services.notices import Answered, Handover, Outgoing, Planned
from bot.settings import Settings
from tests.support import booking_data
from tests.support.booking_data import MONDAY, NOW, WEDNESDAY_9, WEDNESDAY_10
from tests.support.outgoing import take_next

DAY_BEFORE = clock.at(MONDAY + timedelta(days=1), time(9, 0))
TWO_HOURS = clock.at(MONDAY + timedelta(days=2), time(7, 0))
FRIDAY_9 = clock.at(MONDAY + timedelta(days=4), time(9, 0))
MINUTE = timedelta(minutes=1)
SENT = Handover(Answered.SENT)


@pytest.fixture
def settings(database_url: str) -> Settings:
    booking_data.add_offices(database_url, capacity=3)
    return booking_data.settings_of(
        database_url, smtp_url="smtp://127.0.0.1:1", mail_from="a@example.org", site_url="https://orienta.example.it")


@pytest.fixture
def chat_only(settings: Settings) -> Settings:
    import dataclasses

    return dataclasses.replace(settings, smtp_url="")


def booked(settings: Settings, who: str = "anna", chat: bool = True, **changed: Any) -> booking.AppointmentView:
    """An appointment, by a conversation that is in the log unless ``chat`` is False."""
    if chat:
        conversations.append_message(
            settings, conversation_id=f"web_{who}", channel="webchat", draft=Draft("person", "ciao"), now=NOW)
    return booking_data.book(settings, who, **changed)


def rows(settings: Settings) -> list[tuple[Any, ...]]:
    """Kind, channel, state and due moment of all reminders."""
    with get_engine(settings.database_url).connect() as connection:
        found = connection.execute(sqlalchemy.text(
            "select kind, channel, state, due_at from notice order by due_at, id")).all()
    return [(row[0], row[1], row[2], clock.local(_moment(row[3]))) for row in found]


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def told(settings: Settings, who: str = "anna") -> list[MessageView]:
    """The reminders in a conversation."""
    return [message for message in conversations.list_last(settings, conversation_id=f"web_{who}", limit=50)
            if message.author != "person"]


def mails(settings: Settings, now: datetime) -> list[Outgoing]:
    """All e-mail that is due, marked as sent."""
    sent = []
    while (mail := take_next(settings, {"email"}, now)) is not None:
        notices.settle(settings, mail, SENT, now)
        sent.append(mail)
    return sent


def test_two_reminders_in_the_chat_each_once(chat_only: Settings) -> None:
    view = booked(chat_only)
    assert notices.plan(chat_only, NOW) == Planned(2, 0)
    assert notices.plan(chat_only, NOW) == Planned(0, 0)
    assert rows(chat_only) == [
        ("day_before", None, "due", DAY_BEFORE), ("two_hours", None, "due", TWO_HOURS)]
    assert notices.place_in_chats(chat_only, DAY_BEFORE - MINUTE) == 0
    for now in (DAY_BEFORE, DAY_BEFORE + MINUTE):
        notices.plan(chat_only, now)
        notices.place_in_chats(chat_only, now)
    (message,) = told(chat_only)
    assert message.text.startswith(
        "Ti ricordo l'appuntamento di domani alle 9:00: Colloquio di orientamento, CPI Lecco")
    assert "Porta con te: Documento d'identità" in message.text and message.author == "assistant"
    assert [reply["payload"] for reply in message.content["quick_replies"]] == [
        f'/confirm_attendance{{"option": "appointment:{view.id}"}}',
        f'/cancel_appointment{{"option": "cancel_appointment:{view.id}"}}']
    assert message.content["custom"]["items"][0]["code"] == view.code
    assert notices.place_in_chats(chat_only, TWO_HOURS) == 1
    assert told(chat_only)[1].text.startswith("Ti ricordo l'appuntamento di oggi alle 9:00")
    assert {row[1:3] for row in rows(chat_only)} == {("chat", "placed")}, "written, and nobody has opened it yet"


def test_several_processes_say_it_once(chat_only: Settings) -> None:
    booked(chat_only)
    notices.plan(chat_only, NOW)
    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(lambda _: notices.place_in_chats(chat_only, DAY_BEFORE), range(6)))
    assert sum(said) == 1 and len(told(chat_only)) == 1


def test_several_processes_plan_each_once(chat_only: Settings) -> None:
    booked(chat_only)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: notices.plan(chat_only, NOW), range(6)))
    assert len(rows(chat_only)) == 2


def test_what_failed_in_the_middle_is_as_if_it_had_never_begun(
    chat_only: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked(chat_only)
    notices.plan(chat_only, NOW)

    def dies(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt  # as near to kill -9 as a thread of a test comes

    with monkeypatch.context() as patched:
        patched.setattr("bot.services.notices.sending.append_in", dies)
        with pytest.raises(KeyboardInterrupt):
            notices.place_in_chats(chat_only, DAY_BEFORE)
    assert not told(chat_only) and rows(chat_only)[0][2] == "due"
    assert notices.place_in_chats(chat_only, DAY_BEFORE) == 1


def test_a_move_takes_the_reminders_along(chat_only: Settings) -> None:
    view = booked(chat_only)
    notices.plan(chat_only, NOW)
    move(chat_only, view, FRIDAY_9)
    assert notices.plan(chat_only, NOW) == Planned(2, 2)
    assert notices.place_in_chats(chat_only, TWO_HOURS) == 0
    assert notices.place_in_chats(chat_only, FRIDAY_9 - timedelta(days=1)) == 1
    move(chat_only, view, WEDNESDAY_9)
    assert notices.plan(chat_only, NOW) == Planned(2, 1), "back where it was: what was withdrawn is due again"


def test_a_move_that_was_not_yet_planned_is_noticed_when_sending(chat_only: Settings) -> None:
    view = booked(chat_only)
    notices.plan(chat_only, NOW)
    move(chat_only, view, FRIDAY_9)
    assert notices.place_in_chats(chat_only, DAY_BEFORE) == 0 and not told(chat_only)


def test_a_cancelled_appointment_is_not_remembered(chat_only: Settings) -> None:
    view = booked(chat_only)
    notices.plan(chat_only, NOW)
    cancel(chat_only, view)
    assert notices.place_in_chats(chat_only, DAY_BEFORE) == 0
    assert notices.plan(chat_only, NOW) == Planned(0, 1)
    assert {row[2] for row in rows(chat_only)} == {"withdrawn"}


def test_made_too_late_for_the_day_before(chat_only: Settings) -> None:
    booked(chat_only, starts_at=clock.at(MONDAY + timedelta(days=1), time(10, 0)), now=NOW)
    notices.plan(chat_only, NOW)
    assert [row[0] for row in rows(chat_only)] == ["two_hours"]


def test_a_server_that_was_away_does_not_remind_at_night_or_too_late(chat_only: Settings) -> None:
    booked(chat_only)
    notices.plan(chat_only, NOW)
    evening = clock.at(DAY_BEFORE.date(), time(23, 0))
    assert notices.place_in_chats(chat_only, evening) == 0
    assert notices.place_in_chats(chat_only, WEDNESDAY_9 - timedelta(minutes=20)) == 0
    assert [row[2] for row in rows(chat_only)] == ["failed", "failed"]
    booked(chat_only, "bruno", starts_at=WEDNESDAY_10)
    notices.plan(chat_only, NOW)
    assert notices.place_in_chats(chat_only, clock.at(DAY_BEFORE.date(), time(17, 0))) == 1, "late, but still of use"


def test_an_operators_conversation_gets_it_as_a_notice(chat_only: Settings) -> None:
    booked(chat_only)
    notices.plan(chat_only, NOW)
    with get_engine(chat_only.database_url).begin() as connection:
        connection.execute(sqlalchemy.text("update conversation set state = 'owned'"))
    assert notices.place_in_chats(chat_only, DAY_BEFORE) == 1
    assert told(chat_only)[0].author == "system"


def test_without_a_conversation_or_an_address_there_is_none(chat_only: Settings) -> None:
    booked(chat_only, chat=False)
    assert notices.plan(chat_only, NOW) == Planned(0, 0)


def test_the_conversation_of_an_appointment_ahead_outlives_the_deletion_of_old_ones(chat_only: Settings) -> None:
    far = clock.at(MONDAY + timedelta(days=43), time(10, 0))
    booked(chat_only, starts_at=far)
    conversations.append_message(
        chat_only, conversation_id="web_old", channel="webchat", draft=Draft("person", "ciao"), now=NOW)
    notices.plan(chat_only, NOW)
    privacy.purge(chat_only, NOW + timedelta(days=30))
    assert conversations.find_state(chat_only, conversation_id="web_old") is None
    assert notices.place_in_chats(chat_only, far - timedelta(days=1)) == 1 and len(told(chat_only)) == 1


def test_an_erased_conversation_is_told_nothing(chat_only: Settings) -> None:
    booked(chat_only)
    notices.plan(chat_only, NOW)
    with get_engine(chat_only.database_url).begin() as connection:
        connection.execute(sqlalchemy.text("update conversation set revoked_at = changed_at"))
    assert notices.place_in_chats(chat_only, DAY_BEFORE) == 0


def test_by_e_mail_the_confirmation_at_once_then_the_reminders(settings: Settings) -> None:
    view = booked(settings, chat=False)
    assert notices.plan(settings, NOW) == Planned(3, 0)
    (first,) = mails(settings, NOW)
    assert (first.to, first.cancels, first.subject) == (
        "anna@example.org", False, "Il tuo appuntamento di mercoledì 4 marzo 2026 alle 9:00")
    assert view.code in first.text and "https://orienta.example.it/appuntamenti/codice" in first.text
    assert b"METHOD:PUBLISH" in first.calendar and first.file_name.endswith(".ics")
    assert not mails(settings, NOW + MINUTE)
    (second,) = mails(settings, DAY_BEFORE)
    assert second.subject == "Promemoria: il tuo appuntamento di domani alle 9:00"
    (third,) = mails(settings, TWO_HOURS)
    assert third.subject == "Promemoria: il tuo appuntamento di oggi alle 9:00"
    assert len({mail.reference for mail in (first, second, third)}) == 3


def test_a_move_and_a_cancellation_are_confirmed_by_e_mail(settings: Settings) -> None:
    view = booked(settings, chat=False)
    notices.plan(settings, NOW)
    mails(settings, NOW)
    move(settings, view, FRIDAY_9)
    notices.plan(settings, NOW)
    (moved,) = mails(settings, NOW)
    assert "venerdì 6 marzo" in moved.subject
    cancel(settings, view)
    notices.plan(settings, NOW)
    (gone,) = mails(settings, NOW)
    assert gone.cancels and gone.subject.startswith("Appuntamento annullato") and b"METHOD:CANCEL" in gone.calendar


def test_who_heard_nothing_by_e_mail_hears_nothing_of_the_cancellation(settings: Settings) -> None:
    view = booked(settings, chat=False)
    cancel(settings, view)
    assert notices.plan(settings, NOW) == Planned(0, 0)


def test_a_mail_server_set_up_later_confirms_nothing_old(settings: Settings, chat_only: Settings) -> None:
    booked(settings, chat=False)
    later = NOW + timedelta(hours=3)
    assert notices.plan(settings, later) == Planned(2, 0)
    assert notices.plan(chat_only, later) == Planned(0, 2), "and switched off, nothing waits for it"


def test_a_telephone_gets_no_e_mail(settings: Settings) -> None:
    booked(settings, contact="+393331234567", contact_kind="phone")
    notices.plan(settings, NOW)
    assert {row[0] for row in rows(settings)} == {"day_before", "two_hours"}, "and no confirmation"
    assert take_next(settings, {"email"}, DAY_BEFORE) is None
    assert notices.place_in_chats(settings, DAY_BEFORE) == 1


def test_a_failing_server_is_tried_again_with_patience(settings: Settings) -> None:
    booked(settings, chat=False)
    notices.plan(settings, NOW)
    now, tried = NOW, []
    for _ in range(120):
        mail = take_next(settings, {"email"}, now)
        if mail is not None:
            tried.append(int((now - NOW).total_seconds() / 60))
            assert take_next(settings, {"email"}, now) is None, "nobody else takes it meanwhile"
            notices.settle(settings, mail, Handover(Answered.LATER), now)
            notices.plan(settings, now)
        now += MINUTE
    assert tried == [0, 1, 6, 21, 51, 111]


def test_what_failed_is_not_tried_again_at_night_and_what_was_just_asked_for_goes(settings: Settings) -> None:
    late = clock.at(NOW.date(), time(20, 58))
    booked(settings, chat=False, now=late)
    notices.plan(settings, late)
    asked = take_next(settings, {"email"}, late + 5 * MINUTE)
    assert asked is not None, "who books at night has the confirmation at once"
    notices.settle(settings, asked, Handover(Answered.LATER), late + 5 * MINUTE)
    for hour in (22, 23):
        assert take_next(settings, {"email"}, clock.at(NOW.date(), time(hour))) is None, "nobody is woken"
    assert take_next(settings, {"email"}, clock.at(NOW.date() + timedelta(days=1), time(6, 59))) is None
    assert take_next(settings, {"email"}, clock.at(NOW.date() + timedelta(days=1), time(7, 0))) is not None


def test_what_is_refused_for_good_is_not_sent_again(settings: Settings) -> None:
    booked(settings, chat=False)
    notices.plan(settings, NOW)
    mail = take_next(settings, {"email"}, NOW)
    assert mail is not None
    notices.settle(settings, mail, Handover(Answered.NEVER), NOW)
    notices.plan(settings, NOW)
    assert take_next(settings, {"email"}, NOW + timedelta(hours=5)) is None
    assert rows(settings)[0][2] == "failed"


def test_what_a_crash_left_on_its_way_goes_again_under_the_same_id(settings: Settings) -> None:
    booked(settings, chat=False)
    notices.plan(settings, NOW)
    lost = take_next(settings, {"email"}, NOW)
    assert lost is not None and take_next(settings, {"email"}, NOW + timedelta(minutes=9)) is None
    again = take_next(settings, {"email"}, NOW + timedelta(minutes=10))
    assert again is not None and again.reference == lost.reference
    notices.settle(settings, lost, SENT, NOW + timedelta(minutes=10))
    assert rows(settings)[0][2] == "sending", "a late word of the one who was given up does not count"
    notices.settle(settings, again, SENT, NOW + timedelta(minutes=10))
    assert rows(settings)[0][2] == "sent"


def move(settings: Settings, view: booking.AppointmentView, starts_at: datetime) -> None:
    result = booking.move_appointment(
        settings, appointment_id=view.id, conversation_id="web_anna", office_id="lecco", starts_at=starts_at, now=NOW)
    assert isinstance(result, booking.Moved), result


def cancel(settings: Settings, view: booking.AppointmentView) -> None:
    result = booking.cancel_appointment(settings, appointment_id=view.id, conversation_id="web_anna", now=NOW)
    assert isinstance(result, booking.Cancelled), result
