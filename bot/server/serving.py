"""uvicorn with our ways to begin and to end: it says when it answers, and ends in order on a signal."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import contextmanager
from typing import Any, Awaitable, Callable, Iterator, Optional

import uvicorn

from bot.server.request_deadline import DeadlineProtocol

logger = logging.getLogger("orienta")

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""SIGHUP: the terminal was closed."""

SECONDS_TO_END = 5
"""How long open answers (the desk's streams never end by themselves) may last once the server is told to stop."""

LARGEST_FRAME = 512 * 1024
"""Bytes of a WebSocket's message; Socket.IO takes less, in characters."""

KEEP_ALIVE_SECONDS = 65
"""Longer than nginx keeps an idle connection to us: who closes second loses no request."""


class Server(uvicorn.Server):
    """``begin`` is called once it listens, ``end`` before connections are closed.

    ``request_seconds``: how long a request may take to arrive. ``heed_signals``: whether a signal ends it; else
    somebody sets ``should_exit``.
    """

    def __init__(
        self, app: Any, host: str, port: int, begin: Callable[[], None], end: Callable[[], Awaitable[None]],
        *, request_seconds: float, heed_signals: bool = True,
    ) -> None:
        class Protocol(DeadlineProtocol):
            """With the time of this server."""

        Protocol.request_seconds = request_seconds
        # wsproto: uvicorn's other WebSocket code loses messages that came just before the connection closed. No access
        # log: it would hold addresses and codes. Socket.IO has its own pings.
        super().__init__(uvicorn.Config(
            app, host=host, port=port, loop="asyncio", http=Protocol,
            ws="wsproto", ws_max_size=LARGEST_FRAME, ws_ping_interval=None,
            ws_per_message_deflate=False, proxy_headers=False, log_config=None, access_log=False, server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS, timeout_graceful_shutdown=SECONDS_TO_END, lifespan="on"))
        self._begin = begin
        self._end = end
        self._heed_signals = heed_signals

    async def startup(self, sockets: Optional[list[Any]] = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets=sockets)
        if not self.should_exit:
            self._begin()

    async def shutdown(self, sockets: Optional[list[Any]] = None) -> None:
        """Take no new connections, let the application end while it still has those that are open, close them."""
        for server in self.servers:
            server.close()
        await self._end()
        await super().shutdown(sockets=sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """A signal ends the server in order, and then it is over: uvicorn's own would raise it again."""
        loop = asyncio.get_running_loop()
        # what was to be ignored (nohup, a shell's background job) stays ignored
        heeded = [number for number in SIGNALS
                  if self._heed_signals and signal.getsignal(number) is not signal.SIG_IGN]
        for number in heeded:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in heeded:
                loop.remove_signal_handler(number)
