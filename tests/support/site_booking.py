"""The steps of booking by the site's forms, as a browser takes them."""

from __future__ import annotations

import re
from typing import Any

from httpx import Response
from starlette.testclient import TestClient

from bot.db.session import transaction
from connectors.site.public import times
from tests.support import site_public
from tests.support.booking_data import WEDNESDAY_9, WEDNESDAY_10
from tests.support.site_public import csrf, problems, value_of

BOOK = "/appuntamenti/prenota"
LECCO = {"servizio": "orientamento", "ufficio": "lecco"}
NINE, TEN = times.write_start_value("lecco", WEDNESDAY_9), times.write_start_value("lecco", WEDNESDAY_10)


def new_browser(url: str, **options: Any) -> TestClient:
    """A browser on the site of that database."""
    return site_public.client_of(url, **options)


def choose_time(browser: TestClient, start: str = NINE, draft: str = "") -> Response:
    """Choose a time."""
    page = browser.get(f"{BOOK}/orario", params={**LECCO, "bozza": draft})
    return browser.post(f"{BOOK}/orario", data={**LECCO, "csrf": csrf(page), "inizio": start, "bozza": draft})


def tell_person(browser: TestClient, place: str, **changed: str) -> Response:
    """Tell who it is for."""
    page = browser.get(place)
    fields = {"csrf": csrf(page), "informativa": value_of(page, "informativa") or "", "consenso": "si",
              "nome": "maria rossi", "contatto": "333 1234567"}
    return browser.post(place, data={**fields, **changed})


def to_review(browser: TestClient, start: str = NINE, **changed: str) -> str:
    """Choose, tell; the address of the last page before the booking."""
    chosen = choose_time(browser, start)
    assert chosen.status_code == 303, problems(chosen)
    told = tell_person(browser, chosen.headers["location"], **changed)
    assert told.status_code == 303, problems(told)
    return told.headers["location"]


def press_confirm(browser: TestClient, place: str) -> Response:
    """The last button."""
    return browser.post(place, data={"csrf": csrf(browser.get(place))})


def book_here(browser: TestClient, start: str = NINE, **changed: str) -> str:
    """Book; the address of the appointment."""
    answer = press_confirm(browser, to_review(browser, start, **changed))
    assert answer.status_code == 303, problems(answer)
    return answer.headers["location"].partition("?")[0]


def code_on(page: Response) -> str:
    """The code that a page shows."""
    found = re.search(r"LC-[0-9A-Z]{4}-[0-9A-Z]{4}", page.text)
    assert found is not None
    return found[0]


def rows_of(url: str, table: Any) -> list[Any]:
    """Every row of a table."""
    with transaction(url) as session:
        return list(session.query(table).order_by(table.id).all())
