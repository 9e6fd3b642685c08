"""What goes to the web chat is sent as python-socketio sends it."""

from __future__ import annotations

import pytest
from socketio.packet import ACK, BINARY_EVENT, EVENT, Packet

from connectors.webchat.socket_server import _TextPacket

MESSAGE = ["message", {"text": "perché «no»?", "custom": {"days": [{"slots": [{"payload": "/a"}]}]}, "sequence": 3}]


@pytest.mark.parametrize(("kind", "number"), [(EVENT, None), (ACK, 7)])
def test_a_message_is_written_as_by_the_library(kind: int, number: int | None) -> None:
    ours = _TextPacket(packet_type=kind, data=MESSAGE, namespace="/", id=number)
    assert ours.encode() == Packet(packet_type=kind, data=MESSAGE, namespace="/", id=number).encode()


def test_what_a_client_sends_is_read_as_by_the_library() -> None:
    for sent in ('2["user_uttered",{"message":"ciao"}]', '51-["x",{"_placeholder":true,"num":0}]'):
        ours, stock = _TextPacket(encoded_packet=sent), Packet(encoded_packet=sent)
        assert vars(ours) == vars(stock)
    assert stock.packet_type == BINARY_EVENT
