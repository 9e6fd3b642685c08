"""Booking, moving and cancelling without JavaScript, as a browser does it: with cookies, redirects and buttons."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from icalendar import Calendar
from starlette.testclient import TestClient

from bot.db.models import Activity, Appointment, Consent, Person, Slot
from bot.db.session import DatabaseUnavailable, transaction
from connectors.site.public import booking as booking_pages
from connectors.site.public import times
from tests import booking_data, site_public
from tests.booking_data import NOW, WEDNESDAY_9, WEDNESDAY_10, settings_of
from tests.site_public import csrf, problems, starts, value_of

BOOK = "/appuntamenti/prenota"
LECCO = {"servizio": "orientamento", "ufficio": "lecco"}
NINE, TEN = times.written("lecco", WEDNESDAY_9), times.written("lecco", WEDNESDAY_10)


@pytest.fixture
def url(database_url: str) -> str:
    """Two small offices, one place a start, on each engine."""
    booking_data.add_offices(database_url)
    return database_url


@pytest.fixture
def small(sqlite_url: str) -> str:
    """The same on SQLite only, for what no engine can change."""
    booking_data.add_offices(sqlite_url)
    return sqlite_url


def _browser(url: str, **options: Any) -> TestClient:
    return site_public.client_of(url, **options)


def _choose(browser: TestClient, start: str = NINE, draft: str = "") -> Response:
    page = browser.get(f"{BOOK}/orario", params={**LECCO, "bozza": draft})
    return browser.post(f"{BOOK}/orario", data={**LECCO, "csrf": csrf(page), "inizio": start, "bozza": draft})


def _person(browser: TestClient, place: str, **changed: str) -> Response:
    page = browser.get(place)
    fields = {"csrf": csrf(page), "informativa": value_of(page, "informativa") or "", "consenso": "si",
              "nome": "maria rossi", "contatto": "333 1234567"}
    return browser.post(place, data={**fields, **changed})


def _to_review(browser: TestClient, start: str = NINE, **changed: str) -> str:
    """Choose, tell; the address of the last page before the booking."""
    chosen = _choose(browser, start)
    assert chosen.status_code == 303, problems(chosen)
    told = _person(browser, chosen.headers["location"], **changed)
    assert told.status_code == 303, problems(told)
    return told.headers["location"]


def _confirm(browser: TestClient, place: str) -> Response:
    return browser.post(place, data={"csrf": csrf(browser.get(place))})


def _booked(browser: TestClient, start: str = NINE, **changed: str) -> str:
    """Book; the address of the appointment."""
    answer = _confirm(browser, _to_review(browser, start, **changed))
    assert answer.status_code == 303, problems(answer)
    return answer.headers["location"].partition("?")[0]


def _code(page: Response) -> str:
    found = re.search(r"LC-[0-9A-Z]{4}-[0-9A-Z]{4}", page.text)
    assert found is not None
    return found[0]


def _rows(url: str, table: Any) -> list[Any]:
    with transaction(url) as session:
        return list(session.query(table).order_by(table.id).all())


# -- the way through -------------------------------------------------------------------------------------------------


def test_the_whole_way(url: str) -> None:
    browser = _browser(url)
    page = browser.get(BOOK)
    assert "Colloquio di orientamento" in page.text and "Servizio che nessuno offre" not in page.text
    page = browser.get(f"{BOOK}/orario", params=LECCO)
    assert NINE in starts(page) and all(start.startswith("lecco|") for start in starts(page))
    place = browser.post(f"{BOOK}/orario", data={**LECCO, "csrf": csrf(page), "inizio": NINE}).headers["location"]
    page = browser.get(place)
    assert "mercoledì 4 marzo 2026 alle 9:00" in page.text and "10 minuti" in page.text
    place = _person(browser, place).headers["location"]
    page = browser.get(place)
    assert "Maria Rossi" in page.text and "333 123 4567" in page.text
    assert _rows(url, Appointment) == [] == _rows(url, Person)  # nothing of the person before the confirmation
    answer = browser.post(place, data={"csrf": csrf(page)})
    assert answer.status_code == 303
    page = browser.get(answer.headers["location"])
    assert "Prenotato." in page.text and "••• 567" in page.text and "333" not in page.text
    (appointment,), (person,), (consent,) = _rows(url, Appointment), _rows(url, Person), _rows(url, Consent)
    assert appointment.code == _code(page) and appointment.conversation_id.startswith("site_")
    assert (person.name, person.contact, person.contact_kind) == ("Maria Rossi", "+393331234567", "phone")
    assert consent.notice_version == booking_pages.privacy.NOTICE_VERSION


def test_moving_and_cancelling_with_the_code_in_another_browser(url: str) -> None:
    first = _browser(url)
    code = _code(first.get(_booked(first)))
    browser = _browser(url, address="192.0.2.2")
    page = browser.get("/appuntamenti/codice")
    answer = browser.post("/appuntamenti/codice", data={"csrf": csrf(page), "codice": code.lower().replace("-", " ")})
    assert answer.status_code == 303
    place = answer.headers["location"]
    assert code not in place  # no code in an address: histories and logs keep those
    page = browser.get(f"{place}/sposta")
    answer = browser.post(f"{place}/sposta", data={"csrf": csrf(page), "inizio": TEN, "ufficio": "lecco"})
    page = browser.get(answer.headers["location"])
    assert "mercoledì 4 marzo 2026 alle 9:00" in page.text and "alle 10:00" in page.text
    confirm = {"csrf": csrf(page), "inizio": starts(page)[0] if starts(page) else TEN}
    for _ in range(2):  # sent twice, it is one move
        moved = browser.post(f"{place}/sposta/conferma", data=confirm)
        assert moved.headers["location"] == f"{place}?esito=spostato"
    assert "Spostato." in browser.get(f"{place}?esito=spostato").text
    (appointment,) = _rows(url, Appointment)
    assert appointment.sequence == 1 and booking_data.taken_places(url, WEDNESDAY_9) == 0
    page = browser.get(f"{place}/annulla")
    for _ in range(2):
        assert browser.post(f"{place}/annulla", data={"csrf": csrf(page)}).headers["location"].endswith("annullato")
    page = browser.get(place)
    assert "Annullato." in page.text and "/sposta" not in page.text
    assert _rows(url, Appointment)[0].status == "cancelled" and booking_data.taken_places(url, WEDNESDAY_10) == 0


def test_the_calendar_file(small: str) -> None:
    browser = _browser(small)
    place = _booked(browser)
    answer = browser.get(f"{place}/promemoria.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="appuntamento-2026-03-04.ics"'
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == WEDNESDAY_9


def test_what_is_done_is_counted_without_the_person(small: str) -> None:
    browser = _browser(small)
    place = _booked(browser)
    page = browser.get(f"{place}/annulla")
    browser.post(f"{place}/annulla", data={"csrf": csrf(page)})
    counted = _rows(small, Activity)
    assert [(row.channel, row.kind, row.item, row.result) for row in counted] == [
        ("site", "booking", "lecco", "booked"), ("site", "booking", "lecco", "cancelled")]
    assert counted[0].visit == counted[1].visit and counted[0].visit not in browser.cookies["orienta_visita"]


# -- what goes wrong -------------------------------------------------------------------------------------------------


def test_each_error_is_told_above_and_at_its_field_and_nothing_typed_is_lost(small: str) -> None:
    browser = _browser(small)
    place = _choose(browser).headers["location"]
    page = _person(browser, place, consenso="", nome="Maria 3", contatto="mario@")
    assert page.status_code == 422 and list(problems(page)) == ["consenso", "nome", "contatto"]
    for name, text in problems(page).items():
        field = re.search(rf'<input[^>]*id="{name}"[^>]*>', page.text)
        assert field and f"{name}-errore" in field[0] and 'aria-invalid="true"' in field[0]
        assert re.search(rf'id="{name}-errore".*?</p>', page.text)[0].endswith(f"{text}</p>")  # type: ignore[index]
    assert "<title>Errore: " in page.text and "autofocus" in page.text
    assert (value_of(page, "nome"), value_of(page, "contatto")) == ("Maria 3", "mario@")
    again = browser.get(place)  # nor is it when the page is opened anew
    assert (value_of(again, "nome"), value_of(again, "contatto")) == ("Maria 3", "mario@")
    page = _person(browser, place, consenso="")
    assert list(problems(page)) == ["consenso"] and value_of(page, "nome") == "maria rossi"


@pytest.mark.parametrize(("typed", "said"), [
    ("", "Scrivi un numero"), ("333 12", "manca qualche cifra"), ("33312345678901234", "troppe cifre"),
    ("mario@gmail", "parte dopo la chiocciola"), ("mario rossi@gmail.com", "uno spazio"), ("boh", "non è valido"),
    ("800 123456", "non può essere di una persona"), ("<script>", "non è valido")])
def test_a_wrong_contact_says_what_is_wrong(small: str, typed: str, said: str) -> None:
    browser = _browser(small)
    page = _person(browser, _choose(browser).headers["location"], contatto=typed)
    assert said in problems(page)["contatto"] and value_of(page, "contatto") == typed


def test_a_misspelt_domain_is_asked_about_and_not_changed(small: str) -> None:
    browser = _browser(small)
    page = browser.get(_to_review(browser, contatto="maria@gmial.com"))
    assert "maria@gmial.com: è giusto o volevi scrivere maria@gmail.com?" in page.text


def test_a_time_taken_meanwhile_gives_the_nearest_ones(url: str) -> None:
    browser = _browser(url)
    page = browser.get(f"{BOOK}/orario", params=LECCO)
    booking_data.book(settings_of(url), "other")
    answer = browser.post(f"{BOOK}/orario", data={**LECCO, "csrf": csrf(page), "inizio": NINE})
    assert answer.status_code == 409 and "appena stato preso" in problems(answer)["orari"]
    nearest = answer.text.split('id="vicini"')[1].split("</section>")[0]
    assert "alle 8:30" in nearest and "alle 9:30" in nearest and NINE not in starts(answer)


def test_a_time_taken_before_the_confirmation_keeps_what_was_typed(url: str) -> None:
    browser = _browser(url)
    place = _to_review(browser)
    page = browser.get(place)
    with transaction(url, write=True) as session:  # the hold has expired, somebody else was quicker
        session.query(Slot).delete()
    booking_data.book(settings_of(url), "other")
    answer = browser.post(place, data={"csrf": csrf(page)})
    assert answer.status_code == 409 and "appena stato preso" in problems(answer)["orari"]
    draft = place.split("/")[3]
    assert value_of(answer, "bozza") is not None and draft in answer.text
    again = browser.post(f"{BOOK}/orario", data={**LECCO, "csrf": csrf(answer), "inizio": TEN, "bozza": draft})
    assert again.headers["location"] == place  # name and contact are not asked again
    assert _confirm(browser, place).status_code == 303
    assert booking_data.taken_places(url, WEDNESDAY_10) == 1


@pytest.mark.parametrize(("start", "said"), [
    ("lecco|2026-03-02T14:00+01:00", "troppo presto"), ("lecco|2026-03-07T09:00+01:00", "sabato"),
    ("lecco|2026-03-19T09:00+01:00", "formazione del personale"), ("lecco|2026-09-02T09:00+02:00", "troppo in là"),
    ("lecco|2026-03-04T13:00+01:00", "scegli un orario libero"), ("lecco|2026-04-06T09:00+02:00", "festa"),
    ("altrove|2026-03-04T09:00+01:00", "non offre"), ("lecco|2026-01-02T09:00+01:00", "passato"),
    ("", "Scegli un orario"), ("lecco|mai", "Scegli un orario"), ("lecco|2026-03-04T09:00", "Scegli un orario"),
    ("lecco|0001-01-01T00:00+14:00", "Scegli un orario"), ("lecco|9999-12-31T23:59-14:00", "Scegli un orario"),
    ("<b>|2026-03-04T09:00+01:00", "Scegli un orario")])
def test_a_time_that_no_button_offers_is_refused_with_the_reason(small: str, start: str, said: str) -> None:
    answer = _choose(_browser(small), start)
    assert answer.status_code in (409, 422) and said in problems(answer)["orari"]
    assert starts(answer)


def test_who_has_an_appointment_already_is_led_to_it_only_in_the_same_browser(url: str) -> None:
    browser = _browser(url)
    place = _booked(browser)
    page = _confirm(browser, _to_review(browser, TEN))
    assert page.status_code == 409 and "risulta già un appuntamento" in problems(page)["modulo"] and place in page.text
    stranger = _browser(url, address="192.0.2.9")
    page = _confirm(stranger, _to_review(stranger, times.written("lecco", WEDNESDAY_10 + timedelta(minutes=30))))
    assert page.status_code == 409 and place not in page.text and "LC-" not in page.text
    assert len(_rows(url, Appointment)) == 1


def test_when_the_database_fails_at_the_end_nothing_is_lost(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = _browser(small)
    place = _to_review(browser)
    page = browser.get(place)

    def down(*_args: object, **_more: object) -> None:
        raise DatabaseUnavailable("down")

    with monkeypatch.context() as patched:
        patched.setattr(booking_pages.booking, "confirm", down)
        answer = browser.post(place, data={"csrf": csrf(page)})
        assert answer.status_code == 503 and "non hai perso nulla" in problems(answer)["modulo"]
    assert _confirm(browser, place).status_code == 303


def test_days_without_free_times_say_why_and_whom_to_call(small: str) -> None:
    browser = _browser(small)
    page = browser.get(f"{BOOK}/orario", params={**LECCO, "dal": "2026-03-07"})
    assert "Di sabato l’ufficio è chiuso." in page.text and "Lunedì 9 marzo 2026" in page.text
    page = browser.get(f"{BOOK}/orario", params={**LECCO, "dal": "07/03/2026"})
    assert "Di sabato" in page.text
    page = browser.get(f"{BOOK}/orario", params={**LECCO, "dal": "2027-01-01"})
    assert "si può prenotare fino a venerdì 1º maggio 2026" in page.text
    with transaction(small, write=True) as session:
        session.query(booking_data.OpeningInterval).delete()
    page = browser.get(f"{BOOK}/orario", params=LECCO)
    assert "Non ci sono posti liberi" in page.text and "CPI Lecco" in page.text


def test_pages_of_days_go_on_and_back(small: str) -> None:
    browser = _browser(small)
    page = browser.get(f"{BOOK}/orario", params=LECCO)
    days = re.findall(r'id="giorno-([\d-]+)"', page.text)
    assert len(days) == 5
    later = re.search(r'href="([^"]+)">Giorni dopo', page.text)
    assert later is not None
    page = browser.get(later[1].replace("&amp;", "&"))
    assert min(re.findall(r'id="giorno-([\d-]+)"', page.text)) > max(days) and "Giorni prima" in page.text


# -- twice, back, late, forged ---------------------------------------------------------------------------------------


def test_a_double_click_is_one_appointment(url: str) -> None:
    browser = _browser(url)
    place = _to_review(browser)
    form = {"csrf": csrf(browser.get(place))}
    cookies = dict(browser.cookies)

    def send(_number: int) -> Response:
        return TestClient(browser.app, base_url="http://sito.example", cookies=cookies,
                          follow_redirects=False).post(place, data=form)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1 and len(_rows(url, Appointment)) == 1


def test_going_back_after_the_booking_shows_it_and_books_nothing(small: str) -> None:
    browser = _browser(small)
    place = _to_review(browser)
    form = {"csrf": csrf(browser.get(place))}
    shown = browser.post(place, data=form).headers["location"].partition("?")[0]
    for step in (place, place.replace("conferma", "dati")):
        assert browser.get(step).headers["location"] == shown
        assert browser.post(step, data=form).headers["location"] == shown
    assert len(_rows(small, Appointment)) == 1


def test_going_back_to_the_times_holds_only_the_last(small: str) -> None:
    browser = _browser(small)
    draft = _choose(browser).headers["location"].split("/")[3]
    assert _choose(browser, TEN, draft).status_code == 303
    held = [slot for slot in _rows(small, Slot) if slot.held_by]
    assert len(held) == 1 and held[0].starts_at.hour == 9  # ten in Rome


def test_two_tabs_book_two_things(small: str) -> None:
    browser = _browser(small)
    first = _to_review(browser, contatto="a@example.org")
    second = _to_review(browser, TEN, contatto="b@example.org")
    assert _confirm(browser, first).status_code == 303 and _confirm(browser, second).status_code == 303
    assert {person.contact for person in _rows(small, Person)} == {"a@example.org", "b@example.org"}


@pytest.mark.parametrize("sent", ["", "0" * 40, "è"])
def test_a_form_from_elsewhere_changes_nothing_and_loses_nothing(small: str, sent: str) -> None:
    browser = _browser(small)
    page = browser.post(f"{BOOK}/orario", data={**LECCO, "csrf": sent, "inizio": NINE})
    assert page.status_code == 403 and "ricontrolla" in problems(page)["orari"] and _rows(small, Slot) == []
    place = _choose(browser).headers["location"]
    page = _person(browser, place, csrf=sent)
    assert page.status_code == 403 and value_of(page, "nome") == "maria rossi"
    review = _person(browser, place).headers["location"]
    assert browser.post(review, data={"csrf": sent}).status_code == 403 and _rows(small, Appointment) == []
    shown = _confirm(browser, review).headers["location"].partition("?")[0]
    for path, more in (("/sposta", {"inizio": TEN}), ("/sposta/conferma", {"inizio": TEN}), ("/annulla", {})):
        assert browser.post(shown + path, data={"csrf": sent, **more}).status_code == 403
    assert browser.post("/appuntamenti/esci", data={"csrf": sent}).status_code == 403
    (appointment,) = _rows(small, Appointment)
    assert (appointment.status, appointment.sequence) == ("active", 0)


def test_a_request_that_another_site_makes_is_refused_whatever_it_knows(small: str) -> None:
    browser = _browser(small)
    place = _to_review(browser)
    form = {"csrf": csrf(browser.get(place))}
    assert browser.post(place, data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.post(place, data=form, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_the_token_of_one_browser_is_worth_nothing_in_another(small: str) -> None:
    one, other = _browser(small), _browser(small)
    stolen = csrf(one.get(f"{BOOK}/orario", params=LECCO))
    other.get(BOOK)
    assert other.post(f"{BOOK}/orario", data={**LECCO, "csrf": stolen, "inizio": NINE}).status_code == 403


def test_a_changed_cookie_is_no_cookie(small: str) -> None:
    browser = _browser(small)
    place = _booked(browser)
    cookie = browser.cookies["orienta_visita"]
    assert "LC-" not in cookie
    browser.cookies.clear()
    browser.cookies.set("orienta_visita", cookie[:-2] + "xx", domain="sito.example", path="/appuntamenti")
    assert browser.get(place).headers["location"] == "/appuntamenti/codice?serve=1"


def test_the_cookies_are_as_narrow_as_they_can_be(small: str) -> None:
    browser = _browser(small)
    assert "set-cookie" not in browser.get("/").headers  # who only reads gets none
    place = _choose(browser).headers["location"]
    for cookie in _person(browser, place).headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower() and "Path=/appuntamenti" in cookie
        assert "Secure" not in cookie and ("Max-Age=1800" in cookie) is cookie.startswith("orienta_bozza")
    safe = TestClient(browser.app, base_url="https://sito.example", follow_redirects=False)
    assert "Secure" in safe.get(BOOK).headers["set-cookie"]


def test_leaving_leaves_nothing(small: str) -> None:
    browser = _browser(small)
    place = _booked(browser)
    page = browser.get("/appuntamenti")
    assert place in page.text
    answer = browser.post("/appuntamenti/esci", data={"csrf": csrf(page)})
    assert answer.status_code == 303 and not browser.cookies
    assert browser.get(place).headers["location"] == "/appuntamenti/codice?serve=1"
    assert place not in browser.get("/appuntamenti").text


def test_a_draft_that_is_gone_begins_anew_and_says_so(small: str) -> None:
    browser = _browser(small)
    place = _to_review(browser)
    browser.cookies.delete("orienta_bozza")
    for step in (place, place.replace("conferma", "dati")):
        answer = browser.get(step)
        assert answer.headers["location"] == f"{BOOK}?scaduta=1"
    assert "non c’è più" in browser.get(f"{BOOK}?scaduta=1").text


def test_an_appointment_that_has_begun_can_no_longer_be_changed(small: str) -> None:
    moment = [NOW]
    browser = _browser(small, now=lambda: moment[0])
    place = _booked(browser)
    page = browser.get(f"{place}/annulla")
    moment[0] = WEDNESDAY_9 + timedelta(minutes=1)
    answer = browser.post(f"{place}/annulla", data={"csrf": csrf(page)})
    assert answer.headers["location"] == f"{place}?esito=tardi"
    assert "non si può più cambiare" in browser.get(f"{place}?esito=tardi").text
    for path in ("/sposta", "/annulla"):
        assert "non si può più cambiare" in browser.get(place + path).text
    assert _rows(small, Appointment)[0].status == "active"


# -- limits ----------------------------------------------------------------------------------------------------------


def _try_code(browser: TestClient, code: str = "LC-AAAA-AAAA") -> Response:
    page = browser.get("/appuntamenti/codice")
    return browser.post("/appuntamenti/codice", data={"csrf": csrf(page), "codice": code})


def test_five_wrong_codes_close_the_door_for_a_browser(url: str) -> None:
    browser = _browser(url)
    for left in (4, 3, 2, 1, 0):
        page = _try_code(browser, f"LC-AAAA-AAA{left}")
        assert page.status_code == 422 and value_of(page, "codice") == f"LC-AAAA-AAA{left}"
    code = booking_data.book(settings_of(url), "somebody").code
    page = _try_code(browser, code)
    assert page.status_code == 429 and "Troppi codici sbagliati: riprova dopo le 10:00" in problems(page)["codice"]
    assert _try_code(_browser(url, address="192.0.2.7"), code).status_code == 303


def test_wrong_codes_of_many_browsers_close_the_door_for_their_address(small: str) -> None:
    app = _browser(small, site_wrong_codes_per_hour=6).app
    code = booking_data.book(settings_of(small), "somebody").code

    def fresh(address: str) -> TestClient:
        return TestClient(app, base_url="http://sito.example", client=(address, 1), follow_redirects=False)

    for _ in range(6):
        assert _try_code(fresh("2001:db8::1")).status_code == 422
    assert _try_code(fresh("2001:db8::2"), code).status_code == 429  # the same network
    assert _try_code(fresh("2001:db9::1"), code).status_code == 303


def test_one_address_books_only_so_much(small: str) -> None:
    browser = _browser(small, site_bookings_per_hour=1)
    _booked(browser, contatto="a@example.org")
    place = _to_review(browser, TEN, contatto="b@example.org")
    page = _confirm(browser, place)
    assert page.status_code == 429 and "troppe richieste" in problems(page)["modulo"]
    assert len(_rows(small, Appointment)) == 1
    for _ in range(3):
        assert _choose(browser, TEN).status_code == 303
    page = _choose(browser, TEN)
    assert page.status_code == 429 and "troppe richieste" in problems(page)["orari"]


def test_a_limit_of_zero_is_none(small: str) -> None:
    browser = _browser(small, site_bookings_per_hour=0)
    for _ in range(8):
        assert _choose(browser).status_code == 303
