"""`make bench-turn-cost`: processor time a message, of one server or of several versions side by side.

    python -m bench.turn_cost [--tree old=PATH --tree new=PATH] [--rounds 5] [--url postgresql://…]

Closed loop: each conversation writes its next message when the turn of the last one has ended. What is counted is the
server's processor time, which a busy machine hardly changes; the versions take turns within one run. Questions, the
turns of a form that stays open, and both after a hundred messages of one conversation.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator, Optional, Sequence

import psutil

from bench.load_client import open_socket
from bench.serve_servers import free_port
from bot.settings import PROJECT_ROOT

QUESTIONS = (
    "quali corsi ci sono?", "quanto costa il corso di saldatura?", "dove siete a Lecco?", "che orari fate il sabato?",
    "chi può partecipare?", "ci sono eventi questo mese?", "che documenti servono?", "parlami dei corsi di informatica")
FORM_START = ("voglio prenotare un appuntamento", "boh", "Lecco")
"""A booking form that asks for day and hour."""

FORM_TURNS = (
    "boh", "quanto costa?", "non lo so ancora", "Marte", "dove siete?", "forse domani", "che documenti servono?",
    "mi chiamo Luca Bianchi")
"""What is no answer to its question, or asks something else: the form stays open and asks again."""

PATIENCE_SECONDS = 30.0


@dataclass
class Server:
    """A server that runs, of the version in ``tree``."""

    name: str
    port: int
    process: psutil.Process
    database: Path
    sessions: dict[int, list[TimedConversation]] = field(default_factory=dict)

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        return float(sum(self.process.cpu_times()[:2]))

    def memory(self) -> float:
        """Resident MB."""
        return float(self.process.memory_info().rss / 1e6)


class TimedConversation:
    """A conversation of the web chat that waits for the end of each turn."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._count = 0
        self.answers: list[str] = []

    @classmethod
    async def open(cls, port: int) -> TimedConversation:
        """Connect and begin a conversation."""
        self = cls(await open_socket(port))
        await self._socket.send("42" + json.dumps(["session_request", {"last_sequence": 0}]))
        await self._until(lambda name, _data: name == "history")
        return self

    async def say(self, text: str) -> float:
        """Send ``text``; seconds to the first word of the answer, after the turn has ended.

        Raises:
            RuntimeError: the message was refused.
        """
        self._count += 1
        begin, first = time.perf_counter(), 0.0
        self.answers = []

        def ended(name: str, data: Any) -> bool:
            nonlocal first
            if name == "message" and data.get("author") == "assistant":
                first = first or time.perf_counter() - begin
                self.answers.append(data.get("text") or "")
            return name == "bot_typing" and not data.get("typing")

        data = {"message": text, "key": f"k{self._count}"}
        await self._socket.send(f"42{self._count}" + json.dumps(["user_uttered", data]))
        await self._until(ended)
        return first

    async def _until(self, ended: Any) -> None:
        while True:
            packet = await asyncio.wait_for(self._socket.recv(), PATIENCE_SECONDS)
            if packet == "2":
                await self._socket.send("3")
            elif packet.startswith("43") and '"ok":false' in packet:
                raise RuntimeError(packet)
            elif packet.startswith("42"):
                name, data = [*json.loads(packet[2:]), None][:2]
                if ended(name, data):
                    return

    async def close(self) -> None:
        """Leave."""
        await self._socket.close()


