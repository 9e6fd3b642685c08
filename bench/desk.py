"""20 operators and 200 people at the desk at once, on SQLite and PostgreSQL: who is taken, waits, latencies.

The site runs in its own process. People write through the services, as the Rasa server does, and follow the log as
the web chat does; operators use HTTP and server-sent events, as a browser does. Result: ``bench/results/desk.md``.
Run: ``python -m bench.desk``.
"""

from __future__ import annotations

import asyncio
import os
import platform
import re
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Sequence

import httpx
from sqlalchemy import select

from bot import clock
from bot.db.models import Base, Handoff, Operator
from bot.db.session import dispose_all, get_engine, transaction
from bot.services import conversations, handoffs
from bot.services.conversations import Draft, Follower
from bot.services.handoffs import Queued
from bot.settings import Settings
from tests.support.booking_data import NOW
from tests.support.desk_data import PASSWORD, add_desk
from tests.support.desk_server import field as form_field
from tests.support.desk_server import site_process

OPERATORS, PEOPLE, EXCHANGES = 20, 200, 3
THINK_SECONDS = 0.8
RESULT = Path(__file__).parent / "results" / "desk.md"


@dataclass
class Run:
    """What one run has seen. Latencies and gaps in milliseconds."""

    settings: Settings
    to_screen: list[float] = field(default_factory=list)
    to_person: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    marks: dict[str, float] = field(default_factory=dict)
    arrived: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))
    seen: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    seconds: float = 0.0
    processor: float = 0.0


async def person_says(run: Run, who: str, text: str) -> None:
    """Write as the Rasa server does; the operator's screen notes when it comes."""
    run.marks[text] = time.perf_counter()
    await asyncio.to_thread(
        conversations.append_message, run.settings, conversation_id=who, channel="webchat",
        draft=Draft("person", text, pending=True), now=clock.now())


def following(run: Run) -> Follower:
    """The people's clients: they read the log when they are told of something new."""

    async def changed(ids: Sequence[Any]) -> None:
        for who in {each if isinstance(each, str) else each[0] for each in ids}:
            news = await asyncio.to_thread(
                conversations.list_after, run.settings, conversation_id=who, sequence=run.seen[who])
            for message in news:
                run.seen[who] = message.sequence
                if message.author == "operator" and message.text in run.marks:
                    run.to_person.append(1000 * (time.perf_counter() - run.marks.pop(message.text)))
                    run.arrived[message.text].set()

    return Follower(run.settings, changed)


async def operator(run: Run, client: httpx.AsyncClient, number: int) -> None:
    """Press «Prendi il prossimo», talk, close, until nobody waits."""
    form = await client.get("/operatori/accesso")
    home = await client.post("/operatori/accesso", data={
        "csrf": form_field(form.text, "csrf"), "username": f"op{number}", "password": PASSWORD, "poi": ""})
    csrf = form_field(home.text, "csrf")
    while True:
        free = time.perf_counter()
        page = await client.post("/operatori/prossimo", data={"csrf": csrf})
        if not page.url.path.startswith("/operatori/conversazioni/"):
            return
        run.gaps.append(1000 * (time.perf_counter() - free))
        who = page.url.path.rpartition("/")[2]
        run.claims.append(who)
        await talk(run, client, who, csrf)
        await client.post(f"/operatori/conversazioni/{who}/chiudi", data={"csrf": csrf, "esito": "solved"})


async def talk(run: Run, client: httpx.AsyncClient, who: str, csrf: str) -> None:
    """A few exchanges with the page open."""
    ready = asyncio.Event()
    screen = asyncio.create_task(watch(run, client, who, ready))
    await ready.wait()
    for number in range(EXCHANGES):
        await asyncio.sleep(THINK_SECONDS)
        question, answer = f"{who} chiede {number}", f"{who} risposta {number}"
        await person_says(run, who, question)
        await run.arrived[question].wait()
        await asyncio.sleep(THINK_SECONDS)
        run.marks[answer] = time.perf_counter()
        await client.post(f"/operatori/conversazioni/{who}/rispondi", data={"csrf": csrf, "text": answer},
                          headers={"HX-Request": "true"})
        await run.arrived[answer].wait()
    screen.cancel()
    await asyncio.gather(screen, return_exceptions=True)


async def watch(run: Run, client: httpx.AsyncClient, who: str, ready: asyncio.Event) -> None:
    """The open page of a conversation."""
    async with client.stream("GET", "/operatori/eventi", params={"conversazione": who, "dopo": 0},
                             headers={"Accept": "text/event-stream"}, timeout=None) as stream:
        ready.set()
        async for line in stream.aiter_lines():
            match = re.search(r"web_\d+ chiede \d+", line)
            if match and match.group() in run.marks:
                run.to_screen.append(1000 * (time.perf_counter() - run.marks.pop(match.group())))
                run.arrived[match.group()].set()


