"""An appointment on Telegram with the real assistant: times, the own number, the file for the calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Iterator

import pytest
from sqlalchemy import select

from bot import clock
from bot.db.fact_versions import raise_versions
from bot.db.models import CourseEdition, EventDay, Interest, SignUp
from bot.db.session import transaction
from bot.services import interests
from bot.services.interests import CannotSend, NewsPressed
from bot.services.operators import Nobody
from bot.settings import Settings
from tests.support import telegram_updates as make
from tests.support.assistant import assistant, sentence
from tests.support.clocks import RunningClock
from tests.support.servers import Server, free_port
from tests.support.telegram_chat import SECRET, Person, set_webhook
from tests.support.telegram_server import TOKEN, Call, FakeTelegram, fake_telegram

pytestmark = pytest.mark.slow


ON_A_WORKING_DAY = RunningClock(datetime(2026, 11, 30, 11, tzinfo=clock.ROME))
"""What the server goes by where something is sent: never at night."""


@pytest.fixture
def bot(trained_model: Path, seeded_file: Path, tmp_path: Path) -> Iterator[tuple[FakeTelegram, Server]]:
    with fake_telegram() as fake:
        port = free_port()
        set_webhook(fake, port)
        env = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": fake.url, "TELEGRAM_MODE": "webhook",
               "ORIENTA_SECRET": SECRET, **ON_A_WORKING_DAY.env}
        with assistant(tmp_path, trained_model, seeded_file, env=env, port=port) as server:
            yield fake, server


def first(call: Call) -> str:
    """The title of the first button."""
    return str(call.buttons[0]["text"])


def test_an_appointment_from_the_first_word_to_the_calendar(bot: tuple[FakeTelegram, Server]) -> None:
    fake, _ = bot
    anna = Person(fake, 7_000_000_777, fake.push)
    assert "Posso partecipare?" in str(anna.say("/start corso-meccanico", 2)[1].buttons)
    [service] = anna.say("vorrei prenotare un appuntamento")
    [office] = anna.press(service, first(service))
    [time] = anna.press(office, "Lecco")
    pages = [item for item in time.buttons if item["text"].endswith("›")]
    if pages:
        anna.acknowledged(anna.press_only(time, pages[0]["text"]))
        shown = fake.shown(anna.chat_id, time.message_id or 0)
        assert shown["text"] != time.text and len(fake.sent(anna.chat_id)) == anna.heard, "a page is no message"
    [consent] = anna.press(time, first(time))
    assert sentence("utter_ask_booking_name") in anna.press(consent, "d'accordo")[0].text
    [contact] = anna.say("Maria Rossi")
    assert contact.parameters["reply_markup"]["keyboard"][0][0]["request_contact"] is True
    removed, summary = anna.do(make.contact(fake.new_id(), anna.chat_id, "393331234567"), 2)
    assert removed.parameters["reply_markup"] == {"remove_keyboard": True}
    assert "333 123 4567" in summary.text and "Maria Rossi" in summary.text
    booked, document = anna.press(summary, "Confermo", 2)
    assert "LC-" in booked.text and document.file is not None
    assert document.file[0].endswith(".ics") and document.file[2].startswith(b"BEGIN:VCALENDAR")
    assert "LC-" in anna.say("/appuntamenti")[0].text

    marta = Person(fake, 7_000_000_778, fake.push)
    nearest, where = marta.do(make.location(fake.new_id(), marta.chat_id, 45.70, 9.42), 2)
    assert "Merate" in nearest.text and "via Mameli" in where.text
    assert fake.refused() == []


def test_a_place_at_an_event_by_buttons_and_off_it_again(bot: tuple[FakeTelegram, Server], tmp_path: Path) -> None:
    fake, _ = bot
    url = f"sqlite:///{tmp_path / 'orienta.db'}"
    day = ON_A_WORKING_DAY().date() + timedelta(days=20)
    with transaction(url, write=True) as session:
        session.add(EventDay(event_id="job_day_sala", day=day, place="Lecco, sala civica", places=1,
                                 sign_up_for="both"))
        raise_versions(session, ["event_session"])
    anna = Person(fake, 7_000_000_779, fake.push)
    [audience] = anna.say("mi iscrivo al prossimo job day")
    [consent] = anna.press(audience, "Per me")
    assert "sala civica" in consent.text
    anna.press(consent, "d'accordo")
    [contact] = anna.say("Maria Rossi")
    assert contact.parameters["reply_markup"]["keyboard"][0][0]["request_contact"] is True
    _, ticket, document = anna.do(make.contact(fake.new_id(), anna.chat_id, "393331234567"), 3)
    assert "BG-" in ticket.text and document.file is not None and document.file[2].startswith(b"BEGIN:VCALENDAR")
    assert "Ho cancellato nome e recapito" in anna.press(ticket, "Non vengo più")[0].text
    with transaction(url) as session:
        assert session.execute(select(SignUp.id)).first() is None
    assert fake.refused() == []


def add_edition(settings: Settings, name: str) -> None:
    today = ON_A_WORKING_DAY().date()
    starts = today + timedelta(days=40)
    with transaction(settings.database_url, write=True) as session:
        session.add(CourseEdition(
            id=name, course_id="sala", source="prova", verified=True, starts_earliest=starts, starts_latest=starts,
            enrolment_opens=today, enrolment_closes=today + timedelta(days=25)))
        raise_versions(session, ["course_edition"])


def press_news(settings: Settings, name: str) -> NewsPressed | CannotSend:
    """What an operator presses at the desk."""
    return interests.press_news(
        settings, edition_id=name, reason="published", operator=Nobody("prova"), now=ON_A_WORKING_DAY())


def test_told_once_of_a_new_edition_and_no_more_when_one_says_so(
        bot: tuple[FakeTelegram, Server], tmp_path: Path) -> None:
    fake, _ = bot
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'orienta.db'}", secret=SECRET)
    anna, marta = Person(fake, 7_000_000_780, fake.push), Person(fake, 7_000_000_781, fake.push)
    [fits] = anna.say("avvisami quando apre il corso di sala")
    [where] = anna.press(fits, "No, avvisami")
    anna.press(where, "Lecco")
    [consent] = anna.say("di sera")
    [contact] = anna.press(consent, "d'accordo")
    [left] = anna.press(contact, "Scrivimi qui")
    assert "AV-" in left.text and "Servizio sala" in left.text
    marta.say("che corsi ci sono?")

    add_edition(settings, "next")
    assert press_news(settings, "next") == NewsPressed(1, 1)
    [news] = anna.hear()
    for heard in ("Provincia di Lecco", "nuova edizione del corso «Servizio sala", "controllare i requisiti o",
                  "hai chiesto di essere avvisato (codice AV-", "scrivi qui «togli il mio avviso»"):
        assert heard in news.text, heard
    assert [button["text"] for button in news.buttons][:2] == ["Posso partecipare?", "Prenota un colloquio"]
    assert press_news(settings, "next") == CannotSend("already")
    _, question = anna.press(news, "Posso partecipare?", 2)
    assert sentence("utter_ask_eligibility_age") in question.text, "what to do next is one press away"

    anna.say("annulla")
    assert "Avviso tolto" in anna.say("togli il mio avviso")[0].text
    with transaction(settings.database_url) as session:
        assert session.execute(select(Interest.id)).first() is None
    add_edition(settings, "later")
    assert press_news(settings, "later") == CannotSend("nobody")
    told = [call for call in fake.sent() if "nuova edizione" in call.text]
    assert [call.chat_id for call in told] == [anna.chat_id], "once, and nobody else"
    assert fake.refused() == []
