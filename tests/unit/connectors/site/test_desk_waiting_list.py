"""The waiting list at the desk: a place offered to a chosen one, or booked for them; somebody taken off; the alarm."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import delete, select
from starlette.testclient import TestClient

from bot.db.models import Appointment, OpeningInterval, WaitingOffer, WaitingWish
from bot.db.session import transaction
from bot.services import waiting_list
from bot.services.waiting_list import PlaceWish, WaitingLeft
from tests.support.booking_data import NOW, WEDNESDAY_9, settings_of
from tests.support.desk_data import add_operator
from tests.support.site_public import client_of, words_on
from tests.unit.connectors.site.test_desk_interests import csrf, sign_in

PLACE = f"lecco|{WEDNESDAY_9.isoformat()}"


@pytest.fixture
def desk(small: str) -> TestClient:
    add_operator(small)
    return sign_in(client_of(small))


def wait(url: str, who: str, office: str | None = "lecco") -> int:
    left = waiting_list.leave_wish(
        settings_of(url, secret="k"), PlaceWish(
            "orientamento", office, name=f"Persona {who}", contact=f"{who}@example.org", contact_kind="email"),
        conversation_id=f"web_{who}", channel="webchat", notice_version="2026-1", now=NOW)
    assert isinstance(left, WaitingLeft)
    return left.wish.id


def press(desk: TestClient, wish_id: int, act: str, place: str = PLACE) -> Any:
    page = desk.get("/operatori/attesa")
    return desk.post(f"/operatori/attesa/{wish_id}/{act}", data={"csrf": csrf(page), "posto": place})


def states(url: str) -> list[str]:
    with transaction(url) as session:
        return list(session.execute(select(WaitingOffer.state)).scalars())


def test_a_chosen_one_is_offered_a_place_and_it_is_kept(desk: TestClient, small: str) -> None:
    wait(small, "anna")
    second = wait(small, "bruno")
    page = desk.get("/operatori/attesa")
    assert words_on(page).index("Persona anna") < words_on(page).index("Persona bruno"), "in their order"
    assert press(desk, second, "proponi").headers["location"].endswith("esito=proposto")
    assert states(small) == ["open"] and "tenuto fino a" in words_on(desk.get("/operatori/attesa"))
    assert press(desk, second, "proponi").headers["location"].endswith("esito=non-libero")


def test_a_place_is_booked_for_somebody_who_said_yes(desk: TestClient, small: str) -> None:
    first = wait(small, "anna")
    assert press(desk, first, "prenota").headers["location"].endswith("esito=prenotato")
    with transaction(small) as session:
        assert session.execute(select(Appointment.name, Appointment.contact)).all() == [
            ("Persona anna", "anna@example.org")]
    assert states(small) == ["accepted"] and "Nessuno aspetta" in words_on(desk.get("/operatori/attesa"))


def test_somebody_is_taken_off(desk: TestClient, small: str) -> None:
    assert press(desk, wait(small, "anna"), "togli").headers["location"].endswith("esito=tolto")
    with transaction(small) as session:
        assert session.execute(select(WaitingWish)).first() is None


@pytest.mark.parametrize("place", [
    "", "lecco", "lecco|mai", f"merate|{WEDNESDAY_9.isoformat()}", "lecco|2026-03-04T09:00"])
def test_what_is_no_place_of_that_wish_is_refused(desk: TestClient, small: str, place: str) -> None:
    assert press(desk, wait(small, "anna"), "proponi", place).status_code == 422 and states(small) == []


def test_an_office_without_a_place_for_a_week_is_an_alarm_on_the_first_page(desk: TestClient, small: str) -> None:
    assert "Nessun posto libero per una settimana" not in words_on(desk.get("/operatori"))
    with transaction(small, write=True) as session:
        session.execute(delete(OpeningInterval).where(OpeningInterval.office_id == "lecco"))
    wait(small, "anna")
    page = words_on(desk.get("/operatori"))
    assert "Nessun posto libero per una settimana: 2" in page
    assert re.search(r"CPI Lecco\W+Colloquio di orientamento: nessun posto", page) and "in lista d’attesa: 1" in page
