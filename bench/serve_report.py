"""The report of the serving bench: bench/results/serve.md and serve.png from the raw figures."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import statistics
from pathlib import Path
from typing import Any, Mapping

from bench.serve_variant import REMEDIES

Found = Mapping[str, Any]
NAMES = {"ours": "`orienta serve`", "stock": "Rasa's default recipe"}
KIND_NAMES = {"plain": "without an action", "action": "with a custom action"}


def machine() -> str:
    """Processor, cores, memory and versions; no name, no path."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}"
                         for name in ("rasa", "tensorflow", "scikit-learn", "spacy", "python-socketio"))
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB; {system}; {versions}"


def median_start(found: Found, who: str, what: str) -> float:
    """The median over the rounds of a figure of the start; memory: of the server alone."""
    values = [one[what][0] if what == "memory" else one[what] for one in found[who]["starts"]]
    return statistics.median(values)


def over_rounds(found: Found, who: str, case: str, what: str) -> float:
    """The median over the rounds of a figure of a load."""
    return statistics.median(one[case][what] for one in found[who]["rounds"])


def ratio(found: Found, case: str, what: str = "p50") -> float:
    """How many times the default recipe's figure is ours."""
    return over_rounds(found, "stock", case, what) / over_rounds(found, "ours", case, what)


def bar(found: Found) -> list[tuple[str, str, str, bool]]:
    """What was asked, what was found, what it was asked to be, and whether it is."""
    starts = median_start(found, "stock", "seconds") / median_start(found, "ours", "seconds")
    cpu = median_start(found, "stock", "cpu") / median_start(found, "ours", "cpu")
    memory = median_start(found, "ours", "memory") / median_start(found, "stock", "memory")
    plain, action = ratio(found, "plain 1"), ratio(found, "action 1")
    marks = found["ours"]["long"]["marks"]
    late = marks["1000"] / marks["10"] if "1000" in marks else float("inf")
    return [
        ("start to the first answer", f"{starts:.1f} times faster ({cpu:.1f} in processor time)", "8 times",
         starts >= 8),
        ("resident memory of the server", f"{memory:.2f} of it", "a third", memory <= 1 / 3),
        ("a message without an action, p50, one conversation", f"{plain:.1f} times faster", "5 times", plain >= 5),
        ("a message with an action, p50, one conversation", f"{action:.1f} times faster", "4 times", action >= 4),
        ("our 1,000th message against our 10th", f"{late:.2f} times", "at most 1.5 times", late <= 1.5)]


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head), *(f"| {' | '.join(row)} |" for row in rows), ""]


def _starts(found: Found) -> list[str]:
    rows = []
    for who, name in NAMES.items():
        memory = [one["memory"] for one in found[who]["starts"]]
        rows.append([
            name, " / ".join(f"{one['seconds']:.1f}" for one in found[who]["starts"]),
            f"{median_start(found, who, 'cpu'):.1f}", f"{median_start(found, who, 'memory'):.0f}",
            f"{memory[0][1]:.0f}" if len(memory[0]) > 1 else "in the server",
            f"{found[who]['memory at the end'][0]:.0f}"])
    return _table(["server", "start to first answer, s (each round)", "processor time, s", "memory, MB",
                   "action server, MB", "memory at the end, MB"], rows)


def _loads(found: Found) -> list[str]:
    rows = []
    for case in found["ours"]["rounds"][0]:
        kind, count = case.split()
        cells = [f"{KIND_NAMES[kind]}, {count} at a time"]
        for who in NAMES:
            cells.append(f"{over_rounds(found, who, case, 'p50'):.0f} / {over_rounds(found, who, case, 'p95'):.0f}")
        cells.append(f"{ratio(found, case):.1f}")
        cells += [f"{over_rounds(found, who, case, 'per core'):.0f}" for who in NAMES]
        cells.append(f"{1 / ratio(found, case, 'per core'):.1f}")
        rows.append(cells)
    return _table(["messages", "ours, p50 / p95 ms", "default recipe, p50 / p95 ms", "p50 times",
                   "ours, messages/s/core", "default recipe, messages/s/core", "times"], rows)


def _long(found: Found) -> list[str]:
    rows = []
    for who, name in NAMES.items():
        long = found[who]["long"]
        marks = [f"{long['marks'][mark]:.0f}" if mark in long["marks"] else "—" for mark in ("10", "100", "1000")]
        stopped = f"stopped by the time limit after {long['messages']} messages, then at {long['last']:.0f} ms"
        rows.append([name, *marks, "" if "1000" in long["marks"] else stopped])
    return _table(["server", "10th, ms", "100th, ms", "1,000th, ms", ""], rows)


