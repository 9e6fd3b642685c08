"""The report of `make bench-nlu`: tables, a plot, the machine, and how each figure was taken."""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional, Sequence

import numpy as np

from bench.nlu_data import KINDS, Data, near_examples
from bench.nlu_measure import BINS, OUT_OF_SCOPE, THRESHOLD, Figures, Ranking, accuracy_of
from bench.nlu_rasa import EPOCHS

CURVES = ("served", "rasa_default", "rasa_logistic", "nlpjs")


@dataclass(frozen=True)
class Row:
    """One contender; ``problem`` says why it has no figures; ``trained_now``: None when it is made of others."""

    name: str
    title: str
    figures: Optional[Figures] = None
    rankings: Sequence[Ranking] = field(default_factory=tuple)
    milliseconds: Sequence[float] = field(default_factory=tuple)
    load_seconds: float = 0.0
    megabytes: float = 0.0
    train_seconds: float = 0.0
    train_cpu_seconds: float = 0.0
    size: int = 0
    trained_now: Optional[bool] = False
    problem: str = ""


@dataclass(frozen=True)
class Run:
    """How a run was made. ``commit``: of the code; ``same_data``: the examples are those of an earlier run."""

    threads: int
    epochs: int
    commit: Optional[str]
    same_data: bool = False


def write(folder: Path, data: Data, rows: Sequence[Row], run: Run) -> None:
    """``nlu.md`` and ``nlu.png`` in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nlu.md").write_text(text(data, rows, run), encoding="utf-8")
    plot(folder / "nlu.png", [row for row in rows if row.figures])


def text(data: Data, rows: Sequence[Row], run: Run) -> str:
    """The report as Markdown."""
    done = [row for row in rows if row.figures]
    intents = len({intent for _, intent in data.examples})
    now = datetime.datetime.now(datetime.UTC)
    examples, messages = f"{len(data.examples):,}", f"{len(data.tests):,}"
    earlier = "\nThe examples are those of an earlier run: nothing slow is trained twice." if run.same_data else ""
    head = f"""# Understanding, measured

Written by `make bench-nlu` on {now:%Y-%m-%d %H:%M} UTC{f", commit {run.commit}" if run.commit else ""}. Every contender
learnt the same {examples} examples of {intents} intents (data {data.key}) and read the same {messages} messages, one
at a time, in a process of its own with {run.threads} threads.{earlier}

Machine: {machine()}.

![accuracy, calibration, parse time](nlu.png)
"""
    parts = [head, _accuracy(done), _by_set(data, done), _safety(done), _cost(done), _reliability(done),
             _problems(rows), _notes(run)]
    return "\n".join(part for part in parts if part)


def _table(title: str, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    head = ["| " + " | ".join(columns) + " |", "|---|" + "--:|" * (len(columns) - 1)]
    return "\n".join([f"## {title}", "", *head, *("| " + " | ".join(line) + " |" for line in lines), ""])


def _percent(share: float) -> str:
    return "–" if np.isnan(share) else f"{100 * share:.1f}"


def _accuracy(rows: Sequence[Row]) -> str:
    counts = next((row.figures.count for row in rows if row.figures), {})
    kinds = [kind for kind in KINDS if kind in counts]
    columns = ["contender", *(f"{kind.replace('_', ' ')} ({counts[kind]})" for kind in kinds), "in scope", "macro-F1"]
    return _table("Right intent, %", columns, [
        [row.title, *(_percent(row.figures.accuracy[kind]) for kind in kinds), _percent(row.figures.in_scope),
         _percent(row.figures.macro_f1)] for row in rows if row.figures])


def _by_set(data: Data, rows: Sequence[Row]) -> str:
    near = near_examples(data)
    inside = [test.kind != OUT_OF_SCOPE for test in data.tests]
    chosen = {"unlike any example": [here and not known for here, known in zip(inside, near, strict=True)]}
    for source in sorted({test.source for test in data.tests}):
        chosen[source] = [here and test.source == source for test, here in zip(data.tests, inside, strict=True)]
    columns = ["contender", *(f"{name} ({sum(mask)})" for name, mask in chosen.items())]
    return _table("In scope, by blind set, %", columns, [
        [row.title, *(_percent(accuracy_of(data.tests, row.rankings, mask)) for mask in chosen.values())]
        for row in rows])


def _safety(rows: Sequence[Row]) -> str:
    columns = ["contender", "AUROC", f"false facts at {THRESHOLD}", f"in scope but under {THRESHOLD}, %", "ECE",
               "right when ≥ 0.9, % (messages)"]
    return _table("Out of scope, and confidence", columns, [
        [row.title, f"{row.figures.auroc:.3f}", f"{row.figures.false_facts} of {row.figures.out_of_scope}",
         _percent(row.figures.unread), f"{row.figures.ece:.3f}",
         f"{_percent(row.figures.sure_right)} ({row.figures.sure_count:,})"] for row in rows if row.figures])


def _cost(rows: Sequence[Row]) -> str:
    columns = ["contender", "parse p50, ms", "p95, ms", "load, s", "memory, MB", "model, MB", "training, s",
               "of CPU, s", "trained in this run"]
    now = {True: "yes", False: "no: same data", None: "made of others"}
    lines = []
    for row in rows:
        middle, slow = np.percentile(row.milliseconds, [50, 95])
        cpu = f"{row.train_cpu_seconds:,.0f}" if row.train_cpu_seconds else "–"
        lines.append([row.title, f"{middle:.2f}", f"{slow:.2f}", f"{row.load_seconds:.1f}", f"{row.megabytes:,.0f}",
                      f"{row.size / 1e6:.1f}", f"{row.train_seconds:,.0f}", cpu, now[row.trained_now]])
    return _table("What it costs", columns, lines)


def _reliability(rows: Sequence[Row]) -> str:
    ours = next((row.figures for row in rows if row.name == "served"), None)
    if ours is None:
        return ""
    return _table("Reliability of ours", ["confidence", "messages", "mean confidence", "right"], [
        [f"{item.low:.2f}–{item.high:.2f}", str(item.count), f"{item.confidence:.3f}", f"{item.accuracy:.3f}"]
        for item in ours.bins])


def _problems(rows: Sequence[Row]) -> str:
    lines = [f"- {row.title}: {row.problem}" for row in rows if row.problem]
    return "\n".join(["## Not run", "", *lines, ""]) if lines else ""


def _notes(run: Run) -> str:
    epochs = f"{run.epochs} epochs" + ("" if run.epochs == EPOCHS else f", where `rasa init` writes {EPOCHS}")
    return f"""## How to read it

