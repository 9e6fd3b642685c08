"""The waiting list on the site without scripts: left, offered, taken by the link of the notice, left to others."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.db.models import Appointment, WaitingWish
from bot.db.session import transaction
from bot.services import waiting_list
from bot.services.operators import Nobody
from bot.settings import Settings
from tests.support.booking_data import NOW, WEDNESDAY_9, settings_of
from tests.support.site_booking import TEN, book_here
from tests.support.site_public import client_of, csrf, problems, words_on

FIELDS = {"servizio": "did", "ufficio": "lecco", "quando": "any", "nome": "Anna Bianchi",
          "contatto": "anna@example.it", "consenso": "si"}


@pytest.fixture
def settings(small: str) -> Settings:
    return settings_of(small, secret="a key of the tests", limits="off", booking_horizon_days=2)


def send(browser: TestClient, **changed: str) -> Any:
    return browser.post("/attesa", data={"csrf": csrf(browser.get("/attesa")), **FIELDS, **changed})


def stored(url: str) -> list[WaitingWish]:
    with transaction(url) as session:
        return list(session.query(WaitingWish).all())


def offer(settings: Settings) -> str:
    """Have the first who waits be offered Wednesday at nine; the code of the wish."""
    row = stored(settings.database_url)[0]
    assert waiting_list.offer_place(settings, wish_id=row.id, office_id="lecco", starts_at=WEDNESDAY_9,
                                    operator=Nobody("test"), now=NOW)
    return row.code


def test_left_and_withdrawn(small: str) -> None:
    browser = client_of(small)
    left = send(browser, **{"giorno-0": "si", "giorno-3": "si", "quando": "morning"})
    assert left.status_code == 303, problems(left)
    (row,) = stored(small)
    page = browser.get(left.headers["location"])
    assert row.code in words_on(page) and "lunedì e giovedì di mattina" in words_on(page) and "anna@" not in page.text
    place = left.headers["location"].partition("?")[0]
    gone = browser.post(f"{place}/togli", data={"csrf": csrf(page)})
    assert "Non sei più in lista" in words_on(gone) and stored(small) == []
    assert browser.get(place).headers["location"] == "/attesa/codice?serve=1"


def test_the_link_of_the_notice_leads_to_the_place_and_it_is_taken(settings: Settings) -> None:
    send(client_of(settings.database_url))
    code = offer(settings)
    other = client_of(settings.database_url, address="192.0.2.9")
    opened = other.get("/attesa/codice", params={"codice": code})
    assert opened.status_code == 303 and code not in opened.headers["location"]
    page = other.get(opened.headers["location"])
    assert "C’è un posto per te" in words_on(page)
    done = other.post(f"{opened.headers['location']}/prendi", data={"csrf": csrf(page)})
    assert done.status_code == 200 and re.search(r"LC-\w{4}-\w{4}", done.text)
    with transaction(settings.database_url) as session:
        assert [(row.name, row.contact) for row in session.query(Appointment).all()] == [
            ("Anna Bianchi", "anna@example.it")]
    late = other.get(opened.headers["location"])
    assert "è finita" in words_on(late) and "Rimettimi in lista" in words_on(late), "the old link says it and how else"


def test_left_to_the_next_one_and_a_late_answer_hears_so(settings: Settings) -> None:
    browser = client_of(settings.database_url)
    place = send(browser).headers["location"].partition("?")[0]
    offer(settings)
    page = browser.get(place)
    left = browser.post(f"{place}/lascia", data={"csrf": csrf(page)})
    assert "va a un’altra persona" in words_on(browser.get(left.headers["location"]))
    late = browser.post(f"{place}/prendi", data={"csrf": csrf(page)})
    assert late.headers["location"].endswith("esito=persa")
    assert "non è più tenuto per te" in words_on(browser.get(late.headers["location"]))


@pytest.mark.parametrize("field, value", [
    ("servizio", "nessuno"), ("ufficio", "nessuno"), ("quando", "mai"), ("nome", ""), ("nome", "123"),
    ("contatto", "12"), ("contatto", "0341 295448"), ("contatto", ""), ("consenso", "")])
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(small: str, field: str, value: str) -> None:
    answer = send(client_of(small), **{field: value})
    assert answer.status_code == 422 and list(problems(answer)) == [field]
    assert stored(small) == []


def test_a_wrong_code_and_a_form_of_another_site(small: str) -> None:
    browser = client_of(small)
    page = browser.get("/attesa/codice")
    wrong = browser.post("/attesa/codice", data={"csrf": csrf(page), "codice": "AT-0000-0000"})
    assert wrong.status_code == 422 and "codice" in problems(wrong)
    assert browser.post("/attesa", data={"csrf": "x", **FIELDS}).status_code == 403 and stored(small) == []


def test_an_earlier_place_is_waited_for_from_the_appointments_page(small: str) -> None:
    browser = client_of(small)
    place = book_here(browser, TEN)
    page = browser.get(place)
    left = browser.post(f"{place}/prima", data={"csrf": csrf(page)})
    (row,) = stored(small)
    assert row.code in words_on(left) and row.appointment_id is not None and row.contact is None


def test_the_page_of_times_leads_there(small: str) -> None:
    page = client_of(small).get("/appuntamenti/prenota/orario?servizio=orientamento&ufficio=lecco")
    assert "/attesa?servizio=orientamento&amp;ufficio=lecco" in page.text
    form = client_of(small).get("/attesa?servizio=orientamento&ufficio=lecco").text
    assert 'value="orientamento" selected' in form and 'value="lecco" selected' in form
