"""Links of before: to an appointment that was moved, cancelled or erased since. One clear sentence, and the way on."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from bot import clock
from bot.db.models import Appointment
from bot.db.session import transaction
from bot.services import booking, privacy
from tests.support.booking_data import NOW, WEDNESDAY_9, WEDNESDAY_10, book, settings_of
from tests.support.site_booking import TEN, book_here, code_on, new_browser
from tests.support.site_public import csrf, problems, words_on

LATER = WEDNESDAY_10 + timedelta(hours=1)


def appointment_of(url: str) -> int:
    with transaction(url) as session:
        return int(session.execute(select(Appointment.id)).scalar_one())


def move(url: str, code: str, start: datetime) -> None:
    """Moved elsewhere: in the chat, with the code."""
    done = booking.move_appointment(
        settings_of(url), appointment_id=appointment_of(url), conversation_id="web_chat", code=code, office_id="lecco",
        starts_at=start, now=NOW)
    assert isinstance(done, booking.Moved)


def test_a_moved_appointments_page_and_file_tell_where_it_is_now(small: str) -> None:
    browser = new_browser(small)
    place = book_here(browser)
    code = code_on(browser.get(place))
    review = browser.get(f"{place}/sposta")
    move(small, code, LATER)
    page = words_on(browser.get(f"{place}?esito=prenotato"))
    assert "11:00" in page and "9:00" not in page and code in page
    event = Calendar.from_ical(browser.get(f"{place}/promemoria.ics").content).walk("VEVENT")[0]
    assert event.decoded("dtstart") == LATER.astimezone(clock.UTC) and int(event["sequence"]) == 1
    old = browser.post(f"{place}/sposta", data={"csrf": csrf(review), "inizio": TEN, "ufficio": "lecco"})
    assert old.status_code in (200, 303), "an old page still moves it, from where it is now"


def test_an_old_page_that_wants_a_place_that_another_has_now_says_so_and_shows_others(small: str) -> None:
    browser = new_browser(small)
    place = book_here(browser)
    page = browser.get(f"{place}/sposta")
    book(settings_of(small), "quicker", starts_at=WEDNESDAY_10)
    late = browser.post(f"{place}/sposta", data={"csrf": csrf(page), "inizio": TEN, "ufficio": "lecco"})
    assert late.status_code == 409, late.status_code
    assert problems(late) and 'name="inizio"' in late.text, "a sentence, and free times"
    with transaction(small) as session:
        assert clock.local(session.get_one(Appointment, appointment_of_first(small)).starts_at) == WEDNESDAY_9


def appointment_of_first(url: str) -> int:
    with transaction(url) as session:
        return int(session.execute(select(Appointment.id).order_by(Appointment.id)).scalars().first() or 0)


def test_a_cancelled_appointments_old_link_says_it_and_books_another(small: str) -> None:
    browser = new_browser(small)
    place = book_here(browser)
    booking.cancel_appointment(settings_of(small), appointment_id=appointment_of(small), conversation_id="web_chat",
                               code=code_on(browser.get(place)), now=NOW)
    page = browser.get(f"{place}?esito=prenotato")
    assert "Annullato." in words_on(page) and "Prenotato." not in words_on(page)
    assert "Prenota un altro appuntamento" in words_on(page)
    assert b"METHOD:CANCEL" in browser.get(f"{place}/promemoria.ics").content
    for path in ("/sposta", "/annulla"):
        assert "Annullato." in words_on(browser.get(f"{place}{path}"))


def test_an_erased_appointments_old_link_asks_for_the_code_and_names_the_offices(small: str) -> None:
    browser = new_browser(small)
    place = book_here(browser)
    privacy.erase_appointments(settings_of(small), appointment_ids=[appointment_of(small)], now=NOW)
    for path in ("", "/promemoria.ics", "/sposta", "/annulla", "/dati.json"):
        answer = browser.get(f"{place}{path}")
        assert answer.status_code == 303 and answer.headers["location"] == "/appuntamenti/codice?serve=1", path
    page = words_on(browser.get("/appuntamenti/codice?serve=1"))
    assert "codice" in page and "CPI Lecco" in page and re.search(r"\d\d:\d\d|\d+[:.]\d\d", page)


@pytest.mark.parametrize("path", ["", "/sposta", "/promemoria.ics", "/prima"])
def test_a_link_in_another_browser_asks_for_the_code(small: str, path: str) -> None:
    place = book_here(new_browser(small))
    other = new_browser(small, address="192.0.2.9")
    answer = other.get(f"{place}{path}") if path != "/prima" else other.post(f"{place}{path}", data={"csrf": "x"})
    assert answer.status_code == 303 and answer.headers["location"] == "/appuntamenti/codice?serve=1"


def test_the_link_of_a_reminder_opens_the_moved_appointment_with_the_same_code(small: str) -> None:
    browser = new_browser(small)
    code = code_on(browser.get(book_here(browser)))
    move(small, code, LATER)
    other = new_browser(small, address="192.0.2.9")
    page = other.get("/appuntamenti/codice")
    opened = other.post("/appuntamenti/codice", data={"csrf": csrf(page), "codice": code})
    assert opened.status_code == 303 and "11:00" in words_on(other.get(opened.headers["location"]))
