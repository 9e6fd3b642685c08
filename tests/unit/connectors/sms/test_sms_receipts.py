"""Receipts of the SMS gateway: behind a secret address, in every shape, once."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
import sqlalchemy
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.db.session import get_engine
from bot.services import notices
from bot.services.notices import Answered, Handover
from bot.settings import Settings
from connectors.sms.sms_receipts import PATH, SmsReceipts, make_receipts_secret, make_receipts_url
from tests.support import booking_data
from tests.support.booking_data import NOW
from tests.support.outgoing import take_next


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    booking_data.add_offices(sqlite_url)
    made = booking_data.settings_of(
        sqlite_url, sms_url="https://sms.example.org", sms_sender="Orienta", secret="k" * 32, sms_token="t")
    booking_data.book(made, "anna", contact="+393331234567", contact_kind="phone")
    notices.plan(made, NOW)
    message = take_next(made, {"sms"}, NOW)
    assert message is not None
    notices.settle(made, message, Handover(Answered.SENT, id="gw-1"), NOW)
    return made


def client(settings: Settings) -> TestClient:
    return TestClient(Starlette(routes=SmsReceipts(settings).routes()))


def address(settings: Settings) -> str:
    return f"{PATH}/{make_receipts_secret(settings)}"


def state(settings: Settings) -> Any:
    with get_engine(settings.database_url).connect() as connection:
        return connection.execute(sqlalchemy.text("select state from notice where kind = 'confirmation'")).scalar()


@pytest.mark.parametrize("sent", [
    {"json": {"id": "gw-1", "status": "delivered"}}, {"json": [{"messageId": "gw-1", "event": "DELIVRD"}]},
    {"data": {"id": "gw-1", "status": "DELIVERED"}}, {"json": {"results": [{"id": "gw-1"}], "status": "delivered"}}])
def test_what_arrived_is_delivered(settings: Settings, sent: dict[str, Any]) -> None:
    assert client(settings).post(address(settings), **sent).status_code == 200
    assert state(settings) == "delivered"
    again = {"json": {"id": "gw-1", "status": "failed"}}
    assert client(settings).post(address(settings), **again).status_code == 200 and state(settings) == "delivered"


def test_in_the_address_and_with_other_names(settings: Settings) -> None:
    named = dataclasses.replace(settings, sms_fields="id=ref,status=esito")
    answer = client(named).get(address(named), params={"ref": "gw-1", "esito": "UNDELIV"})
    assert answer.status_code == 200 and state(settings) == "failed"


@pytest.mark.parametrize(("sent", "status"), [
    ({"json": {"id": "gw-1", "status": "buffered"}}, 200), ({"json": {"id": "gw-1"}}, 200),
    ({"json": {"id": "gw-9", "status": "delivered"}}, 404), ({"json": {"status": "delivered"}}, 400),
    ({"content": b"nonsense", "headers": {"content-type": "application/json"}}, 400), ({"json": "gw-1"}, 400),
    ({"json": []}, 400), ({"content": b""}, 400), ({"content": b"x" * 100_000}, 413)])
def test_what_means_nothing_changes_nothing(settings: Settings, sent: dict[str, Any], status: int) -> None:
    assert client(settings).post(address(settings), **sent).status_code == status
    assert state(settings) == "sent"


@pytest.mark.parametrize("secret", ["", "x", "%C3%A8", "../telegram"])
def test_without_the_secret_there_is_nothing(settings: Settings, secret: str) -> None:
    answer = client(settings).post(f"{PATH}/{secret}", json={"id": "gw-1", "status": "failed"})
    assert answer.status_code == 404 and state(settings) == "sent"


def test_another_token_is_another_secret_and_the_url_is_named_where_it_is_known(settings: Settings) -> None:
    other = dataclasses.replace(settings, sms_token="other", site_url="https://o.example.it/")
    assert make_receipts_secret(other) != make_receipts_secret(settings) and make_receipts_url(settings) == ""
    assert make_receipts_url(other) == f"https://o.example.it{PATH}/{make_receipts_secret(other)}"


def test_a_database_that_is_away_asks_to_say_it_again(settings: Settings) -> None:
    away = dataclasses.replace(settings, database_url="postgresql://nobody@127.0.0.1:1/nothing")
    assert client(away).post(address(away), json={"id": "gw-1", "status": "failed"}).status_code == 503
