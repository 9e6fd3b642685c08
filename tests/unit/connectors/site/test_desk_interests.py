"""«Avvisami» at the desk: seen before it is pressed, pressed, stopped; entered for a person, with consent."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from httpx import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from bot.db.models import CourseEdition, Interest, InterestNotice
from bot.db.session import transaction
from tests.support.booking_data import NOW
from tests.support.desk_data import PASSWORD, add_operator
from tests.support.site_public import client_of, words_on

ENTRY = {"corso": "course/sala", "luogo": "Merate", "quando": "evening", "contatto": "333 1234567", "consenso": "si"}


@pytest.fixture
def desk(seeded_url: str) -> TestClient:
    """An operator's browser on a site with an edition to come."""
    add_operator(seeded_url)
    with transaction(seeded_url, write=True) as session:
        session.add(CourseEdition(
            id="next", course_id="sala", starts_earliest=date(NOW.year + 1, 9, 1),
            starts_latest=date(NOW.year + 1, 9, 1), enrolment_opens=NOW.date(),
            enrolment_closes=date(NOW.year + 1, 8, 1), source="test", verified=True))
    browser = client_of(seeded_url)
    return sign_in(browser)


def csrf(page: Response) -> str:
    """What the forms of a page of the desk send back."""
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found is not None, page.text[:2000]
    return html.unescape(found[1])


def sign_in(browser: TestClient) -> TestClient:
    form = browser.get("/operatori/accesso")
    answer = browser.post("/operatori/accesso", data={
        "csrf": csrf(form), "username": "banco", "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return browser


def test_entered_seen_pressed_and_stopped(desk: TestClient, seeded_url: str) -> None:
    entered = desk.post("/operatori/avvisi/nuovo", data={"csrf": csrf(desk.get("/operatori/avvisi/nuovo")), **ENTRY})
    with transaction(seeded_url) as session:
        code = session.execute(select(Interest.code)).scalar_one()
    assert code in words_on(entered)
    overview = desk.get("/operatori/avvisi")
    assert "Anteprima" in words_on(overview) and "next" in words_on(overview)
    preview = desk.get("/operatori/avvisi/anteprima", params={"edizione": "next", "motivo": "published"})
    words = words_on(preview)
    assert "Manda a 1 persona" in words and "Provincia di Lecco" in words
    assert "SMS: 1 (da qui per ora non partono)" in words
    with transaction(seeded_url) as session:
        assert session.execute(select(InterestNotice.id)).first() is None, "to look at it sends nothing"
    sent = desk.post("/operatori/avvisi/manda", data={
        "csrf": csrf(preview), "edizione": "next", "motivo": "published"})
    assert sent.headers["location"] == "/operatori/avvisi?esito=mandato"
    again = desk.post("/operatori/avvisi/manda", data={
        "csrf": csrf(preview), "edizione": "next", "motivo": "published"})
    assert "nessuno lo riceve due volte" in words_on(desk.get(again.headers["location"]))
    stopped = desk.post("/operatori/avvisi/1/ferma", data={"csrf": csrf(overview)})
    assert "Fermato" in words_on(desk.get(stopped.headers["location"]))
    enrolled = desk.post("/operatori/avvisi/iscritto", data={"csrf": csrf(overview), "codice": code})
    assert "iscritta" in words_on(desk.get(enrolled.headers["location"]))


@pytest.mark.parametrize("field, value", [
    ("corso", ""), ("corso", "course/nessuno"), ("luogo", "Roma"), ("quando", "mai"), ("contatto", "1"),
    ("consenso", "")])
def test_an_entry_with_something_wrong_keeps_nothing(
    desk: TestClient, seeded_url: str, field: str, value: str
) -> None:
    answer = desk.post("/operatori/avvisi/nuovo", data={
        "csrf": csrf(desk.get("/operatori/avvisi/nuovo")), **ENTRY, field: value})
    assert answer.status_code == 422 and "alert" in answer.text
    with transaction(seeded_url) as session:
        assert session.execute(select(Interest.id)).first() is None


def test_what_is_not_asked_for_from_our_own_page_does_nothing(desk: TestClient) -> None:
    assert desk.post("/operatori/avvisi/manda", data={"csrf": "x", "edizione": "next"}).status_code == 403
    assert desk.get("/operatori/avvisi/anteprima", params={"edizione": "next", "motivo": "x"}).status_code == 422
    gone = desk.get("/operatori/avvisi/anteprima", params={"edizione": "none", "motivo": "published"})
    assert gone.status_code == 409 and "non c'è più" in words_on(gone)