def serve(stack: ExitStack, name: str, tree: Path, url: str) -> Server:
    """Start the version of ``tree`` with a data base of its own."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"orienta-turn-{name}-")))
    model = max((tree / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, default=None)
    model = model or max((PROJECT_ROOT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    env = {**os.environ, "PYTHONPATH": str(tree), "ORIENTA_SECRET": "a key for the bench", "ORIENTA_LIMITS": "off",
           "LOG_LEVEL": "WARNING", "TELEGRAM_TOKEN": "", "DATABASE_URL": url or f"sqlite:///{folder / 'orienta.db'}"}
    for command in (["upgrade"], ["seed"]):
        subprocess.run([sys.executable, "-m", "bot.cli", "db", *command], env=env, cwd=tree, check=True,
                       stdout=subprocess.DEVNULL)
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve", "--only", "chat", "--port", str(port), "--model", str(model)],
        env=env, cwd=tree, stdout=subprocess.DEVNULL, stderr=(folder / "log").open("wb"), stdin=subprocess.DEVNULL)
    stack.callback(_end, process)
    limit = time.monotonic() + 90
    while time.monotonic() < limit:
        try:
            asyncio.run(_greet(port))
            return Server(name, port, psutil.Process(process.pid), folder / "orienta.db")
        except OSError:
            time.sleep(0.2)
    raise RuntimeError((folder / "log").read_text(encoding="utf-8")[-2000:])


async def _greet(port: int) -> None:
    session = await TimedConversation.open(port)
    await session.say("ciao")
    await session.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()


@dataclass(frozen=True)
class Cost:
    """``cpu``: ms of processor a message; ``p50``: ms to the first word."""

    cpu: float
    p50: float
    rate: float


async def _measure(server: Server, kind: str, conversations: int, messages: int, before: int) -> Cost:
    sessions = [await TimedConversation.open(server.port) for _ in range(conversations)]
    texts = FORM_TURNS if kind == "form" else QUESTIONS
    for session in sessions:
        for text in (*FORM_START, *_cycle(texts, before)) if kind == "form" else _cycle(texts, before):
            await session.say(text)
    latencies: list[float] = []

    async def talk(session: TimedConversation) -> None:
        for text in _cycle(texts, messages):
            latencies.append(await session.say(text))

    begin, used = time.perf_counter(), server.cpu()
    await asyncio.gather(*map(talk, sessions))
    used, seconds = server.cpu() - used, time.perf_counter() - begin
    for session in sessions:
        await session.close()
    said = len(latencies)
    return Cost(used / said * 1000, statistics.median(latencies) * 1000, said / seconds)


def _cycle(texts: Sequence[str], count: int) -> Iterator[str]:
    return (texts[number % len(texts)] for number in range(count))


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="bench.turn_cost")
    parser.add_argument("--tree", action="append", default=[], help="NAME=PATH of a version; by default this one")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--messages", type=int, default=24, help="a conversation and round")
    parser.add_argument("--url", default="", help="a data base for all of them, instead of an SQLite each")
    parser.add_argument("--before", type=int, default=0, help="messages of a conversation before it is measured")
    options = parser.parse_args(argv)
    trees = dict(item.split("=", 1) for item in options.tree) or {"this": str(PROJECT_ROOT)}
    with ExitStack() as stack:
        servers = [serve(stack, name, Path(tree), options.url) for name, tree in trees.items()]
        memory = {server.name: server.memory() for server in servers}
        print("| kind | conversations | version | ms of processor | p50 ms | messages/s |\n|---|---|---|---|---|---|")
        for kind in ("question", "form"):
            for conversations in (1, 8):
                found: dict[str, list[Cost]] = {server.name: [] for server in servers}
                for _ in range(options.rounds):
                    for server in servers:
                        found[server.name].append(asyncio.run(
                            _measure(server, kind, conversations, options.messages, options.before)))
                for name, costs in found.items():
                    print(f"| {kind} | {conversations} | {name} | {statistics.median(c.cpu for c in costs):.1f} | "
                          f"{statistics.median(c.p50 for c in costs):.1f} | "
                          f"{statistics.median(c.rate for c in costs):.0f} |", flush=True)
        for server in servers:
            print(f"{server.name}: {memory[server.name]:.0f} MB at the start, {server.memory():.0f} MB at the end")
    return 0


if __name__ == "__main__":
    sys.exit(main())
