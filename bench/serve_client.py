"""A lean Socket.IO client for the serving bench: raw websockets on one loop, the time to a reply's first word."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, Optional, Sequence

import websockets

PAUSE_SECONDS = 0.1
"""Between a reply and the next message at least; as long as the reply took, when that is longer. Nobody types faster,
and stock Rasa makes a message that comes while the one before it is being stored wait for a whole second."""

PATIENCE_SECONDS = 60.0


class Conversation:
    """A session of a Socket.IO channel."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self.session = ""

    @classmethod
    async def open(cls, port: int) -> Conversation:
        """Connect and ask for a session."""
        address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        self = cls(await websockets.connect(address, max_size=None, ping_interval=None))
        await self._socket.recv()
        await self._socket.send("40")
        await self._socket.recv()
        await self._emit("session_request", {})
        self.session = await self._wait("session_confirm")
        return self

    async def say(self, text: str) -> tuple[float, str]:
        """Seconds to the first message of the reply, and its text.

        Raises:
            asyncio.TimeoutError: there was none.
        """
        start = time.perf_counter()
        await self._emit("user_uttered", {"message": text, "session_id": self.session})
        reply = await asyncio.wait_for(self._wait("bot_uttered"), PATIENCE_SECONDS)
        return time.perf_counter() - start, str(reply.get("text") or "")

    async def rest(self, seconds: float) -> None:
        """Read and drop what comes for so long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            try:
                await asyncio.wait_for(self._packet(), left)
            except TimeoutError:
                return

    async def close(self) -> None:
        """End the connection."""
        await self._socket.close()

    async def _emit(self, event: str, data: Any) -> None:
        await self._socket.send("42" + json.dumps([event, data]))

    async def _packet(self) -> Optional[list[Any]]:
        packet = str(await self._socket.recv())
        if packet == "2":
            await self._socket.send("3")
        return json.loads(packet[2:]) if packet.startswith("42") else None

    async def _wait(self, event: str) -> Any:
        while True:
            packet = await self._packet()
            if packet and packet[0] == event:
                return packet[1]


async def _converse(port: int, texts: Sequence[str], messages: int, seconds: float) -> list[float]:
    conversation = await Conversation.open(port)
    taken = []
    end = time.perf_counter() + seconds
    try:
        for number in range(messages):
            latency, _ = await conversation.say(texts[number % len(texts)])
            taken.append(latency)
            if time.perf_counter() > end:
                break
            await conversation.rest(max(PAUSE_SECONDS, latency))
    finally:
        await conversation.close()
    return taken


def converse(
    port: int, texts: Sequence[str], messages: int, conversations: int = 1, seconds: float = 1e9
) -> list[list[float]]:
    """The latencies of each of some ``conversations`` at a time, by message; no new message after ``seconds``."""
    async def all_of_them() -> list[list[float]]:
        shifted = [[*texts[i % len(texts):], *texts[:i % len(texts)]] for i in range(conversations)]
        return list(await asyncio.gather(*(_converse(port, own, messages, seconds) for own in shifted)))

    return asyncio.run(all_of_them())


def reply(port: int, text: str) -> str:
    """The first message of the reply to ``text`` in a new conversation."""
    async def ask() -> str:
        conversation = await Conversation.open(port)
        try:
            return (await conversation.say(text))[1]
        finally:
            await conversation.close()

    return asyncio.run(ask())
