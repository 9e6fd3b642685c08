"""How soon an update is answered on Telegram: many chats, a steady stream of updates, a Bot API server of our own."""

from __future__ import annotations

import argparse
import itertools
import os
import random
import statistics
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Optional

import psutil

from bench.serve_report import machine
from bot import settings as settings_module
from bot.db import migrate, seeding
from bot.server import launcher
from tests.support import telegram_updates as make
from tests.support.servers import Server, free_port, orienta_serve
from tests.support.telegram_chat import SECRET, set_webhook
from tests.support.telegram_server import TOKEN, FakeTelegram, fake_telegram

RESULT = Path(__file__).parent / "results" / "telegram.md"
BAR_MS = 150.0
WARM_UP_SECONDS = 5.0

QUESTIONS = (
    "quanto dura il corso di meccanica?", "dove si trova l'ufficio di merate?", "a che ora apre il centro di lecco?",
    "chi finanzia il patto?", "che cos'è la did?", "quanto costa il corso per elettricisti?", "ciao",
    "posso avere il numero dell'ufficio?", "quali sono gli obiettivi del patto?", "quando c'è il prossimo evento?")
"""Questions that get one message each, so that an answer can be told from the next."""


@dataclass(frozen=True)
class Measured:
    """A run. Times in milliseconds from bringing the update to the arrival of ``sendMessage``."""

    mode: str
    updates: int
    rate: float
    times: list[float]
    unanswered: int
    doubled: int
    cpu_ms: float
    load: float

    def percentile(self, share: float) -> float:
        """The time that ``share`` of the updates stays below."""
        return sorted(self.times)[min(len(self.times) - 1, int(share * len(self.times)))]


def main() -> None:
    """Run the bench and write its report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="archive of the model; that of the present data by default")
    parser.add_argument("--chats", type=int, default=100)
    parser.add_argument("--rate", type=float, default=20.0, help="updates a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    model = launcher.find_model(settings_module.load(), options.model)
    found = [run(model, mode, options.chats, options.rate, options.seconds, even)
             for mode in ("webhook", "polling") for even in (True, False)]
    text = report(found, options.chats, options.seconds)
    RESULT.write_text(text, encoding="utf-8")
    print(text)


def run(model: Path, mode: str, chats: int, rate: float, seconds: float, even: bool = False) -> Measured:
    """Measure one mode on a server and a database of its own; ``even``: updates at equal distances."""
    with tempfile.TemporaryDirectory() as folder, fake_telegram() as fake:
        url = f"sqlite:///{folder}/orienta.db"
        migrate.upgrade(url)
        seeding.seed(url)
        port = free_port()
        if mode == "webhook":
            set_webhook(fake, port)
        env = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": fake.url, "TELEGRAM_MODE": mode, "ORIENTA_SECRET": SECRET}
        with orienta_serve(Path(folder), model=model, database_url=url, env=env, port=port) as server:
            _stream(fake, chats, rate, WARM_UP_SECONDS, 10_000, even)
            process = psutil.Process(server.process.pid)
            before, load = _cpu(process), os.getloadavg()[0]
            brought = _stream(fake, chats, rate, seconds, 20_000, even)
            _wait(fake, len(brought), server)
            cpu_ms = (_cpu(process) - before) * 1000 / len(brought)
            return _measured(f"{mode}, {'even' if even else 'irregular'}", fake, brought, rate, cpu_ms, load)


def _stream(
    fake: FakeTelegram, chats: int, rate: float, seconds: float, first_chat: int, even: bool,
) -> list[tuple[int, float]]:
    """Bring updates at ``rate``, evenly or at moments as irregular as people are; chat and moment of each."""
    moments = random.Random(7)
    rounds = itertools.cycle(range(first_chat, first_chat + chats))
    brought: list[tuple[int, float]] = []
    lock = threading.Lock()

    def bring(chat_id: int, text: str) -> None:
        update = make.text(fake.new_id(), chat_id, text)
        with lock:
            brought.append((chat_id, time.monotonic()))
        if fake.webhook:
            fake.push(update)
        else:
            fake.queue(update)

    with ThreadPoolExecutor(16) as pool:
        next_at = time.monotonic()
        end = next_at + seconds
        while next_at < end:
            time.sleep(max(0.0, next_at - time.monotonic()))
            pool.submit(bring, next(rounds), moments.choice(QUESTIONS))
            next_at += 1 / rate if even else moments.expovariate(rate)
    return brought


def _wait(fake: FakeTelegram, count: int, server: Server) -> None:
    limit = time.monotonic() + 30
    while time.monotonic() < limit and len(_answers(fake)) < count:
        time.sleep(0.1)
    assert not fake.refused(), fake.refused()
    assert server.process.poll() is None, server.log


def _answers(fake: FakeTelegram) -> list[tuple[int, float]]:
    return [(int(call.chat_id or 0), call.at) for call in fake.sent(methods=("sendMessage",))
            if (call.chat_id or 0) >= 20_000]


def _measured(
    mode: str, fake: FakeTelegram, brought: list[tuple[int, float]], rate: float, cpu_ms: float, load: float,
) -> Measured:
    asked: dict[int, list[float]] = {}
    answered: dict[int, list[float]] = {}
    for chat_id, moment in brought:
        asked.setdefault(chat_id, []).append(moment)
    for chat_id, moment in _answers(fake):
        answered.setdefault(chat_id, []).append(moment)
    times = [(there - here) * 1000 for chat_id, moments in asked.items()
             for here, there in zip(moments, answered.get(chat_id, []), strict=False)]
    unanswered = sum(max(0, len(moments) - len(answered.get(chat_id, []))) for chat_id, moments in asked.items())
    doubled = sum(max(0, len(answered.get(chat_id, [])) - len(moments)) for chat_id, moments in asked.items())
    return Measured(mode, len(brought), rate, times, unanswered, doubled, cpu_ms, load)


def _cpu(process: psutil.Process) -> float:
    """Seconds of processor time of a server and what it started."""
    every = [process, *process.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in every)


def report(found: list[Measured], chats: int, seconds: float, day: Optional[date] = None) -> str:
    """The report as Markdown."""
    lines = [
        "# Telegram: from an update to `sendMessage`", "",
        f"`make bench-telegram`, {day or date.today()}, one run of {seconds:.0f} s a row. {machine()}.", "",
        f"{chats} chats, {found[0].rate:.0f} updates a second, evenly or at irregular moments (exponential gaps, which "
        "bring several at once), the trained model, SQLite, the limits of Telegram (30 messages a second, about one a "
        "second a chat). The Bot API server is that of the tests, on the same machine: the network to Telegram comes "
        "on top, once for the update and once for the answer. Measured from bringing the update to the arrival of its "
        "`sendMessage`; the update and the message are in the database by then.", "",
        "| how they come | updates | p50 ms | p95 ms | p99 ms | longest ms | unanswered | one too many | "
        f"processor ms an update | load before | p95 below {BAR_MS:.0f} ms |",
        "|---|---|---|---|---|---|---|---|---|---|---|"]
    for one in found:
        reached = "reached" if one.percentile(0.95) < BAR_MS else "**missed**"
        lines.append(
            f"| {one.mode} | {one.updates} | {statistics.median(one.times):.0f} | {one.percentile(0.95):.0f} | "
            f"{one.percentile(0.99):.0f} | {max(one.times):.0f} | {one.unanswered} | {one.doubled} | "
            f"{one.cpu_ms:.0f} | {one.load:.1f} | {reached} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