def _remedies(found: Found) -> list[str]:
    full = found["variants"][""]
    parts = ("start", "plain", "action", "late")
    rows = [["**all in place**", *(f"{full[part]['cpu']:.1f}" for part in parts),
             f"{full['start']['memory'][0]:.0f}", f"{full['plain']['p50']:.0f} / {full['action']['p50']:.0f}"]]
    for name, text in REMEDIES.items():
        if name not in found["variants"]:
            continue
        one = found["variants"][name]
        rows.append([f"without: {text}",
                     *(f"{one[part]['cpu']:.1f} ({one[part]['cpu'] - full[part]['cpu']:+.1f})" for part in parts),
                     f"{sum(one['start']['memory']):.0f}", f"{one['plain']['p50']:.0f} / {one['action']['p50']:.0f}"])
    return _table(["our server", "start, s", "plain message, ms", "message with action, ms",
                   "message of a conversation of 100, ms", "memory, MB", "p50 plain / action, ms"], rows)


def write(found: Found, folder: Path) -> None:
    """Write both files into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    load = [f"{value:.1f}" for value in found["load"]]
    same = sum(found["ours"]["replies"][text] == found["stock"]["replies"][text] for text in found["ours"]["replies"])
    lines = [
        "# Serving: our server and Rasa's default recipe", "",
        f"`make bench-serve`, {found['time']}, one run. {machine()}.",
        f"Load of the machine when the run began and after each part (other work shared its {os.cpu_count()} "
        f"cores): {', '.join(load)}; the bench ran at nice {found['nice']}. "
        "Latencies drift with it; ratios of one run and processor time are steadier.", "",
        "## Against the bar", "",
        *_table(["what", "found", "asked", ""],
                [[what, is_so, asked, "reached" if good else "**missed**"] for what, is_so, asked, good in bar(found)]),
        "## Start and memory", "", *_starts(found),
        "## Latency over Socket.IO and messages a second of one core", "",
        "From sending a message to the first word of its reply; medians over the rounds, each with a server started "
        "anew. A person's next message comes as long after the reply as the reply took, 0.1 s at least. Messages a "
        "second of one core: messages by the processor time of all the server's processes.", "",
        *_loads(found), "## One long conversation", "",
        "Messages without an action; the median of the neighbours of each mark. Ours starts a new session, unnoticed, "
        "every 25 messages (ORIENTA_SESSION_MAX_MESSAGES): the 100th and the 1,000th are the last, the slowest, of "
        "theirs.",
        "",
        *_long(found)]
    if "variants" in found:
        lines += ["## What each remedy brings", "",
                  "Our server without one of them at a time; in brackets the difference. Processor time, one start "
                  "each; half a second of start and 2 ms of a message are noise, and some remedies bring less. Not in "
                  "the table is the first remedy, serving without TensorFlow: the default recipe cannot do without it.",
                  "", *_remedies(found)]
    lines += ["## How it was compared", "",
              f"- The same examples, rules, forms, responses and actions; {same} of {len(found['ours']['replies'])} "
              "messages of the bench got the same reply from both, word for word.",
              "- Default recipe: `rasa init`'s pipeline (DIET, ResponseSelector, …) and policies (Memoization, Rule, "
              f"UnexpecTED, TED), trained with {found['epochs']} epochs instead of 100: start, memory and latency do "
              "not depend on them. TED and UnexpecTED learn from stories, of which the project has none: each rule "
              "without a condition was given as a story too. `rasa run` with Rasa's own Socket.IO channel "
              "(session_persistence off: on, it delivers nothing with this python-socketio), SQLite tracker, "
              "actions on `rasa run actions`.",
              "- Ours: `orienta serve` with the web-chat channel, SQLite, actions in the process.",
              "- Client and server share the machine.", "", "![the same as a plot](serve.png)", ""]
    (folder / "serve.md").write_text("\n".join(lines), encoding="utf-8")
    plot(found, folder / "serve.png")


def plot(found: Found, path: Path) -> None:
    """Start, memory, latency and the long conversation, side by side."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 4, figsize=(15, 3.8))
    colours = {"ours": "#1b7f5c", "stock": "#b0b0b0"}
    labels = {"ours": "orienta serve", "stock": "default recipe"}
    for axis, what, title in ((axes[0], "seconds", "start to first answer, s"), (axes[1], "memory", "memory, MB")):
        values = [median_start(found, who, what) for who in NAMES]
        bars = axis.bar([labels[who] for who in NAMES], values, color=[colours[who] for who in NAMES])
        axis.bar_label(bars, fmt="%.0f")
        axis.set_title(title)
    cases = list(found["ours"]["rounds"][0])
    for place, who in enumerate(NAMES):
        axes[2].bar([i + place * 0.4 for i in range(len(cases))],
                    [over_rounds(found, who, case, "p50") for case in cases], 0.4, color=colours[who],
                    label=labels[who])
        axes[3].plot(range(1, found[who]["long"]["messages"] + 1), found[who]["long"]["latencies"], color=colours[who],
                     label=labels[who], linewidth=0.8)
    axes[2].set_xticks([i + 0.2 for i in range(len(cases))], [case.replace(" ", "\n") for case in cases])
    axes[2].set_yscale("log")
    axes[2].set_title("p50 by conversations at a time, ms")
    axes[3].set_yscale("log")
    axes[3].set_title("one long conversation, ms by message")
    axes[3].legend(frameon=False)
    for axis in axes:
        axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
