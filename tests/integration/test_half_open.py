"""Connections that are opened and left: none stays, whatever its other end has said before it fell silent."""

from __future__ import annotations

import socket
import time
from typing import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support import webchat
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import Server
from tests.support.webchat import OwnChat

pytestmark = pytest.mark.slow

REQUEST_SECONDS, PING_SECONDS = 1, 1
POST = b"POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50\r\n\r\n"
UPGRADE = (b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
           b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
HELLO = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    env = {"ORIENTA_REQUEST_SECONDS": str(REQUEST_SECONDS), "ORIENTA_PING_SECONDS": str(PING_SECONDS)}
    with webchat.toy_server(
            tmp_path_factory.mktemp("half_open"), webchat.toy_model(tmp_path_factory), env=env) as running:
        yield running


@pytest.fixture
def line(server: Server) -> Iterator[socket.socket]:
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=PATIENCE_SECONDS) as made:
        yield made


def read_until_closed(line: socket.socket) -> bytes:
    """What the server says before it closes; the socket's time is up when it does not."""
    said = b""
    try:
        while more := line.recv(65536):
            said += more
    except ConnectionResetError:
        pass
    return said


@pytest.mark.parametrize("sent", [
    b"", b"G", HELLO[:-2], POST, POST + b"x" * 20, b"\r\n"], ids=["nothing", "a letter", "half a head", "no body",
                                                                 "half a body", "an empty line"])
def test_half_a_request_is_not_waited_for(line: socket.socket, sent: bytes) -> None:
    line.sendall(sent)
    assert read_until_closed(line)[:12] in (b"", b"HTTP/1.1 400")


def test_bytes_that_drip_do_not_put_the_end_off(line: socket.socket) -> None:
    line.sendall(POST)
    limit = time.monotonic() + PATIENCE_SECONDS
    with pytest.raises((ConnectionError, BrokenPipeError)):
        while time.monotonic() < limit:
            line.sendall(b"x")
            time.sleep(0.2 * REQUEST_SECONDS)


def test_half_a_second_request_is_not_waited_for_either(line: socket.socket) -> None:
    line.sendall(HELLO + HELLO[:9])
    assert read_until_closed(line).startswith(b"HTTP/1.1 ")


def test_a_kept_connection_may_rest_longer_than_a_request_may_take(server: Server) -> None:
    with httpx.Client(base_url=server.url) as client:
        for _ in range(2):
            answer = client.get("/health")
            assert answer.status_code in (200, 503)
            stream = answer.extensions["network_stream"].get_extra_info("socket").getsockname()
            time.sleep(2 * REQUEST_SECONDS)
        assert client.get("/health").extensions["network_stream"].get_extra_info("socket").getsockname() == stream


def test_a_websocket_whose_peer_vanished_is_closed(line: socket.socket) -> None:
    line.sendall(UPGRADE)
    said = read_until_closed(line)
    assert b"101 Switching" in said and b'"sid"' in said and b"\x012" in said, "it was asked whether it lives"


def test_a_chat_that_answers_stays_longer_than_that(server: Server) -> None:
    chat = OwnChat(server.url)
    try:
        time.sleep(4 * PING_SECONDS + REQUEST_SECONDS)
        assert chat.say("ciao")
    finally:
        chat.close()
