"""Nobody enters a conversation of the web chat without an id that this server issued, and not for ever."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

import pytest

from bot.clock import ROME
from connectors.webchat.session_ids import RANDOM_BYTES, Refused, Session, SessionIds

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ROME)
LIFETIME = timedelta(hours=168)
IDS = SessionIds(b"key", LIFETIME)


def test_an_issued_id_is_read_as_the_same_session() -> None:
    session = IDS.issue(NOW)
    assert IDS.read(session.id, NOW + timedelta(hours=1)) == session
    assert session.id.startswith(session.sender + ".")


def test_ids_are_random() -> None:
    assert RANDOM_BYTES * 8 == 144
    randoms = {IDS.issue(NOW).sender[4:28] for _ in range(500)}
    assert len(randoms) == 500


def test_the_sender_alone_does_not_open_the_conversation() -> None:
    assert IDS.read(IDS.issue(NOW).sender, NOW) == Refused("malformed")


def test_an_id_of_another_key_is_forged() -> None:
    assert IDS.read(SessionIds(b"other", LIFETIME).issue(NOW).id, NOW) == Refused("forged")


def test_any_changed_character_makes_it_worthless() -> None:
    good = IDS.issue(NOW).id
    for index in range(4, len(good)):
        changed = good[:index] + ("A" if good[index] != "A" else "B") + good[index + 1:]
        assert isinstance(IDS.read(changed, NOW), Refused), index


def test_an_id_expires_and_its_time_cannot_be_moved() -> None:
    session = IDS.issue(NOW)
    assert isinstance(IDS.read(session.id, NOW + LIFETIME), Session)
    late = NOW + LIFETIME + timedelta(seconds=1)
    assert IDS.read(session.id, late) == Refused("expired")
    raw = base64.urlsafe_b64decode(session.sender.removeprefix("web_"))
    younger = raw[:RANDOM_BYTES] + int(late.timestamp()).to_bytes(6, "big")
    moved = "web_" + base64.urlsafe_b64encode(younger).decode() + session.id[-25:]
    assert IDS.read(moved, late) == Refused("forged")


@pytest.mark.parametrize("wish", [
    None, "", "mine", "default", 7, ["web_x"], {"a": 1}, b"web_x", "web_" + "A" * 32,
    "web_" + "A" * 32 + "." + "é" * 24,
    "web_" + "A" * 32 + "." + "A" * 24 + "\n", pytest.param("x" * 100_000, id="long")])
def test_an_id_that_the_client_made_up_is_refused(wish: object) -> None:
    assert isinstance(IDS.read(wish, NOW), Refused)


def test_a_conversation_that_is_open_expires_too() -> None:
    session = IDS.issue(NOW)
    assert IDS.is_current(session.issued_at, NOW + LIFETIME)
    assert not IDS.is_current(session.issued_at, NOW + LIFETIME + timedelta(seconds=1))


@pytest.mark.parametrize("sender", [
    "tg_" + "aB3-" * 8, pytest.param(IDS.issue(NOW - 2 * LIFETIME).sender, id="web")])
def test_a_conversation_of_another_channel_is_entered_for_a_limited_time(sender: str) -> None:
    session = IDS.grant(sender, NOW)
    assert session.sender == sender and IDS.read(session.id, NOW + LIFETIME) == session
    assert IDS.read(session.id, NOW + LIFETIME + timedelta(seconds=1)) == Refused("expired")


def test_a_granted_id_cannot_be_made_up_or_moved() -> None:
    good = IDS.grant("tg_" + "aB3-" * 8, NOW).id
    for index in range(len(good)):
        changed = good[:index] + ("A" if good[index] != "A" else "B") + good[index + 1:]
        assert isinstance(IDS.read(changed, NOW), Refused), index
    sender, signature = good.partition("~")[0], good[-24:]
    assert IDS.read(f"{sender}.{signature}", NOW) == Refused("forged")
    own = IDS.issue(NOW - 2 * LIFETIME)
    assert IDS.read(f"{own.sender}~{good.partition('~')[2][:8]}.{own.id[-24:]}", NOW) == Refused("forged")
