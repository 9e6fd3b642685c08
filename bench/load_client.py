"""A process of the load bench: open web-chat sessions, and messages at a fixed rate whatever the answers take.

    python -m bench.load_client  (JSON on standard input: see :class:`Load`; JSON on standard output)

Latency counts from the moment when a message was due to its answer's first word, so a client that falls behind shows.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any, Optional

import websockets

PATIENCE_SECONDS = 15.0
"""A message without an answer by then is an error."""


@dataclass(frozen=True)
class Load:
    """What to do: ``sessions`` spread over ``ports``; ``steps`` of (messages a second, seconds), one after another."""

    ports: list[int]
    sessions: int
    texts: list[str]
    steps: list[list[float]]


@dataclass
class Found:
    """What came of one step; latencies in seconds, errors by kind."""

    rate: float
    sent: int = 0
    latencies: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)

    def error(self, kind: str) -> None:
        """Count one more of ``kind``."""
        self.errors[kind] = self.errors.get(kind, 0) + 1


async def open_socket(port: int) -> Any:
    """A connection to the web chat on ``port`` of this machine, its handshake done."""
    address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
    socket = await websockets.connect(address, max_size=None, ping_interval=None, compression=None)
    await socket.recv()
    await socket.send("40")
    await socket.recv()
    return socket


class Session:
    """An open session, as the own widget speaks it: every message has a key, everything comes as ``message``."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._confirmed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._answered: Optional[asyncio.Future[None]] = None
        self._acknowledged: dict[int, asyncio.Future[Any]] = {}
        self._count = 0
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, port: int) -> Session:
        """Connect and begin a session."""
        self = cls(await open_socket(port))
        await self._socket.send("42" + json.dumps(["session_request", {"last_sequence": 0}]))
        await asyncio.wait_for(self._confirmed, PATIENCE_SECONDS)
        return self

    @property
    def busy(self) -> bool:
        """Whether a message waits for its answer."""
        return self._answered is not None

    @property
    def gone(self) -> bool:
        """Whether the connection has ended."""
        return self._reader.done()

    async def say(self, text: str, due: float, found: Found) -> None:
        """Send ``text`` and wait for the answer's first word."""
        loop = asyncio.get_running_loop()
        self._count += 1
        number = self._count
        self._answered = answered = loop.create_future()
        self._acknowledged[number] = acknowledged = loop.create_future()
        try:
            data = {"message": text, "key": f"k{number}"}
            await self._socket.send(f"42{number}" + json.dumps(["user_uttered", data]))
            taken = await asyncio.wait_for(acknowledged, PATIENCE_SECONDS)
            if not taken.get("ok"):
                found.error(f"refused: {taken.get('reason')}")
                return
            await asyncio.wait_for(answered, PATIENCE_SECONDS)
            found.latencies.append(time.perf_counter() - due)
        except TimeoutError:
            found.error("no answer")
        except websockets.ConnectionClosed:
            found.error("connection lost")
        finally:
            self._answered = None
            self._acknowledged.pop(number, None)

    async def _read(self) -> None:
        async for packet in self._socket:
            if packet == "2":
                await self._socket.send("3")
            elif packet.startswith("43"):
                head, bracket, data = packet[2:].partition("[")
                waiting = self._acknowledged.get(int(head))
                if waiting is not None and not waiting.done():
                    waiting.set_result(json.loads(bracket + data)[0])
            elif packet.startswith("42"):
                self._event(*json.loads(packet[2:])[:2])

    def _event(self, name: str, data: Any = None) -> None:
        if name == "session_confirm" and not self._confirmed.done():
            self._confirmed.set_result(data)
        elif name == "message" and data.get("author") == "assistant" and self._answered and not self._answered.done():
            self._answered.set_result(None)

    async def close(self) -> None:
        """Leave."""
        self._reader.cancel()
        await self._socket.close()


async def run(load: Load) -> list[Found]:
    """Open the sessions, say «ready», wait for a line, do the steps."""
    sessions = []
    for number in range(load.sessions):
        sessions.append(await Session.open(load.ports[number % len(load.ports)]))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    return [await _step(load, sessions, rate, seconds) for rate, seconds in load.steps]


async def _step(load: Load, sessions: list[Session], rate: float, seconds: float) -> Found:
    found, running = Found(rate), []
    start, number = time.perf_counter(), 0
    while (due := start + number / rate) < start + seconds:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        session = next((one for one in sessions if not one.busy), None)
        if session is None:
            found.error("every session waits for an answer")
        else:
            sessions.remove(session)
            sessions.append(session)  # whoever wrote last writes next only after all others
            found.sent += 1
            running.append(asyncio.create_task(
                session.say(load.texts[(number * 7919) % len(load.texts)], due, found)))
            await asyncio.sleep(0)
        number += 1
    await asyncio.gather(*running)
    lost = sum(session.gone for session in sessions)
    if lost:
        found.errors["sessions lost"] = lost
    return found


if __name__ == "__main__":
    done = asyncio.run(run(Load(**json.loads(sys.stdin.readline()))))
    print(json.dumps([asdict(found) for found in done]), flush=True)
