"""Booking, moving and cancelling without JavaScript, as a browser does it: with cookies, redirects and buttons."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from bot.db.models import Activity, Appointment, Consent, Slot
from bot.db.session import DatabaseUnavailable, transaction
from connectors.site.public import booking as booking_pages
from connectors.site.public import times
from tests.support import booking_data
from tests.support.booking_data import WEDNESDAY_9, WEDNESDAY_10, settings_of
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
from tests.support.site_public import csrf, problems, starts, value_of, words_on

# -- the way through -------------------------------------------------------------------------------------------------


def test_the_whole_way(url: str) -> None:
    browser = new_browser(url)
    page = browser.get(BOOK)
    assert "Colloquio di orientamento" in page.text and "Servizio che nessuno offre" not in page.text
    page = browser.get(f"{BOOK}/orario", params=LECCO)
    assert NINE in starts(page) and all(start.startswith("lecco|") for start in starts(page))
    place = browser.post(f"{BOOK}/orario", data={**LECCO, "csrf": csrf(page), "inizio": NINE}).headers["location"]
    page = browser.get(place)
    assert "mercoledì 4 marzo 2026 alle 9:00" in page.text and "10 minuti" in page.text
    place = tell_person(browser, place).headers["location"]
    page = browser.get(place)
    assert "Maria Rossi" in page.text and "333 123 4567" in page.text
    assert rows_of(url, Appointment) == []  # nothing of the person before the confirmation
    answer = browser.post(place, data={"csrf": csrf(page)})
    assert answer.status_code == 303
    page = browser.get(answer.headers["location"])
    assert "Prenotato." in page.text and "••• 567" in page.text
    # tokens, references and codes are random: any three digits may stand in them
    assert "333" not in words_on(page).replace(code_on(page), "") and not re.search(r"333\W*123", page.text)
    (appointment,), (consent,) = rows_of(url, Appointment), rows_of(url, Consent)
    assert appointment.code == code_on(page) and appointment.conversation_id.startswith("site_")
    assert (appointment.name, appointment.contact, appointment.contact_kind) == (
        "Maria Rossi", "+393331234567", "phone")
    assert consent.notice_version == booking_pages.privacy.NOTICE_VERSION
    assert consent.given_by == appointment.conversation_id and not consent.on_behalf


def test_who_books_for_another_says_so_and_the_consent_keeps_it(url: str) -> None:
    browser = new_browser(url)
    book_here(browser, per_altri="si", nome="Piero Rossi")
    (consent,) = rows_of(url, Consent)
    assert consent.on_behalf and consent.given_by.startswith("site_")


def test_moving_and_cancelling_with_the_code_in_another_browser(url: str) -> None:
    first = new_browser(url)
    code = code_on(first.get(book_here(first)))
    browser = new_browser(url, address="192.0.2.2")
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
    (appointment,) = rows_of(url, Appointment)
    assert appointment.sequence == 1 and booking_data.taken_places(url, WEDNESDAY_9) == 0
    page = browser.get(f"{place}/annulla")
    for _ in range(2):
        assert browser.post(f"{place}/annulla", data={"csrf": csrf(page)}).headers["location"].endswith("annullato")
    page = browser.get(place)
    assert "Annullato." in page.text and "/sposta" not in page.text
    assert rows_of(url, Appointment)[0].status == "cancelled" and booking_data.taken_places(url, WEDNESDAY_10) == 0


def test_the_calendar_file(small: str) -> None:
    browser = new_browser(small)
    place = book_here(browser)
    answer = browser.get(f"{place}/promemoria.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="appuntamento-2026-03-04.ics"'
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == WEDNESDAY_9


def test_what_is_done_is_counted_without_the_person(small: str) -> None:
    browser = new_browser(small)
    place = book_here(browser)
    page = browser.get(f"{place}/annulla")
    browser.post(f"{place}/annulla", data={"csrf": csrf(page)})
    counted = rows_of(small, Activity)
    assert [(row.channel, row.kind, row.item, row.result) for row in counted] == [
        ("site", "booking", "lecco", "booked"), ("site", "booking", "lecco", "cancelled")]
    assert counted[0].visit == counted[1].visit and counted[0].visit not in browser.cookies["orienta_visita"]


# -- what goes wrong -------------------------------------------------------------------------------------------------


def test_each_error_is_told_above_and_at_its_field_and_nothing_typed_is_lost(small: str) -> None:
    browser = new_browser(small)
    place = choose_time(browser).headers["location"]
    page = tell_person(browser, place, consenso="", nome="Maria 3", contatto="mario@")
    assert page.status_code == 422 and list(problems(page)) == ["consenso", "nome", "contatto"]
    for name, text in problems(page).items():
        field = re.search(rf'<input[^>]*id="{name}"[^>]*>', page.text)
        assert field and f"{name}-errore" in field[0] and 'aria-invalid="true"' in field[0]
        assert re.search(rf'id="{name}-errore".*?</p>', page.text)[0].endswith(f"{text}</p>")  # type: ignore[index]
    assert "<title>Errore: " in page.text and "autofocus" in page.text
    assert (value_of(page, "nome"), value_of(page, "contatto")) == ("Maria 3", "mario@")
    again = browser.get(place)  # nor is it when the page is opened anew
    assert (value_of(again, "nome"), value_of(again, "contatto")) == ("Maria 3", "mario@")
    page = tell_person(browser, place, consenso="")
    assert list(problems(page)) == ["consenso"] and value_of(page, "nome") == "maria rossi"


@pytest.mark.parametrize(("typed", "said"), [
    ("", "Scrivi un numero"), ("333 12", "manca qualche cifra"), ("33312345678901234", "troppe cifre"),
    ("mario@gmail", "parte dopo la chiocciola"), ("mario rossi@gmail.com", "uno spazio"), ("boh", "non è valido"),
    ("800 123456", "non può essere di una persona"), ("<script>", "non è valido")])
def test_a_wrong_contact_says_what_is_wrong(small: str, typed: str, said: str) -> None:
    browser = new_browser(small)
    page = tell_person(browser, choose_time(browser).headers["location"], contatto=typed)
    assert said in problems(page)["contatto"] and value_of(page, "contatto") == typed


def test_a_misspelt_domain_is_asked_about_and_not_changed(small: str) -> None:
    browser = new_browser(small)
    page = browser.get(to_review(browser, contatto="maria@gmial.com"))
    assert "maria@gmial.com: è giusto o volevi scrivere maria@gmail.com?" in page.text


def test_a_time_taken_meanwhile_gives_the_nearest_ones(url: str) -> None:
    browser = new_browser(url)
    page = browser.get(f"{BOOK}/orario", params=LECCO)
    booking_data.book(settings_of(url), "other")
    answer = browser.post(f"{BOOK}/orario", data={**LECCO, "csrf": csrf(page), "inizio": NINE})
    assert answer.status_code == 409 and "appena stato preso" in problems(answer)["orari"]
    nearest = answer.text.split('id="vicini"')[1].split("</section>")[0]
    assert "alle 8:30" in nearest and "alle 9:30" in nearest and NINE not in starts(answer)


def test_a_time_taken_before_the_confirmation_keeps_what_was_typed(url: str) -> None:
    browser = new_browser(url)
    place = to_review(browser)
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
    assert press_confirm(browser, place).status_code == 303
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
    answer = choose_time(new_browser(small), start)
    assert answer.status_code in (409, 422) and said in problems(answer)["orari"]
    assert starts(answer)


def test_who_has_an_appointment_already_is_led_to_it_only_in_the_same_browser(url: str) -> None:
    browser = new_browser(url)
    place = book_here(browser)
    # told before any name or number is asked
    page = browser.get(f"{BOOK}/orario", params=LECCO)
    assert page.status_code == 409 and "è già preso un appuntamento" in problems(page)["servizio"]
    assert place in page.text and "/contatti" in page.text
    page = browser.post(f"{BOOK}/orario", data={**LECCO, "csrf": csrf(page), "inizio": TEN})
    assert page.status_code == 409 and place in page.text
    # the same number typed elsewhere tells nothing, hinders nobody and renames nobody
    stranger = new_browser(url, address="192.0.2.9")
    later = times.write_start_value("lecco", WEDNESDAY_10 + timedelta(minutes=30))
    assert press_confirm(stranger, to_review(stranger, later, nome="bruno bianchi")).status_code == 303
    assert [(row.name, row.contact) for row in rows_of(url, Appointment)] == [
        ("Maria Rossi", "+393331234567"), ("Bruno Bianchi", "+393331234567")]


def test_two_people_at_one_browser_book_one_after_the_other(url: str) -> None:
    browser = new_browser(url)
    first = book_here(browser)
    page = browser.get(f"{BOOK}/orario", params=LECCO)
    assert browser.post(f"{BOOK}/altra-persona", data={**LECCO, "csrf": "0" * 40}).status_code == 403
    answer = browser.post(f"{BOOK}/altra-persona", data={**LECCO, "csrf": csrf(page)})
    assert answer.status_code == 303 and "/prenota/orario?" in answer.headers["location"]
    book_here(browser, TEN, nome="bruno bianchi")
    assert browser.get(first).status_code == 303 and [row.name for row in rows_of(url, Appointment)] == [
        "Maria Rossi", "Bruno Bianchi"]
    assert len({row.conversation_id for row in rows_of(url, Appointment)}) == 2


@pytest.mark.parametrize("version", ["", "1999-1", "<b>"])
def test_a_form_with_a_notice_that_nobody_was_shown_is_asked_again(small: str, version: str) -> None:
    browser = new_browser(small)
    place = choose_time(browser).headers["location"]
    page = tell_person(browser, place, informativa=version)
    assert page.status_code == 422 and problems(page)["consenso"] and value_of(page, "nome") == "maria rossi"


def test_when_the_database_fails_at_the_end_nothing_is_lost(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = new_browser(small)
    place = to_review(browser)
    page = browser.get(place)

    def down(*_args: object, **_more: object) -> None:
        raise DatabaseUnavailable("down")

    with monkeypatch.context() as patched:
        patched.setattr(booking_pages.booking, "book_appointment", down)
        answer = browser.post(place, data={"csrf": csrf(page)})
        assert answer.status_code == 503 and "non hai perso nulla" in problems(answer)["modulo"]
    assert press_confirm(browser, place).status_code == 303


def test_days_without_free_times_say_why_and_whom_to_call(small: str) -> None:
    browser = new_browser(small)
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
    browser = new_browser(small)
    page = browser.get(f"{BOOK}/orario", params=LECCO)
    days = re.findall(r'id="giorno-([\d-]+)"', page.text)
    assert len(days) == 5
    later = re.search(r'href="([^"]+)">Giorni dopo', page.text)
    assert later is not None
    page = browser.get(later[1].replace("&amp;", "&"))
    assert min(re.findall(r'id="giorno-([\d-]+)"', page.text)) > max(days) and "Giorni prima" in page.text
