"""A person's rights at the desk: their data written out, or erased once the operator is sure; both in the audit log."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from bot.db.models import Appointment, AuditEntry
from bot.db.session import transaction
from tests.support.desk_data import add_operator
from tests.support.site_booking import book_here, new_browser, rows_of
from tests.support.site_public import client_of, words_on
from tests.unit.connectors.site.test_desk_interests import csrf, sign_in


@pytest.fixture
def desk(small: str) -> TestClient:
    """An operator's browser; somebody has booked on the site."""
    add_operator(small)
    book_here(new_browser(small))
    return sign_in(client_of(small))


def acts(url: str) -> list[str]:
    """What the audit log holds, oldest first, without what signing in writes."""
    with transaction(url) as session:
        found = session.execute(select(AuditEntry.act).order_by(AuditEntry.id)).scalars()
        return [act for act in found if act.startswith("data_")]


def test_the_data_are_written_out_and_that_is_noted(desk: TestClient, small: str) -> None:
    [appointment] = rows_of(small, Appointment)
    place = f"/operatori/calendario/appuntamenti/{appointment.id}"
    told = desk.get(f"{place}/dati.json").json()
    assert told["appointments"][0]["name"] == "Maria Rossi"
    assert "Maria Rossi" in desk.get(f"{place}/dati.html").text
    assert desk.get(f"{place}/dati.exe").status_code == 404
    assert acts(small) == ["data_exported", "data_exported"]


def test_an_erasure_is_asked_first_and_then_noted_without_the_person(desk: TestClient, small: str) -> None:
    [appointment] = rows_of(small, Appointment)
    place = f"/operatori/calendario/appuntamenti/{appointment.id}"
    asked = desk.post(f"{place}/cancella-dati", data={"csrf": csrf(desk.get(place))})
    assert "Cancellare i dati di Maria Rossi" in words_on(asked) and rows_of(small, Appointment)
    done = desk.post(f"{place}/cancella-dati", data={"csrf": csrf(asked), "sicuro": "1"})
    assert done.status_code == 303 and rows_of(small, Appointment) == []
    assert acts(small) == ["data_erased"]
    with transaction(small) as session:
        entries = session.execute(select(AuditEntry.target, AuditEntry.detail)).all()
    assert "Rossi" not in str(entries) and "1234567" not in str(entries)


def test_a_stranger_gets_neither(desk: TestClient, small: str) -> None:
    [appointment] = rows_of(small, Appointment)
    place = f"/operatori/calendario/appuntamenti/{appointment.id}"
    assert client_of(small).get(f"{place}/dati.json").status_code != 200
    assert desk.post(f"{place}/cancella-dati", data={"csrf": "x", "sicuro": "1"}).status_code == 403
    assert len(rows_of(small, Appointment)) == 1
