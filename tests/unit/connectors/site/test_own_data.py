"""A person's rights by the code, without JavaScript: a copy of the data, and their erasure."""

from __future__ import annotations

from bot.db.models import Appointment, Consent, Slot
from tests.support.site_booking import BOOK, TEN, book_here, code_on, new_browser, rows_of
from tests.support.site_public import csrf


def test_the_code_gives_a_copy_of_the_data(small: str) -> None:
    browser = new_browser(small)
    place = book_here(browser)
    told = browser.get(f"{place}/dati.json")
    assert told.headers["content-disposition"] == 'attachment; filename="i-miei-dati.json"'
    assert told.headers["cache-control"] == "no-store"
    [appointment] = told.json()["appointments"]
    assert (appointment["name"], appointment["contact"]) == ("Maria Rossi", "+393331234567")
    assert appointment["consents"][0]["notice_version"]
    page = browser.get(f"{place}/dati.html")
    assert "Maria Rossi" in page.text and "+393331234567" in page.text
    assert browser.get(f"{place}/dati.exe").status_code == 404
    stranger = new_browser(small)
    assert stranger.get(f"{place}/dati.json").headers["location"] == "/appuntamenti/codice?serve=1"


def test_the_code_erases_the_appointment_and_frees_its_place(small: str) -> None:
    first = new_browser(small)
    code = code_on(first.get(book_here(first)))
    book_here(new_browser(small), TEN, nome="bruno bianchi")
    browser = new_browser(small, address="192.0.2.2")
    page = browser.get("/appuntamenti/codice")
    place = browser.post(
        "/appuntamenti/codice", data={"csrf": csrf(page), "codice": code}).headers["location"]
    assert browser.post(f"{place}/cancella-dati", data={"csrf": "0" * 40}).status_code == 403
    page = browser.get(f"{place}/cancella-dati")
    assert "dati.html" in page.text and len(rows_of(small, Appointment)) == 2
    answer = browser.post(f"{place}/cancella-dati", data={"csrf": csrf(page)})
    assert answer.status_code == 303 and answer.headers["location"] == "/appuntamenti?esito=cancellati"
    assert "Cancellati" in browser.get(answer.headers["location"]).text
    assert [row.name for row in rows_of(small, Appointment)] == ["Bruno Bianchi"]
    assert len(rows_of(small, Consent)) == len([row for row in rows_of(small, Slot) if row.appointment_id]) == 1
    assert browser.get(place).headers["location"] == "/appuntamenti/codice?serve=1"  # it opens nothing any more
    assert first.get("/appuntamenti").status_code == 200  # whose browser still knows the code
    assert first.get(BOOK).status_code == 200
