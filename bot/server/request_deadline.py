"""A connection on which no whole request arrives, or whose other end is gone, is closed: each costs a descriptor."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, Optional

from uvicorn.protocols.http.h11_impl import H11Protocol

GONE_SECONDS = 60
"""How long what we send may stay unconfirmed, and how long an idle connection rests before its other end is asked."""

ASKED_SECONDS = 15
ASKED_TIMES = 4


class DeadlineProtocol(H11Protocol):
    """uvicorn's HTTP, with a time for a request to arrive: from the connection, or from the first byte on one that is
    kept, to the end of its body. uvicorn itself waits without end."""

    request_seconds: float
    _deadline: Optional[asyncio.TimerHandle] = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        _notice_gone(transport.get_extra_info("socket"))
        self._begin()

    def data_received(self, data: bytes) -> None:
        """Take bytes; those of an unfinished request do not put its end off."""
        self._begin()
        super().data_received(data)
        if self._is_answering():
            self._end()

    def on_response_complete(self) -> None:
        """Begin to wait for the rest of a request that came together with the one just answered."""
        super().on_response_complete()
        if self.conn.trailing_data[0] and not self._is_answering():
            self._begin()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Another protocol has the connection from now on; it has pings."""
        self._end()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Optional[Exception]) -> None:
        """Nothing is waited for any more."""
        self._end()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        """Whether a request has arrived whole and is not answered yet."""
        return self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body

    def _begin(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.request_seconds, self.transport.abort)

    def _end(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def _notice_gone(connection: Optional[socket.socket]) -> None:
    """Have the system end a connection whose other end vanished without a word; options that it lacks are left out."""
    if connection is None or connection.family not in (socket.AF_INET, socket.AF_INET6):
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", GONE_SECONDS), ("TCP_KEEPINTVL", ASKED_SECONDS), ("TCP_KEEPCNT", ASKED_TIMES),
                        ("TCP_USER_TIMEOUT", GONE_SECONDS * 1000)):
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
