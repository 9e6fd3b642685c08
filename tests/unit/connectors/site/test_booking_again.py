"""The forms of appointments sent twice, late, from elsewhere or too often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from httpx import Response
from starlette.testclient import TestClient

from bot.db.models import Appointment, Slot
from tests.support import booking_data
from tests.support.booking_data import NOW, WEDNESDAY_9, settings_of
from tests.support.clocks import StillClock
from tests.support.site_booking import (
    BOOK,
    LECCO,
    NINE,
    TEN,
    book_here,
    choose_time,
    code_on,
    new_browser,
    press_confirm,
    rows_of,
    tell_person,
    to_review,
)
from tests.support.site_public import csrf, problems, value_of

# -- twice, back, late, forged ---------------------------------------------------------------------------------------


def test_a_double_click_is_one_appointment(url: str) -> None:
    browser = new_browser(url)
    place = to_review(browser)
    form = {"csrf": csrf(browser.get(place))}
    cookies = dict(browser.cookies)

    def send(_number: int) -> Response:
        return TestClient(browser.app, base_url="http://sito.example", cookies=cookies,
                          follow_redirects=False).post(place, data=form)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1 and len(rows_of(url, Appointment)) == 1


def test_going_back_after_the_booking_shows_it_and_books_nothing(small: str) -> None:
    browser = new_browser(small)
    place = to_review(browser)
    form = {"csrf": csrf(browser.get(place))}
    shown = browser.post(place, data=form).headers["location"].partition("?")[0]
    for step in (place, place.replace("conferma", "dati")):
        assert browser.get(step).headers["location"] == shown
        assert browser.post(step, data=form).headers["location"] == shown
    assert len(rows_of(small, Appointment)) == 1


def test_going_back_to_the_times_holds_only_the_last(small: str) -> None:
    browser = new_browser(small)
    draft = choose_time(browser).headers["location"].split("/")[3]
    assert choose_time(browser, TEN, draft).status_code == 303
    held = [slot for slot in rows_of(small, Slot) if slot.held_by]
    assert len(held) == 1 and held[0].starts_at.hour == 9  # ten in Rome


def test_two_tabs_book_one_appointment_a_service(small: str) -> None:
    browser = new_browser(small)
    first = to_review(browser, contatto="a@example.org")
    second = to_review(browser, TEN, contatto="b@example.org")
    assert press_confirm(browser, first).status_code == 303
    refused = press_confirm(browser, second)
    assert refused.status_code == 409 and "è già preso un appuntamento" in problems(refused)["servizio"]
    assert [row.contact for row in rows_of(small, Appointment)] == ["a@example.org"]


@pytest.mark.parametrize("sent", ["", "0" * 40, "è"])
def test_a_form_from_elsewhere_changes_nothing_and_loses_nothing(small: str, sent: str) -> None:
    browser = new_browser(small)
    page = browser.post(f"{BOOK}/orario", data={**LECCO, "csrf": sent, "inizio": NINE})
    assert page.status_code == 403 and "ricontrolla" in problems(page)["orari"] and rows_of(small, Slot) == []
    place = choose_time(browser).headers["location"]
    page = tell_person(browser, place, csrf=sent)
    assert page.status_code == 403 and value_of(page, "nome") == "maria rossi"
    review = tell_person(browser, place).headers["location"]
    assert browser.post(review, data={"csrf": sent}).status_code == 403 and rows_of(small, Appointment) == []
    shown = press_confirm(browser, review).headers["location"].partition("?")[0]
    for path, more in (("/sposta", {"inizio": TEN}), ("/sposta/conferma", {"inizio": TEN}), ("/annulla", {})):
        assert browser.post(shown + path, data={"csrf": sent, **more}).status_code == 403
    assert browser.post("/appuntamenti/esci", data={"csrf": sent}).status_code == 403
    (appointment,) = rows_of(small, Appointment)
    assert (appointment.status, appointment.sequence) == ("active", 0)


def test_a_request_that_another_site_makes_is_refused_whatever_it_knows(small: str) -> None:
    browser = new_browser(small)
    place = to_review(browser)
    form = {"csrf": csrf(browser.get(place))}
    assert browser.post(place, data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.post(place, data=form, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_the_token_of_one_browser_is_worth_nothing_in_another(small: str) -> None:
    one, other = new_browser(small), new_browser(small)
    stolen = csrf(one.get(f"{BOOK}/orario", params=LECCO))
    other.get(BOOK)
    assert other.post(f"{BOOK}/orario", data={**LECCO, "csrf": stolen, "inizio": NINE}).status_code == 403


def test_a_changed_cookie_is_no_cookie(small: str) -> None:
    browser = new_browser(small)
    place = book_here(browser)
    cookie = browser.cookies["orienta_visita"]
    assert code_on(browser.get(place)) not in cookie
    browser.cookies.clear()
    browser.cookies.set("orienta_visita", cookie[:-2] + "xx", domain="sito.example", path="/appuntamenti")
    assert browser.get(place).headers["location"] == "/appuntamenti/codice?serve=1"


def test_the_cookies_are_as_narrow_as_they_can_be(small: str) -> None:
    browser = new_browser(small)
    assert "set-cookie" not in browser.get("/").headers  # who only reads gets none
    place = choose_time(browser).headers["location"]
    for cookie in tell_person(browser, place).headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower() and "Path=/appuntamenti" in cookie
        assert "Secure" not in cookie and ("Max-Age=1800" in cookie) is cookie.startswith("orienta_bozza")
    safe = TestClient(browser.app, base_url="https://sito.example", follow_redirects=False)
    assert "Secure" in safe.get(BOOK).headers["set-cookie"]


def test_leaving_leaves_nothing(small: str) -> None:
    browser = new_browser(small)
    place = book_here(browser)
    page = browser.get("/appuntamenti")
    assert place in page.text
    answer = browser.post("/appuntamenti/esci", data={"csrf": csrf(page)})
    assert answer.status_code == 303 and not browser.cookies
    assert browser.get(place).headers["location"] == "/appuntamenti/codice?serve=1"
    assert place not in browser.get("/appuntamenti").text


def test_a_draft_that_is_gone_begins_anew_and_says_so(small: str) -> None:
    browser = new_browser(small)
    place = to_review(browser)
    browser.cookies.delete("orienta_bozza")
    for step in (place, place.replace("conferma", "dati")):
        answer = browser.get(step)
        assert answer.headers["location"] == f"{BOOK}?scaduta=1"
    assert "non c’è più" in browser.get(f"{BOOK}?scaduta=1").text


@pytest.mark.parametrize(("after", "location"), [
    (timedelta(minutes=30), None), (timedelta(minutes=30, seconds=1), f"{BOOK}?scaduta=1")])
def test_what_was_typed_leaves_after_half_an_hour(small: str, after: timedelta, location: str | None) -> None:
    now = StillClock(NOW)
    browser = new_browser(small, now=now)
    place = to_review(browser)
    now.value += after
    assert browser.get(place.replace("conferma", "dati")).headers.get("location") == location


@pytest.mark.parametrize(("after", "location"), [
    (timedelta(hours=12), None), (timedelta(hours=12, seconds=1), "/appuntamenti/codice?serve=1")])
def test_a_visit_ends_after_twelve_hours(small: str, after: timedelta, location: str | None) -> None:
    now = StillClock(NOW)
    browser = new_browser(small, now=now)
    place = book_here(browser)
    now.value += after
    assert browser.get(place).headers.get("location") == location


def test_an_appointment_that_has_begun_can_no_longer_be_changed(small: str) -> None:
    now = StillClock(NOW)
    browser = new_browser(small, now=now)
    code = code_on(browser.get(book_here(browser)))
    now.value = WEDNESDAY_9 - timedelta(minutes=1)
    place = _try_code(browser, code).headers["location"]
    page = browser.get(f"{place}/annulla")
    now.value += timedelta(minutes=2)
    answer = browser.post(f"{place}/annulla", data={"csrf": csrf(page)})
    assert answer.headers["location"] == f"{place}?esito=tardi"
    assert "non si può più cambiare" in browser.get(f"{place}?esito=tardi").text
    for path in ("/sposta", "/annulla"):
        assert "non si può più cambiare" in browser.get(place + path).text
    assert rows_of(small, Appointment)[0].status == "active"


# -- limits ----------------------------------------------------------------------------------------------------------


def _try_code(browser: TestClient, code: str = "LC-AAAA-AAAA") -> Response:
    page = browser.get("/appuntamenti/codice")
    return browser.post("/appuntamenti/codice", data={"csrf": csrf(page), "codice": code})


def test_five_wrong_codes_close_the_door_for_a_browser(url: str) -> None:
    browser = new_browser(url)
    for left in (4, 3, 2, 1, 0):
        page = _try_code(browser, f"LC-AAAA-AAA{left}")
        assert page.status_code == 422 and value_of(page, "codice") == f"LC-AAAA-AAA{left}"
    code = booking_data.book(settings_of(url), "somebody").code
    page = _try_code(browser, code)
    assert page.status_code == 429 and "Troppi codici sbagliati: riprova dopo le 10:00" in problems(page)["codice"]
    assert _try_code(new_browser(url, address="192.0.2.7"), code).status_code == 303


def test_wrong_codes_of_many_browsers_close_the_door_for_their_address(small: str) -> None:
    app = new_browser(small, site_wrong_codes_per_hour=6).app
    code = booking_data.book(settings_of(small), "somebody").code

    def fresh(address: str) -> TestClient:
        return TestClient(app, base_url="http://sito.example", client=(address, 1), follow_redirects=False)

    for _ in range(6):
        assert _try_code(fresh("2001:db8::1")).status_code == 422
    assert _try_code(fresh("2001:db8::2"), code).status_code == 429  # the same network
    assert _try_code(fresh("2001:db9::1"), code).status_code == 303


def test_one_address_books_only_so_much(small: str) -> None:
    browser = new_browser(small, site_bookings_per_hour=1)
    book_here(browser, contatto="a@example.org")
    browser.cookies.clear()  # another visit from the same address
    place = to_review(browser, TEN, contatto="b@example.org")
    page = press_confirm(browser, place)
    assert page.status_code == 429 and "troppe richieste" in problems(page)["modulo"]
    assert len(rows_of(small, Appointment)) == 1
    for _ in range(3):
        assert choose_time(browser, TEN).status_code == 303
    page = choose_time(browser, TEN)
    assert page.status_code == 429 and "troppe richieste" in problems(page)["orari"]


def test_a_limit_of_zero_is_none(small: str) -> None:
    browser = new_browser(small, site_bookings_per_hour=0)
    for _ in range(8):
        assert choose_time(browser).status_code == 303
