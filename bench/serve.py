"""`make bench-serve`: our server against Rasa's default recipe on the same data and actions, over Socket.IO.

    python -m bench.serve [--model OURS] [--stock-model STOCK] [--rounds 2] [--long-seconds 240] [--no-variants]

Writes bench/results/serve.md and serve.png; the raw figures stay in build/bench-serve/serve.json. Training the default
recipe takes ten minutes and more; its archive is used again until the data change, or as long as one is named.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable, ContextManager, Sequence

from bench import serve_client, serve_report, serve_servers, stock_rasa
from bench.serve_servers import Running
from bench.serve_variant import REMEDIES
from bot.settings import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "build" / "bench-serve"
KINDS = {"plain": ("grazie", "arrivederci"), "action": (
    "che corsi ci sono?", "chi finanzia il patto?", "quali eventi ci sono?", "dove siete?")}
"""Messages that a response of the domain answers, and messages that a custom action answers from the database."""

CONVERSATIONS = {1: 20, 8: 8, 32: 4}
"""How many at a time, and how many messages each of them has a round."""

MARKS = {10: (8, 12), 100: (96, 104), 1000: (992, 1000)}
"""The message of a conversation, and the neighbours whose median stands for it."""

LATE = 100
"""Messages of the conversation whose last twenty show what a remedy of long sessions brings."""

Server = Callable[[], ContextManager[Running]]


def quantiles(latencies: Sequence[float]) -> dict[str, float]:
    """p50 and p95 in ms, and how many."""
    ordered = sorted(latencies)
    return {"p50": statistics.median(ordered) * 1000, "p95": ordered[int(0.95 * (len(ordered) - 1) + 0.5)] * 1000,
            "count": len(ordered)}


def loads(server: Running) -> dict[str, Any]:
    """Latency at each number of conversations, with and without an action, and messages per second of processor."""
    found: dict[str, Any] = {}
    for kind, texts in KINDS.items():
        for count, messages in CONVERSATIONS.items():
            cpu, clock = server.cpu(), time.perf_counter()
            each = serve_client.converse(server.port, texts, messages, count)
            latencies = [latency for one in each for latency in one]
            found[f"{kind} {count}"] = {
                **quantiles(latencies), "per core": len(latencies) / (server.cpu() - cpu),
                "per second": len(latencies) / (time.perf_counter() - clock)}
    return found


def long_conversation(server: Running, seconds: float) -> dict[str, Any]:
    """Latency at the marks of one conversation, as far as it gets in ``seconds``."""
    latencies = serve_client.converse(server.port, KINDS["plain"], max(MARKS), 1, seconds)[0]
    marks = {str(mark): statistics.median(latencies[first - 1:last]) * 1000
             for mark, (first, last) in MARKS.items() if last <= len(latencies)}
    return {"marks": marks, "messages": len(latencies), "last": statistics.median(latencies[-9:]) * 1000,
            "latencies": [round(latency * 1000, 2) for latency in latencies]}


def start(server: Running) -> dict[str, Any]:
    """What the start cost, and the memory after the first answer."""
    return {"seconds": server.start, "cpu": server.cpu(), "memory": server.memory()}


def one_round(name: str, make: Server, found: dict[str, Any], long_seconds: float) -> None:
    """Start a server and measure it, into ``found``; a long conversation when it has ``long_seconds``."""
    tell(name)
    with make() as server:
        found.setdefault("starts", []).append(start(server))
        found["replies"] = {text: serve_client.reply(server.port, text) for texts in KINDS.values() for text in texts}
        found.setdefault("rounds", []).append(loads(server))
        if long_seconds:
            tell(f"{name}: a long conversation")
            found["long"] = long_conversation(server, long_seconds)
            found["memory at the end"] = server.memory()


def variant(make: Server, repeats: int) -> dict[str, Any]:
    """Start and message cost of one variant of our server: the better of some repeats, which other work slowed less."""
    results = []
    for _ in range(repeats):
        with make() as server:
            one = {"start": start(server)}
            for kind, texts in KINDS.items():
                serve_client.converse(server.port, texts, 4)
                cpu = server.cpu()
                latencies = serve_client.converse(server.port, texts, 20)[0]
                one[kind] = {**quantiles(latencies), "cpu": (server.cpu() - cpu) / len(latencies) * 1000}
            cpu = server.cpu()
            latencies = serve_client.converse(server.port, KINDS["plain"], LATE)[0]
            one["late"] = {**quantiles(latencies[-20:]), "cpu": (server.cpu() - cpu) / LATE * 1000}
            results.append(one)
    best = min(results, key=lambda one: one["start"]["cpu"])
    return {"start": best["start"], **{
        key: {name: min(one[key][name] for one in results) for name in ("p50", "cpu")} for key in (*KINDS, "late")}}


def tell(text: str) -> None:
    """Say how far the bench is."""
    print(f"{time.strftime('%H:%M:%S')} {text} (load {os.getloadavg()[0]:.1f})", file=sys.stderr, flush=True)


def prepare(model: Path | None, stock_model: Path | None) -> tuple[Path, Path, str]:
    """Both models and a seeded database."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    database = f"sqlite:///{FOLDER / 'orienta.db'}"
    env = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT), "DATABASE_URL": database}
    steps = [["db", "upgrade"], ["db", "seed"], *([] if model else [["train", "--if-changed"]])]
    for step in steps:
        subprocess.run([sys.executable, "-m", "bot.cli", *step], cwd=PROJECT_ROOT, env=env, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if model is None:
        model = max((PROJECT_ROOT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if stock_model is None:
        tell("the default recipe is trained, unless its archive is newer than the data")
        stock_rasa.write(FOLDER / "stock", 0)
        stock_model = stock_rasa.train(FOLDER / "stock", database)
    (FOLDER / "stock" / "tracker.db").unlink(missing_ok=True)
    return model.resolve(), stock_model.resolve(), database


def main() -> None:
    """Run the bench and write the report."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are ended too
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--stock-model", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--long-seconds", type=float, default=240.0)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--variants", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--report-only", action="store_true")
    options = parser.parse_args()
    raw = FOLDER / "serve.json"
    if not options.report_only:
        model, stock_model, database = prepare(options.model, options.stock_model)
        load = [os.getloadavg()[0]]
        found: dict[str, Any] = {"time": time.strftime("%Y-%m-%d"), "epochs": stock_rasa.EPOCHS,
                                 "nice": os.nice(0), "load": load}
        servers: dict[str, Server] = {
            "ours": lambda: serve_servers.ours(FOLDER, model, database),
            "stock": lambda: serve_servers.stock(FOLDER / "stock", stock_model, database)}
        for number in range(options.rounds):  # in turns: whatever else the machine does meets both
            for name, make in servers.items():
                last = number == options.rounds - 1
                one_round(name, make, found.setdefault(name, {}), options.long_seconds if last else 0.0)
                load.append(os.getloadavg()[0])
                raw.write_text(json.dumps(found, indent=1), encoding="utf-8")
        if options.variants:
            for name in ("", *REMEDIES):
                tell(f"without {name}" if name else "ours, once more")
                found.setdefault("variants", {})[name] = variant(
                    lambda name=name: serve_servers.ours(FOLDER, model, database, name), options.repeats)  # type: ignore[misc]
                raw.write_text(json.dumps(found, indent=1), encoding="utf-8")
    serve_report.write(json.loads(raw.read_text(encoding="utf-8")), PROJECT_ROOT / "bench" / "results")


if __name__ == "__main__":
    main()