- *Right*: the likeliest intent, whatever its confidence, is one that `tests/nlu/intents.yml` accepts for the message.
  Rasa's `nlu_fallback` is not counted as an intent, and nlp.js's `None` is out of scope. The messages were written by
  who had not seen the training data, and labelled by reading.
- *By blind set*: the sets are numbered by age; who wrote training data later may have seen what failed in an older one.
  *Unlike any example*: less than 90 of 100 letters equal to any training example's, once normalised.
- *Macro-F1*: mean over the intents of messages in scope; where several are right, the given one counts, else the first.
- *AUROC*: how well 1 − the confidence of the likeliest intent in scope tells messages out of scope from the others.
  Messages for which an answer like «nobody published it» is right as well are left out.
- *False facts*: messages out of scope that are read, at {THRESHOLD} or more, as a question or service of ours. Intents
  whose reply states no fact (a greeting, help, an operator, «nobody published it») do not count. It is a figure of the
  classifier: the actions also know which courses, places and bodies are not ours.
- *ECE*: {BINS} bins of equal width, all messages.
- *Memory*: resident, of a process that has loaded the model and read 50 messages. The first row and Rasa's hold Rasa,
  the first without TensorFlow, as `orienta serve` runs it, with entities and the database's names; nlp.js's holds Node;
  the others hold NumPy only.
- *Parse*: one message, wall clock: `Agent.parse_message` for the first row and Rasa's, the classifier's call for the
  others.
- *Training*: wall clock, with importing the libraries. Other work on the machine stretches it; CPU time tells.
- Rasa's default recipe: {epochs}. It has no retrieval intents and no entities to learn in this data.
- The rows from the second to the blend share our normalisation, features and, but for one, typo copies.
"""


def machine() -> str:
    """Cores, processor, memory and how busy it is: no name and no path."""
    cores = os.cpu_count() or 0
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (f"{cores} cores, {_processor()}, {memory:.0f} GB of memory, {platform.system()}, "
            f"Python {platform.python_version()}{_node()}; load average {os.getloadavg()[0]:.1f} at the end of the run")


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _node() -> str:
    try:
        done = subprocess.run(["node", "--version"], capture_output=True, text=True)
    except OSError:
        return ""
    return f", Node {done.stdout.strip().lstrip('v')}"


def plot(path: Path, rows: Sequence[Row]) -> None:
    """Accuracy by kind of message, reliability, and parse time."""
    import logging
    import warnings

    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    warnings.simplefilter("ignore", DeprecationWarning)  # matplotlib 3.5 and the pyparsing of now
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    if not rows:
        return
    figure, (accuracy, curve, speed) = plt.subplots(1, 3, figsize=(17, 6.5), gridspec_kw={"width_ratios": [2.2, 1, 1]})
    colours = {row.name: plt.get_cmap("tab10")(index % 10) for index, row in enumerate(rows)}
    kinds = [kind for kind in KINDS if rows[0].figures and kind in rows[0].figures.count]
    width = 0.8 / len(rows)
    for index, row in enumerate(rows):
        if row.figures:
            shares = [100 * row.figures.accuracy[kind] for kind in kinds]
            accuracy.bar(np.arange(len(kinds)) + index * width, shares, width, label=row.title, color=colours[row.name])
    accuracy.set_xticks(np.arange(len(kinds)) + 0.4 - width / 2)
    accuracy.set_xticklabels([kind.replace("_", " ") for kind in kinds])
    lowest = min(100 * min(row.figures.accuracy.values()) for row in rows if row.figures)
    accuracy.set_ylim(max(0.0, lowest - 5), 100)
    accuracy.set_title("right intent, %")
    accuracy.grid(axis="y", linewidth=0.4)
    figure.legend(*accuracy.get_legend_handles_labels(), loc="lower center", ncol=5, fontsize=9)
    curve.plot([0, 1], [0, 1], color="grey", linewidth=1, linestyle="--")
    for row in rows:
        if row.figures and row.name in CURVES:
            bins = [item for item in row.figures.bins if item.count >= 10]
            curve.plot([item.confidence for item in bins], [item.accuracy for item in bins], marker="o", markersize=4,
                       label=row.title, color=colours[row.name])
    curve.set_title("share right, by confidence")
    middles = [float(np.percentile(row.milliseconds, 50)) for row in rows][::-1]
    bars = speed.barh([row.title for row in rows][::-1], middles, color=[colours[row.name] for row in rows][::-1])
    speed.bar_label(bars, labels=[f"{middle:.2f}" for middle in middles], padding=3, fontsize=8)
    speed.set_xscale("log")
    speed.margins(x=0.25)
    speed.set_yticks([])
    speed.set_title("parse p50, ms")
    figure.tight_layout(rect=(0, 0.1, 1, 1))
    figure.savefig(path, dpi=110)
    plt.close(figure)
