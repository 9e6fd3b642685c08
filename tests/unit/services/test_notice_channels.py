"""A notice goes on one channel after the other until one takes it: chat, Telegram, SMS, e-mail, receipts, the cap."""

from __future__ import annotations

import dataclasses
from datetime import date, time, timedelta
from typing import Any

import pytest
import sqlalchemy

from bot import clock
from bot.db.session import get_engine, transaction
from bot.rules.sms_text import count_parts, spell_in_gsm
from bot.services import booking, conversations, notices, telegram
from bot.services.conversations import Draft
from bot.services.notices import Answered, Handover, NewNotice, Outgoing, sending
from bot.services.notices.texts import Words
from bot.settings import Settings
from bot.texts import get_text, get_texts
from tests.support import booking_data
from tests.support.booking_data import NOW
from tests.support.outgoing import take_next
from tests.unit.services.test_notices import DAY_BEFORE, MINUTE, SENT, TWO_HOURS, booked, cancel, move, told

MOBILE = {"contact": "+393331234567", "contact_kind": "phone"}
WAIT = timedelta(minutes=46)
TAKEN = Handover(Answered.SENT, id="gw-1")


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return with_every_channel(sqlite_url)


def with_every_channel(url: str) -> Settings:
    booking_data.add_offices(url, capacity=3)
    return booking_data.settings_of(
        url, smtp_url="smtp://127.0.0.1:1", mail_from="a@example.org", sms_url="https://sms.example.org",
        sms_sender="Orienta")


def states(settings: Settings, kind: str = "day_before") -> list[tuple[Any, ...]]:
    with get_engine(settings.database_url).connect() as connection:
        return [tuple(row) for row in connection.execute(sqlalchemy.text(
            "select channel, state, passed from notice where kind = :kind order by id"), {"kind": kind})]


def sent_now(settings: Settings, now: Any, channel: str = "sms", handover: Handover = TAKEN) -> list[Outgoing]:
    """All that is due on a channel, with the same end."""
    found = []
    while (message := take_next(settings, {channel}, now)) is not None:
        notices.settle(settings, message, handover, now)
        found.append(message)
    return found


def show_on_telegram(settings: Settings, who: str = "anna") -> telegram.ChatView:
    return telegram.switch_chat(settings, chat_id=7, conversation_id=f"web_{who}", now=NOW)


