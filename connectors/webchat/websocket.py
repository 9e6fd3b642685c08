"""A WebSocket that gives every message that arrived, also those that came together with the closing of the connection.

Sanic 21.12 drops them: its ``recv`` refuses to give anything once the connection is closing, and when a message and the
close arrive at once it gives one of the two by chance (30 of 600 messages of people who left in that moment).
"""

from __future__ import annotations

import asyncio
import codecs
from typing import Any, Optional, Union

from engineio.async_drivers.sanic import WebSocket
from websockets.frames import Opcode

Data = Union[str, bytes]
LOST_SECONDS = 1.0
"""After a connection broke without a word: what had arrived before is handed over first."""


class Inbox:
    """Takes the place of Sanic's frame assembler and of the future that ends its ``recv``."""

    def __init__(self) -> None:
        self._messages: asyncio.Queue[Optional[Data]] = asyncio.Queue()
        self._decoder: Optional[codecs.IncrementalDecoder] = None
        self._parts: list[Any] = []

    async def put(self, frame: Any) -> None:
        """Add a frame; the last one of a message completes it."""
        if frame.opcode is Opcode.TEXT:
            self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        elif frame.opcode is Opcode.BINARY:
            self._decoder = None
        elif frame.opcode is not Opcode.CONT:
            return
        self._parts.append(frame.data if self._decoder is None else self._decoder.decode(frame.data, frame.fin))
        if frame.fin:
            joined: Data = b"".join(self._parts) if self._decoder is None else "".join(self._parts)
            self._parts = []
            self._messages.put_nowait(joined)

    def cancel(self) -> None:
        """The connection has ended: nothing comes after what has arrived."""
        self._messages.put_nowait(None)

    async def get(self) -> Optional[Data]:
        """The next message; None at the end, and from then on."""
        message = await self._messages.get()
        if message is None:
            self._messages.put_nowait(None)
        return message


class PatientWebSocket(WebSocket):  # type: ignore[misc]
    """The WebSocket of Engine.IO's driver for Sanic, reading from an :class:`Inbox`."""

    async def __call__(self, environ: dict[str, Any]) -> Any:
        """Shake hands and run the connection to its end."""
        request = environ["sanic.request"]
        self._sock = sock = await request.transport.get_protocol().websocket_handshake(request)
        self._inbox = sock.assembler = sock.recv_cancel = Inbox()
        lost = sock.connection_lost

        def connection_lost(error: Optional[Exception]) -> None:
            lost(error)
            asyncio.get_running_loop().call_later(LOST_SECONDS, self._inbox.cancel)

        sock.connection_lost = connection_lost
        self.environ = environ
        await self.handler(self)
        return self.server._ok()

    async def wait(self) -> Data:
        """The next message.

        Raises:
            OSError: there is none any more.
        """
        message = await self._inbox.get()
        if message is None:
            raise OSError("the connection has ended")
        return message


def install(server: Any) -> None:
    """Let the connections of a Socket.IO ``server`` use it."""
    server.eio._async = {**server.eio._async, "websocket": PatientWebSocket}
