"""«Avvisami» on the site without scripts: left, seen by its link and by its code, changed, kept, withdrawn."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.db.models import Interest
from bot.db.session import transaction
from tests.support.site_public import client_of, csrf, problems, words_on

FIELDS = {"corso": "course/sala", "luogo": "Merate", "quando": "evening", "contatto": "anna@example.it",
          "consenso": "si"}


def send(browser: TestClient, address: str = "/avvisami", **changed: str) -> Any:
    fields = {**FIELDS, **changed}
    return browser.post(address, data={"csrf": csrf(browser.get(address)), **fields})


def stored(url: str) -> list[Interest]:
    with transaction(url) as session:
        return list(session.query(Interest).all())


def test_left_changed_kept_and_withdrawn(seeded_url: str) -> None:
    browser = client_of(seeded_url)
    left = send(browser)
    assert left.status_code == 303, problems(left)
    place = left.headers["location"].partition("?")[0]
    page = browser.get(left.headers["location"])
    (row,) = stored(seeded_url)
    assert row.code in words_on(page) and "ti avvisiamo" in words_on(page) and "anna@" not in page.text
    changed = send(browser, f"{place}/cambia", quando="morning", contatto="")
    assert changed.status_code == 303 and stored(seeded_url)[0].contact == "anna@example.it"
    assert stored(seeded_url)[0].availability == "morning"
    kept = browser.post(f"{place}/tieni", data={"csrf": csrf(browser.get(place))})
    assert "resta" in words_on(browser.get(kept.headers["location"]))
    gone = browser.post(f"{place}/togli", data={"csrf": csrf(browser.get(place))})
    assert "Avviso tolto" in words_on(gone) and stored(seeded_url) == []
    assert browser.get(place).headers["location"] == "/avvisami/codice?serve=1"


def test_the_link_of_a_notice_and_the_code_open_it_in_another_browser(seeded_url: str) -> None:
    send(client_of(seeded_url))
    (row,) = stored(seeded_url)
    other = client_of(seeded_url, address="192.0.2.9")
    opened = other.get("/avvisami/codice", params={"codice": row.code})
    assert opened.status_code == 303 and row.code not in opened.headers["location"]
    assert row.code in words_on(other.get(opened.headers["location"]))
    third = client_of(seeded_url, address="192.0.2.10")
    page = third.get("/avvisami/codice")
    typed = third.post("/avvisami/codice", data={"csrf": csrf(page), "codice": row.code.lower().replace("-", " ")})
    assert typed.status_code == 303
    wrong = third.post("/avvisami/codice", data={"csrf": csrf(page), "codice": "AV-0000-0000"})
    assert wrong.status_code == 422 and "codice" in problems(wrong)
    assert third.get(f"/avvisami/{'0' * 20}").headers["location"] == "/avvisami/codice?serve=1"


@pytest.mark.parametrize("field, value", [
    ("corso", "course/nessuno"), ("luogo", "Milano"), ("quando", "mai"), ("contatto", "12"), ("contatto", ""),
    ("contatto", "0341 295448"), ("consenso", "")])
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(seeded_url: str, field: str, value: str) -> None:
    answer = send(client_of(seeded_url), **{field: value})
    assert answer.status_code == 422 and list(problems(answer)) == [field]
    assert stored(seeded_url) == []


def test_a_form_of_another_site_leaves_nothing(seeded_url: str) -> None:
    browser = client_of(seeded_url)
    browser.get("/avvisami")
    assert browser.post("/avvisami", data={"csrf": "x", **FIELDS}).status_code == 403 and stored(seeded_url) == []


def test_a_course_that_is_over_leads_there(seeded_url: str) -> None:
    browser = client_of(seeded_url)
    assert "/avvisami?corso=sala" in browser.get("/corsi/sala").text
    assert 'value="course/sala" selected' in browser.get("/avvisami?corso=sala").text