def test_notices_that_wait_keep_nobody_behind_them(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of text messages that a gateway puts off, and behind them an e-mail and a chat."""
    settings = with_every_channel(database_url)
    monkeypatch.setattr(sending, "PAGE", 2)
    for number in range(4):
        booked(settings, f"p{number}", chat=False, contact=f"+39333123456{number}", contact_kind="phone",
               starts_at=booking_data.WEDNESDAY_9 + timedelta(minutes=30 * number))
    booked(settings, "mail", chat=False)
    notices.plan(settings, NOW)
    later = notices.take_outgoing(settings, {"sms"}, lambda: NOW)
    assert len([notices.settle(settings, each, Handover(Answered.LATER), NOW) for each in later]) == 4
    assert [each.to for each in sent_now(settings, NOW, "email")] == ["mail@example.org"]
    conversations.append_message(
        settings, conversation_id="web_chat", channel="webchat", draft=Draft("person", "ciao"), now=NOW)
    about = {"subject": "s", "text": "t"}
    notices.add_notice(settings, NewNotice("news", "k", NOW, NOW + WAIT, conversation_id="web_chat", about=about), NOW)
    assert notices.place_in_chats(settings, NOW) == 1


def test_a_reminder_that_nobody_opens_goes_on_by_sms_once(settings: Settings) -> None:
    view = booked(settings, **MOBILE)
    notices.plan(settings, NOW)
    (first,) = sent_now(settings, NOW)
    assert first.to == "+393331234567" and view.code in first.text and first.text.startswith("Confermato: ")
    assert notices.place_in_chats(settings, DAY_BEFORE) == 1 and not sent_now(settings, DAY_BEFORE)
    assert notices.follow_chats(settings, DAY_BEFORE + 40 * MINUTE) == 0
    assert states(settings) == [("chat", "placed", "")]
    assert notices.follow_chats(settings, DAY_BEFORE + WAIT) == 1
    (text,) = sent_now(settings, DAY_BEFORE + WAIT)
    assert text.text.startswith("Promemoria: domani alle 9:00 Colloquio di orientamento, CPI Lecco")
    assert count_parts(text.text) == 1
    assert notices.follow_chats(settings, DAY_BEFORE + 2 * WAIT) == 0 and not sent_now(settings, DAY_BEFORE + 2 * WAIT)
    assert states(settings) == [("sms", "sent", "chat")] and len(told(settings)) == 1


def test_who_opens_the_chat_is_told_there_only(settings: Settings) -> None:
    booked(settings, **MOBILE)
    notices.plan(settings, NOW)
    sent_now(settings, NOW)
    notices.place_in_chats(settings, DAY_BEFORE)
    (message,) = told(settings)
    assert notices.mark_opened(settings, conversation_id="web_anna", sequence=message.sequence - 1, now=DAY_BEFORE) == 0
    assert notices.mark_opened(settings, conversation_id="web_bruno", sequence=99, now=DAY_BEFORE) == 0
    assert notices.mark_opened(
        settings, conversation_id="web_anna", sequence=message.sequence, now=DAY_BEFORE + MINUTE) == 1
    assert notices.follow_chats(settings, DAY_BEFORE + WAIT) == 0 and not sent_now(settings, DAY_BEFORE + WAIT)
    assert states(settings) == [("chat", "delivered", "")]


def test_who_answers_in_the_chat_has_opened_it(settings: Settings) -> None:
    booked(settings, **MOBILE)
    notices.plan(settings, NOW)
    notices.place_in_chats(settings, DAY_BEFORE)
    conversations.append_message(
        settings, conversation_id="web_anna", channel="webchat", draft=Draft("person", "ci sarò"), now=DAY_BEFORE)
    assert notices.follow_chats(settings, DAY_BEFORE + WAIT) == 0
    assert states(settings) == [("chat", "delivered", "")]


def test_what_telegram_took_is_sent(settings: Settings) -> None:
    booked(settings, **MOBILE)
    chat = show_on_telegram(settings)
    notices.plan(settings, NOW)
    notices.place_in_chats(settings, DAY_BEFORE)
    notices.follow_chats(settings, DAY_BEFORE + MINUTE)
    assert states(settings) == [("chat", "placed", "")], "Telegram has not taken it yet"
    (message,) = told(settings)
    telegram.advance(settings, steps=[telegram.Advance(chat, message.sequence, {})])
    assert notices.follow_chats(settings, DAY_BEFORE + WAIT) == 0
    assert states(settings) == [("chat", "sent", "")]


def test_a_blocked_chat_is_passed_over_before_and_after(settings: Settings) -> None:
    conversations.append_message(
        settings, conversation_id="web_anna", channel="telegram", draft=Draft("person", "ciao"), now=NOW)
    booking_data.book(settings, "anna", **MOBILE)
    show_on_telegram(settings)
    notices.plan(settings, NOW)
    notices.place_in_chats(settings, DAY_BEFORE)
    telegram.mark_blocked(settings, chat_id=7, blocked=True, now=DAY_BEFORE)
    sent_now(settings, NOW)
    assert notices.follow_chats(settings, DAY_BEFORE + MINUTE) == 1, "at once: nobody will open it"
    assert len(sent_now(settings, DAY_BEFORE + MINUTE)) == 1
    assert notices.place_in_chats(settings, TWO_HOURS) == 0 and len(sent_now(settings, TWO_HOURS)) == 1


def test_a_block_with_nothing_else_is_a_failure_that_is_seen(settings: Settings) -> None:
    conversations.append_message(
        settings, conversation_id="web_anna", channel="telegram", draft=Draft("person", "ciao"), now=NOW)
    booking_data.book(settings, "anna", contact="+390341123456", contact_kind="phone")
    show_on_telegram(settings)
    notices.plan(settings, NOW)
    assert states(settings) == [(None, "due", "")]
    telegram.mark_blocked(settings, chat_id=7, blocked=True, now=NOW)
    assert notices.place_in_chats(settings, DAY_BEFORE) == 0 and not sent_now(settings, DAY_BEFORE)
    assert states(settings) == [(None, "failed", "")]


def test_a_landline_gets_no_text_message(settings: Settings) -> None:
    booked(settings, chat=False, contact="+390341123456", contact_kind="phone")
    assert notices.plan(settings, NOW).added == 0


def test_without_a_gateway_nobody_waits_for_a_text_message(settings: Settings) -> None:
    booked(settings, chat=False, **MOBILE)
    assert notices.plan(dataclasses.replace(settings, sms_url=""), NOW).added == 0


def test_a_receipt_delivers_once_and_a_failed_one_is_a_failure(settings: Settings) -> None:
    booked(settings, chat=False, **MOBILE)
    notices.plan(settings, NOW)
    sent_now(settings, NOW)
    assert not notices.note_receipt(settings, reference="other", delivered=True, now=NOW)
    assert notices.note_receipt(settings, reference="gw-1", delivered=True, now=NOW)
    assert notices.note_receipt(settings, reference="gw-1", delivered=False, now=NOW), "it has arrived: nothing changes"
    assert states(settings, "confirmation") == [("sms", "delivered", "")]
    sent_now(settings, DAY_BEFORE, handover=Handover(Answered.SENT, id="gw-2"))
    assert notices.note_receipt(settings, reference="gw-2", delivered=False, now=DAY_BEFORE)
    assert states(settings) == [("sms", "failed", "sms")]


def test_a_text_message_that_did_not_arrive_goes_to_the_chat(settings: Settings) -> None:
    view = booked(settings, **MOBILE)
    wanted = NewNotice("lost_code", "lost_code:1", NOW, NOW + WAIT, appointment_id=view.id)
    assert notices.add_notice(settings, wanted, NOW) and not notices.add_notice(settings, wanted, NOW)
    (text,) = sent_now(settings, NOW)
    assert view.code in text.text and notices.place_in_chats(settings, NOW) == 0
    assert notices.note_receipt(settings, reference="gw-1", delivered=False, now=NOW + MINUTE)
    assert notices.place_in_chats(settings, NOW + MINUTE) == 1
    assert view.code in told(settings)[0].text


def test_a_gateway_that_fails_gives_way_where_there_is_another_channel(settings: Settings) -> None:
    view = booked(settings, **MOBILE)
    notices.add_notice(settings, NewNotice("lost_code", "k", NOW, NOW + 5 * WAIT, appointment_id=view.id), NOW)
    now, references = NOW, set()
    for _ in range(3):
        (message,) = sent_now(settings, now, handover=Handover(Answered.LATER))
        references.add(message.reference)
        now += timedelta(minutes=20)
    assert len(references) == 1, "the gateway knows it again"
    assert notices.place_in_chats(settings, now) == 1


def test_the_daily_cap_lets_the_rest_wait_for_tomorrow(settings: Settings) -> None:
    capped = dataclasses.replace(settings, sms_daily_cap=2)
    for number, who in enumerate(("anna", "bruno", "carla")):
        booked(capped, who, chat=False, contact=f"+39333123456{number}", contact_kind="phone")
    notices.plan(capped, NOW)
    assert len(sent_now(capped, NOW)) == 2 and notices.count_parts_of_today(capped, NOW) == 2
    assert states(capped, "confirmation").count((None, "due", "")) == 1
    assert len(sent_now(capped, NOW + timedelta(days=1))) == 2, "what waited, and as many reminders as the cap allows"


def test_a_cap_that_is_reached_does_not_keep_from_the_chat(settings: Settings) -> None:
    capped = dataclasses.replace(settings, sms_daily_cap=1)
    view = booked(capped, **MOBILE)
    notices.plan(capped, NOW)
    assert len(sent_now(capped, NOW)) == 1
    notices.add_notice(capped, NewNotice("lost_code", "k", NOW, NOW + WAIT, appointment_id=view.id), NOW)
    assert not sent_now(capped, NOW) and notices.place_in_chats(capped, NOW) == 1


def test_moves_and_cancellations_are_told_by_sms(settings: Settings) -> None:
    view = booked(settings, chat=False, **MOBILE)
    notices.plan(settings, NOW)
    sent_now(settings, NOW)
    move(settings, view, booking_data.WEDNESDAY_10)
    notices.plan(settings, NOW)
    (moved,) = sent_now(settings, NOW)
    assert moved.text.startswith("Spostato: ora mercoledì 4 marzo 2026 alle 10:00")
    move(settings, view, booking_data.WEDNESDAY_9)
    notices.plan(settings, NOW)
    assert "alle 9:00" in sent_now(settings, NOW)[0].text, "moved back is news too"
    cancel(settings, view)
    notices.plan(settings, NOW)
    (gone,) = sent_now(settings, NOW)
    assert gone.text.startswith("Appuntamento annullato")


def test_a_notice_of_no_appointment(settings: Settings) -> None:
    about = {"subject": "Nuovo corso", "text": "È aperto il corso di saldatura."}
    wanted = NewNotice(
        "news", "course:1", NOW, NOW + WAIT, contact="anna@example.org", contact_kind="email", about=about)
    notices.add_notice(settings, wanted, NOW)
    (mail,) = sent_now(settings, NOW, "email", SENT)
    assert (mail.subject, mail.calendar) == ("Nuovo corso", b"") and "saldatura" in mail.text
    with get_engine(settings.database_url).connect() as connection:
        row = connection.execute(sqlalchemy.text("select contact, state from notice")).one()
    assert tuple(row) == (None, "sent"), "the contact goes when it is done"


def test_a_notice_that_is_taken_back_and_asked_for_again(settings: Settings) -> None:
    view = booked(settings)
    wanted = NewNotice("news", "offer:1", NOW, NOW + WAIT, appointment_id=view.id, about={"text": "x", "subject": "y"})
    notices.add_notice(settings, wanted, NOW)
    with transaction(settings.database_url, write=True) as session:
        assert notices.withdraw_notices_in(session, ["offer:1"], NOW) == 1
    assert notices.place_in_chats(settings, NOW) == 0
    assert notices.add_notice(settings, wanted, NOW) and notices.place_in_chats(settings, NOW) == 1


def test_a_chat_that_was_erased_gives_way(settings: Settings) -> None:
    booked(settings, **MOBILE)
    notices.plan(settings, NOW)
    notices.place_in_chats(settings, DAY_BEFORE)
    with get_engine(settings.database_url).begin() as connection:
        connection.execute(sqlalchemy.text("update conversation set revoked_at = changed_at"))
    assert notices.follow_chats(settings, DAY_BEFORE + MINUTE) == 1


SERVICES = ((1, "Verifica dei requisiti per un corso"), (2, f"Colloquio e patto di servizio, {'x' * 60}"))
"""The longest name that the seed has, and one as long as a desk may write; how many parts a text message may have."""


@pytest.mark.parametrize(("parts", "service"), SERVICES)
@pytest.mark.parametrize("kind", [name for name, kind in notices.KINDS.items() if "sms" in kind.channels])
def test_a_text_message_is_one_with_the_names_of_the_seed_and_two_with_the_longest(
    settings: Settings, kind: str, parts: int, service: str,
) -> None:
    view = dataclasses.replace(
        booked(settings, **MOBILE), service_name=service, office_name="Centro per l’impiego di Merate",
        starts_at=clock.at(date(2026, 9, 23), time(10, 30)))  # no day is longer in words
    assert isinstance(view, booking.AppointmentView)
    longest = max(get_texts("notices.lost").values(), key=len)
    # the short words of news have a test of their own
    about = {"text": "x", "subject": "x", "short": "x", "what": longest}
    assert count_parts(spell_in_gsm(Words(kind, view, about).sms())) <= parts


@pytest.mark.parametrize(("chat", "changed", "said"), [
    ("webchat", MOBILE, "il giorno prima e due ore prima, qui in chat; se nessuno lo apre, per SMS al ••• 567."),
    ("telegram", {},
     "il giorno prima e due ore prima, su Telegram; se nessuno lo apre, per e-mail a a•••@example.org."),
    ("", MOBILE, "il giorno prima e due ore prima, per SMS al ••• 567."),
    ("webchat", {"contact": "+390341123456", "contact_kind": "phone"}, "il giorno prima e due ore prima, qui in chat."),
    ("", {"contact": "+390341123456", "contact_kind": "phone"}, None),
    ("", {**MOBILE, "starts_at": booking_data.WEDNESDAY_9 - timedelta(days=1)}, "due ore prima, per SMS al ••• 567.")])
def test_which_reminders_will_come_and_where_is_said(
    settings: Settings, chat: str, changed: dict[str, Any], said: Any
) -> None:
    if chat:
        conversations.append_message(
            settings, conversation_id="web_anna", channel=chat, draft=Draft("person", "ciao"), now=NOW)
    view = booking_data.book(settings, "anna", **changed)
    found = notices.describe_reminders(settings, appointment_id=view.id, here=True, now=NOW)
    assert found == (f"Promemoria {said}" if said else get_text("notices.expected.none"))
    notices.plan(settings, NOW)
    due = len(states(settings)) + len(states(settings, "two_hours"))
    assert due == (0 if said is None else 2 if "giorno prima" in said else 1), "and so it is planned"


def test_nothing_is_promised_where_every_channel_is_off(settings: Settings) -> None:
    off = dataclasses.replace(settings, sms_url="", smtp_url="")
    view = booked(off, chat=False)
    assert notices.describe_reminders(off, appointment_id=view.id, here=False, now=NOW) == get_text(
        "notices.expected.none")
    cancel(off, view)
    assert notices.describe_reminders(off, appointment_id=view.id, here=False, now=NOW) == ""
