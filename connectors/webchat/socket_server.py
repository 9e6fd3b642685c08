"""Socket.IO's server for strangers: what is no protocol is refused quietly, and nobody sends without end."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Any, Callable

from socketio import AsyncServer
from socketio.packet import Packet

from bot.rare_lines import RareLine
from bot.services.unavailable import log_failure

logger = logging.getLogger("orienta.webchat")

WINDOW_SECONDS = 10.0
MOST_FRAMES = 300
"""Frames of one connection in a window: a person types one, a client that comes back sends a dozen."""

MOST_MALFORMED = 10
"""Frames of one connection that are no Socket.IO before it is closed: our clients send none."""


@dataclass
class _Meter:
    """What one connection has sent."""

    since: float
    frames: int = 0
    malformed: int = 0


class _TextPacket(Packet):
    """What we send has no bytes in it: python-socketio would go through every value of a message to see."""

    uses_binary_events = False


class SocketServer(AsyncServer):
    """python-socketio's, which writes 25 lines of log for each frame that it cannot read, as often as one likes.

    ``limited``: whether frames are counted. ``clock``: seconds.
    """

    def __init__(self, *, limited: bool, clock: Callable[[], float] = time.monotonic, **options: Any) -> None:
        transport = logging.getLogger("orienta.webchat.transport")
        transport.setLevel(logging.ERROR)  # below, it writes what people say
        transport.filters[:] = [_keep_short]
        super().__init__(engineio_logger=transport, serializer=_TextPacket, **options)
        self._limited = limited
        self._clock = clock
        self._meters: dict[str, _Meter] = {}
        self._malformed = RareLine(logger, "%d frames that are no Socket.IO were refused")
        self._flooding = RareLine(logger, "%d connections that sent without end were closed")

    async def serve(self, scope: Any, receive: Any, send: Any) -> None:
        """The ASGI application. A frame that is not even Engine.IO ends its connection."""
        try:
            await self.handle_request(scope, receive, send)
        except Exception as error:  # many kinds
            if _is_ours(error):
                raise
            self._malformed.note()

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        meter = self._meters.setdefault(eio_sid, _Meter(self._clock()))
        if self._clock() - meter.since > WINDOW_SECONDS:
            meter.since, meter.frames = self._clock(), 0
        meter.frames += 1
        if self._limited and meter.frames > MOST_FRAMES:
            if meter.frames == MOST_FRAMES + 1:
                self._flooding.note()
                await self._close(eio_sid)
            return
        try:
            await super()._handle_eio_message(eio_sid, data)
        except Exception as error:  # many kinds, RecursionError among them
            if _is_ours(error):
                log_failure(logger, "an event of the chat failed", error)
                return
            self._malformed.note()
            meter.malformed += 1
            if meter.malformed == MOST_MALFORMED:
                await self._close(eio_sid)

    async def _close(self, eio_sid: str) -> None:
        """End the connection now: Engine.IO's writer would first wait for the time of a ping, 45 s."""
        connection = self.eio.sockets.get(eio_sid)
        await self.eio.disconnect(eio_sid)
        if connection is not None:
            await connection.queue.put(None)

    async def _handle_eio_disconnect(self, eio_sid: str, reason: Any) -> None:
        self._meters.pop(eio_sid, None)
        await super()._handle_eio_disconnect(eio_sid, reason)


def _keep_short(record: logging.LogRecord) -> bool:
    """Of the transport's lines those without a trace: an origin that is not allowed, once; not each strange frame."""
    return not record.exc_info


def _is_ours(error: BaseException) -> bool:
    """Whether it happened in a handler of this project, and not while a frame was read."""
    trace = error.__traceback__
    while trace is not None:
        name = str(trace.tb_frame.f_globals.get("__name__", ""))
        if name.startswith("connectors.") and name != __name__:
            return True
        trace = trace.tb_next
    return False
