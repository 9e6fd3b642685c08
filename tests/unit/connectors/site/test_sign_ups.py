"""Signing up for an event on the site without scripts, the ticket by its code, the door at the desk."""

from __future__ import annotations

import json
import re
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from bot.db.models import EventDay, SignUp
from bot.db.session import transaction
from tests.support.booking_data import NOW
from tests.support.site_public import client_of, csrf, problems, words_on

DAY = date(NOW.year + 1, 3, 4)
FIELDS = {"nome": "maria rossi", "contatto": "maria@example.it", "consenso": "si"}


@pytest.fixture
def event_id(seeded_url: str) -> str:
    """An event with one place on a day to come, for people and firms."""
    with transaction(seeded_url, write=True) as session:
        found = session.execute(select(EventDay.event_id).limit(1)).scalar_one()
        session.add(EventDay(event_id=found, day=DAY, place="Lecco", places=1, starts=time(9), sign_up_for="both"))
    return str(found)


def send(browser: TestClient, event_id: str, **changed: str) -> Any:
    address = f"/iscrizioni/evento/{event_id}/{DAY.isoformat()}"
    return browser.post(address, data={"csrf": csrf(browser.get(address)), **FIELDS, **changed})


def test_signed_up_seen_in_the_calendar_and_withdrawn(seeded_url: str, event_id: str) -> None:
    browser = client_of(seeded_url)
    assert "Iscriviti" in words_on(browser.get(f"/eventi/{event_id}"))
    answer = send(browser, event_id)
    assert answer.status_code == 303, problems(answer)
    page = browser.get(answer.headers["location"])
    assert "il posto è tuo" in words_on(page) and "BG-" in words_on(page) and "maria@" not in page.text
    place = answer.headers["location"].partition("?")[0]
    assert "BEGIN:VEVENT" in browser.get(f"{place}/evento.ics").text
    other = client_of(seeded_url, address="192.0.2.8")
    waiting = send(other, event_id, contatto="eva@example.it", per="azienda", azienda="Rossi Srl")
    assert "lista d’attesa" in words_on(other.get(waiting.headers["location"]))
    gone = browser.post(f"{place}/ritira", data={"csrf": csrf(browser.get(place))})
    assert "Iscrizione ritirata" in words_on(gone)
    with transaction(seeded_url) as session:
        (left,) = session.execute(select(SignUp)).scalars()
    assert (left.firm, left.status, left.place) == ("Rossi Srl", "signed", 1), "who waited has the place"
    linked = client_of(seeded_url, address="192.0.2.9").get("/iscrizioni/codice", params={"codice": left.code})
    assert linked.status_code == 303 and left.code not in linked.headers["location"]


@pytest.mark.parametrize("field, value", [
    ("nome", "1"), ("contatto", "12"), ("contatto", "0341 295448"), ("consenso", ""), ("azienda", "")])
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    seeded_url: str, event_id: str, field: str, value: str
) -> None:
    answer = send(client_of(seeded_url), event_id, **{"per": "azienda", "azienda": "Rossi Srl", field: value})
    assert answer.status_code == 422 and list(problems(answer)) == [field]
    with transaction(seeded_url) as session:
        assert session.execute(select(SignUp.id)).first() is None


def test_a_day_without_sign_up_is_not_there(seeded_url: str, event_id: str) -> None:
    assert client_of(seeded_url).get(f"/iscrizioni/evento/{event_id}/2020-01-01").status_code == 404


def test_schema_org_offers_it(seeded_url: str, event_id: str) -> None:
    browser = client_of(seeded_url)

    def offers() -> list[Any]:
        page = browser.get(f"/eventi/{event_id}").text
        found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
        assert found is not None
        data = json.loads(found[1])
        days = data.get("@graph", [data])
        return [day["offers"] for day in days if "offers" in day]

    (offer,) = offers()
    assert offer["availability"].endswith("InStock") and "price" not in offer, "no price is known"
    send(browser, event_id)
    assert offers()[0]["availability"].endswith("SoldOut")
