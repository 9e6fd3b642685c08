"""What no client of ours sends: refused quietly, bounded, and nobody else is hurt."""

from __future__ import annotations

import time
from typing import Iterator

import pytest
import simple_websocket

from bot.texts import get_text
from connectors.webchat.socket_server import MOST_FRAMES, MOST_MALFORMED
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import Server
from tests.support.webchat import OwnChat, RawChat, toy_model, toy_server

pytestmark = pytest.mark.slow

STRANGE = [
    '42["user_uttered",{"message":NaN}]', r'42["user_uttered",{"message":"\ud800"}]',
    r'42["person_typing",{"typing":"\udfff"}]',
    r'42["session_request",{"last_sequence":NaN,"session_id":"\ud83d"}]', '42["seen",{"sequence":1e400}]',
    r'42["user_uttered",{"message":"ok","key":"\ud800","title":"\ud800"}]']
"""Events whose values are none of JSON's or of Unicode's."""

MALFORMED = ['42["user_uttered"', "42[]", "4", '42{"a":1}', "421-1", "4" + "2" * 5000,
             '42["user_uttered",' + "[" * 2000 + "]" * 2000 + "]"]
"""Half events, and what is no event."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with toy_server(
            tmp_path_factory.mktemp("strangers"), toy_model(tmp_path_factory), {"ORIENTA_LIMITS": "on"}) as running:
        yield running


@pytest.mark.parametrize("frame", [*STRANGE, *MALFORMED])
def test_what_is_strange_is_refused_quietly_and_the_connection_lives(server: Server, frame: str) -> None:
    before = len(server.log.splitlines())
    chat = RawChat(server.url)
    chat.send(frame)
    chat.emit("session_request", {})
    assert chat.next("session_confirm").startswith("web_")
    chat.close()
    assert len(server.log.splitlines()) - before <= 1 and "Traceback" not in server.log


def test_what_is_not_even_the_transports_ends_that_connection_only(server: Server) -> None:
    before = len(server.log.splitlines())
    for frame in ("x", "99"):
        chat = RawChat(server.url)
        chat.send(frame)
        chat.close()
    other = OwnChat(server.url)
    assert other.say("ciao")[0]["text"].startswith("Ciao")
    other.close()
    assert len(server.log.splitlines()) - before <= 1


def is_closed_after(chat: RawChat, frame: str, count: int) -> bool:
    """Whether the server closes the connection of whoever sends ``frame`` so often."""
    try:
        for _ in range(count):
            chat.send(frame)
        limit = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < limit:
            chat.send("3")
            time.sleep(0.05)
    except simple_websocket.ConnectionClosed:
        return True
    return False


def test_half_events_without_end_end_the_connection_in_few_lines(server: Server) -> None:
    before = len(server.log.splitlines())
    assert is_closed_after(RawChat(server.url), '42["user_uttered"', 20 * MOST_MALFORMED)
    assert len(server.log.splitlines()) - before <= 1


def test_frames_without_end_end_the_connection(server: Server) -> None:
    assert is_closed_after(RawChat(server.url), '42["person_typing",{"typing":true}]', 3 * MOST_FRAMES)
    other = OwnChat(server.url)
    assert other.say("ciao")[0]["text"].startswith("Ciao")
    other.close()


def test_what_is_refused_counts_too(server: Server) -> None:
    chat = OwnChat(server.url)
    said = [chat.acknowledgement(number) for number in [chat.begin("   ") for _ in range(100)]]
    assert {item["reason"] for item in said} == {"empty", "rate"}
    assert said[-1]["text"] == get_text("webchat.too_often") and said[0]["reason"] == "empty"
    chat.close()
