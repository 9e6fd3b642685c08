"""A lost code on the site: one form, one sentence for everybody, the offices beside it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.db.models import Notice
from bot.db.session import transaction
from tests.support.site_booking import book_here, new_browser
from tests.support.site_public import csrf, problems, words_on


def notices(url: str) -> int:
    with transaction(url) as session:
        return len(session.execute(select(Notice.id).where(Notice.kind == "lost_code")).all())


def test_everybody_hears_the_same_and_only_the_owner_gets_the_code(small: str) -> None:
    book_here(new_browser(small), contatto="maria@example.org")
    told = []
    for number, contact in enumerate(("maria@example.org", "altra@example.org")):
        browser = new_browser(small, address=f"192.0.2.{number + 1}", smtp_url="smtp://mail.example")
        page = browser.get("/appuntamenti/codice-perso")
        answer = browser.post("/appuntamenti/codice-perso", data={"csrf": csrf(page), "contatto": contact})
        assert answer.status_code == 200 and "LC-" not in answer.text and "Se c’è un appuntamento" in answer.text
        told.append(words_on(answer).replace(contact, ""))
    assert told[0] == told[1] and notices(small) == 1


@pytest.mark.parametrize("typed, status", [("", 422), ("boh", 422), ("333", 422), ("<b>@", 422)])
def test_what_is_no_contact_gets_one_sentence_and_the_offices(small: str, typed: str, status: int) -> None:
    browser = new_browser(small)
    page = browser.get("/appuntamenti/codice-perso")
    answer = browser.post("/appuntamenti/codice-perso", data={"csrf": csrf(page), "contatto": typed})
    assert answer.status_code == status and problems(answer)["contatto"] and "CPI Lecco:" in words_on(answer)
    assert browser.post("/appuntamenti/codice-perso", data={"csrf": "x", "contatto": typed}).status_code == 403
    assert notices(small) == 0


def test_one_address_asks_only_so_often(small: str) -> None:
    browser = new_browser(small, site_bookings_per_hour=2)
    for _ in range(2):
        page = browser.get("/appuntamenti/codice-perso")
        answer = browser.post("/appuntamenti/codice-perso", data={"csrf": csrf(page), "contatto": "a@example.org"})
        assert answer.status_code == 200
        browser.cookies.clear()
    page = browser.get("/appuntamenti/codice-perso")
    assert browser.post(
        "/appuntamenti/codice-perso", data={"csrf": csrf(page), "contatto": "a@example.org"}).status_code == 429