async def measure(settings: Settings, url: str) -> Run:
    """Everybody asks, then all operators begin."""
    run = Run(settings)
    for number in range(PEOPLE):
        await person_says(run, f"web_{number}", "aiuto")
        queued = await asyncio.to_thread(
            handoffs.request_operator, settings, conversation_id=f"web_{number}", channel="webchat", reason="asked",
            subject="Corsi", wants="vuole un corso", card=None, office_id=None, now=NOW)
        assert isinstance(queued, Queued) and queued.desk_open
    follower = following(run)
    follower.start()
    limits = httpx.Limits(max_connections=8)
    clients = [httpx.AsyncClient(base_url=url, follow_redirects=True, timeout=60, limits=limits)
               for _ in range(OPERATORS)]
    began = time.perf_counter()
    await asyncio.gather(*(operator(run, client, number) for number, client in enumerate(clients)))
    run.seconds = time.perf_counter() - began
    await follower.stop()
    await asyncio.gather(*(client.aclose() for client in clients))
    return run


def prepare(url: str) -> None:
    """Schema, offices, operators."""
    Base.metadata.create_all(get_engine(url))
    add_desk(url)
    with transaction(url, write=True) as session:
        digest = session.execute(select(Operator.password_hash)).scalar()
        for number in range(OPERATORS):
            session.add(Operator(
                id=100 + number, username=f"op{number}", name=f"Op{number} Prova", password_hash=digest,
                role="administrator", active=True, created_at=clock.to_utc(NOW)))


def checked(run: Run) -> list[str]:
    """Lines of the report; a lost claim or person ends the run.

    Raises:
        AssertionError: somebody was left or taken twice.
    """
    assert sorted(run.claims) == sorted(f"web_{number}" for number in range(PEOPLE)), "a person was left or taken twice"
    with transaction(run.settings.database_url) as session:
        states = session.execute(select(Handoff.state)).scalars().all()
    assert states == ["ended"] * PEOPLE
    assert len(run.to_screen) == len(run.to_person) == PEOPLE * EXCHANGES, "a message did not arrive"
    return [f"{p(run.to_screen, 50):.0f} / {p(run.to_screen, 95):.0f} / {max(run.to_screen):.0f}",
            f"{p(run.to_person, 50):.0f} / {p(run.to_person, 95):.0f} / {max(run.to_person):.0f}",
            f"{median(run.gaps):.0f} / {p(run.gaps, 95):.0f}", str(len(run.claims)),
            f"{1000 * run.processor / (PEOPLE * EXCHANGES):.0f}", f"{run.seconds:.0f}"]


def p(values: list[float], percent: int) -> float:
    """A percentile."""
    return quantiles(values, n=100)[percent - 1]


def processor_seconds(pid: int) -> float:
    """What a process has used so far: a figure that other work on the machine hardly changes."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def one(url: str, folder: Path) -> list[str]:
    """A run on one database."""
    prepare(url)
    with site_process(folder, url, level="WARNING") as (address, process, _log):
        before = processor_seconds(process.pid)
        run = asyncio.run(measure(replace(Settings(), database_url=url), address))
        run.processor = processor_seconds(process.pid) - before
    lines = checked(run)
    dispose_all()
    return lines


def main() -> None:
    """Both engines, then the report."""
    import pgserver

    with tempfile.TemporaryDirectory() as folder:
        sqlite = one(f"sqlite:///{folder}/o.db", Path(folder))
    server = pgserver.get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    with tempfile.TemporaryDirectory() as folder:
        postgresql = one(server.get_uri(), Path(folder))
    names = ("person's message → operator's screen, ms (p50 / p95 / longest)",
             "operator's answer → person's client, ms (p50 / p95 / longest)",
             "free operator → next person taken, ms (p50 / p95)", "people taken, each by one operator",
             "processor time of the site for each exchange, ms", "seconds for everybody")
    rows = "\n".join(f"| {' | '.join(row)} |" for row in zip(names, sqlite, postgresql, strict=True))
    RESULT.write_text(f"""# The desk: {OPERATORS} operators, {PEOPLE} people, one run

`python -m bench.desk`, {time.strftime("%d %B %Y")}, {os.cpu_count()} cores of {platform.machine()} shared with other
work (load {os.getloadavg()[0]:.0f}). The site in one process; load from another on the same machine: {PEOPLE} people
wait, each has {EXCHANGES} exchanges with an operator, {THINK_SECONDS} s between messages, every page with its stream
open.

| | SQLite | PostgreSQL 16 |
|---|---|---|
{rows}

Asked for: p95 at most 300 ms on SQLite and 100 ms on PostgreSQL, both ways; nobody waits while an operator is free and
takes the next; no claim lost. The run fails when a person is left over, taken twice, or a message does not arrive.
""", encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
