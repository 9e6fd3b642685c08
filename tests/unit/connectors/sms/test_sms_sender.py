"""Text messages against a strict gateway: both shapes, other field names, faults of every kind, restarts."""

from __future__ import annotations

import dataclasses
import logging
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.server import notice_worker
from bot.server.notice_worker import Round
from bot.services import notices
from bot.settings import SettingError, Settings
from connectors.sms.sms_sender import SmsSender, find_gateway, find_id, read_field_names
from tests.support import booking_data
from tests.support.booking_data import NOW
from tests.support.outgoing import take_next
from tests.support.sms_gateway import Gateway, sms_gateway

MINUTE = timedelta(minutes=1)


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    booking_data.add_offices(sqlite_url)
    return booking_data.settings_of(sqlite_url, sms_sender="Orienta", sms_token="secret")


def at(settings: Settings, gateway: Gateway, **changed: Any) -> Settings:
    return dataclasses.replace(settings, sms_url=gateway.url, **changed)


def book(settings: Settings) -> None:
    booking_data.book(settings, "anna", contact="+393331234567", contact_kind="phone")


async def round_at(settings: Settings, now: datetime) -> Round:
    found = find_gateway(settings)
    assert found is not None
    sender = SmsSender(found)
    try:
        return await notice_worker.run_notice_round(settings, [sender], lambda: now)
    finally:
        await sender.close()


async def test_a_json_body_once(settings: Settings) -> None:
    with sms_gateway() as gateway:
        book(at(settings, gateway))
        assert await round_at(at(settings, gateway), NOW) == Round(texted=1)
        assert await round_at(at(settings, gateway), NOW + MINUTE) == Round()
    (message,) = gateway.sent.values()
    assert message["to"] == "+393331234567" and message["from"] == "Orienta"
    assert message["text"].startswith("Confermato: mercoledì 4 marzo 2026 alle 9:00")


async def test_a_form_with_other_names(settings: Settings) -> None:
    names = {"to": "recipient", "from": "originator", "text": "body", "reference": "client_ref"}
    with sms_gateway(form=True, names=names) as gateway:
        wanted = at(settings, gateway, sms_shape="form", sms_fields=",".join(f"{a}={b}" for a, b in names.items()))
        book(wanted)
        assert await round_at(wanted, NOW) == Round(texted=1)
    assert not gateway.refused


@pytest.mark.parametrize("answer", [
    (429, "slow down"), (500, "<h1>Oops</h1>"), (200, "<html>login</html>"), (200, "{}"), (200, "[]"), (204, ""),
    (None, ""), (302, ""), (401, "{}"), (200, '{"id": null, "error": "queue full"}')])
async def test_a_gateway_that_fails_loses_nothing(
    settings: Settings, answer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with sms_gateway(answers=[answer]) as gateway:
        book(at(settings, gateway))
        with caplog.at_level(logging.INFO):
            assert await round_at(at(settings, gateway), NOW) == Round(failed=1)
        assert await round_at(at(settings, gateway), NOW + timedelta(seconds=30)) == Round(), "patience"
        assert await round_at(at(settings, gateway), NOW + 2 * MINUTE) == Round(texted=1)
    assert len(gateway.sent) == 1
    assert "333" not in caplog.text and "secret" not in caplog.text


async def test_a_gateway_that_is_not_there(settings: Settings) -> None:
    away = dataclasses.replace(settings, sms_url="http://127.0.0.1:1/sms")
    book(away)
    assert await round_at(away, NOW) == Round(failed=1)
    with sms_gateway() as gateway:
        assert await round_at(at(settings, gateway), NOW + 2 * MINUTE) == Round(texted=1)


async def test_what_is_refused_for_good_is_let_go(settings: Settings) -> None:
    with sms_gateway(answers=[(422, '{"error": "unknown number"}')]) as gateway:
        book(at(settings, gateway))
        assert await round_at(at(settings, gateway), NOW) == Round(failed=1)
        assert await round_at(at(settings, gateway), NOW + timedelta(hours=2)) == Round()


async def test_what_a_crash_left_goes_again_under_the_same_reference(settings: Settings) -> None:
    """The gateway took it, the process died before its mark: the second time the gateway knows it."""
    with sms_gateway() as gateway:
        wanted = at(settings, gateway)
        book(wanted)
        found = find_gateway(wanted)
        assert found is not None
        notices.plan(wanted, NOW)
        message = take_next(wanted, {"sms"}, NOW)
        assert message is not None
        sender = SmsSender(found)
        await sender.send(message, NOW)
        await sender.close()
        assert await round_at(wanted, NOW + MINUTE) == Round()
        assert await round_at(wanted, NOW + 11 * MINUTE) == Round(texted=1)
        assert gateway.requests == 2 and len(gateway.sent) == 1


async def test_a_gateway_that_is_away_is_left_alone_after_a_few_messages(settings: Settings) -> None:
    """One that hangs costs its time limit for each: the other channels must not wait for a hundred of them."""
    with sms_gateway(answers=[(None, "")] * 10) as gateway:
        wanted = at(settings, gateway)
        for number in range(5):
            booking_data.book(wanted, f"p{number}", contact=f"+39333123456{number}", contact_kind="phone",
                              starts_at=booking_data.WEDNESDAY_9 + timedelta(minutes=30 * number))
        assert await round_at(wanted, NOW) == Round(failed=notice_worker.MOST_LATER)
        assert await round_at(wanted, NOW) == Round(failed=2), "the next round begins with those that were left"
        gateway.answers.clear()
        assert await round_at(wanted, NOW + MINUTE) == Round(texted=5)


@pytest.mark.parametrize(("changed", "named"), [
    ({"sms_url": "ftp://x"}, "ORIENTA_SMS_URL"), ({"sms_url": "https://x:port"}, "ORIENTA_SMS_URL"),
    ({"sms_url": "https://"}, "ORIENTA_SMS_URL"), ({"sms_sender": ""}, "ORIENTA_SMS_SENDER"),
    ({"sms_fields": "to"}, "ORIENTA_SMS_FIELDS"), ({"sms_fields": "whom=x"}, "ORIENTA_SMS_FIELDS")])
def test_settings_that_cannot_be_used_are_named(changed: dict[str, str], named: str) -> None:
    good = {"sms_url": "https://sms.example.org", "sms_sender": "Orienta", "sms_token": "hidden"}
    assert find_gateway(Settings(**good)) is not None and find_gateway(Settings()) is None
    with pytest.raises(SettingError, match=named) as told:
        find_gateway(Settings(**{**good, **changed}))
    assert "hidden" not in str(told.value)


def test_a_name_and_a_password_and_a_token() -> None:
    base = Settings(sms_url="https://sms.example.org", sms_sender="Orienta")
    assert [getattr(find_gateway(dataclasses.replace(base, sms_token=token)), "authorization", None)
            for token in ("", "abc", "a:b")] == ["", "Bearer abc", "Basic YTpi"]


@pytest.mark.parametrize(("answer", "found"), [
    ({"id": 7}, "7"), ({"message_id": "x"}, "x"), ({"data": {"sid": "s"}}, "s"), ({"messages": [{"id": "m"}]}, "m"),
    ([{"uuid": "u"}], "u"), ({"id": True}, None), ({"id": ""}, None), ({"id": "x" * 101}, None), ("id", None),
    ({"ref": "r"}, None)])
def test_what_the_gateway_calls_it(answer: Any, found: Any) -> None:
    assert find_id(answer, read_field_names("")) == found
    assert find_id({"ref": "r"}, read_field_names("id=ref")) == "r"
