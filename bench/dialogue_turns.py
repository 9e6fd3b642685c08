"""The turns of bot/data/dialogues: what they are, how many are read right, and the weights fitted on them.

    python -m bench.dialogue_turns [--failures] [--fit]
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Iterable, Mapping, Optional, Sequence

import numpy as np
import scipy.sparse
import yaml
from scipy.optimize import minimize

from bot import settings as settings_module
from bot.dialogue import scorer
from bot.dialogue.acts import is_right, learn_act, name_act
from bot.dialogue.context import Understood
from bot.dialogue.interpretation import Candidate, find_candidates
from bot.dialogue.labelled_turns import LabelledTurn, read_turns
from bot.nlu.text import normalise

PULL = 2.0
"""How much a weight that moves by one must win: one that few turns speak of stays where it was put."""

SHARP = 2.0
"""The larger, the more a reading that wins by little counts as won."""

FOLDS = 5

HEAD = "# What each piece of evidence weighs (bot/dialogue/scorer.py). Written by `make fit-dialogues`.\n"


@dataclass(frozen=True)
class ReadTurn:
    """A turn with its candidates, and which of them are right."""

    turn: LabelledTurn
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]

    def choose(self, weights: Mapping[str, float]) -> int:
        """The index of the candidate that ``weights`` choose."""
        return scorer.choose([item.evidence for item in self.candidates], range(len(self.candidates)), weights)


def read(turns: Sequence[LabelledTurn], understood: Sequence[Understood]) -> list[ReadTurn]:
    """The candidates of each turn; ``understood``: what the classifier takes each text for."""
    found = []
    for turn, meaning in zip(turns, understood, strict=True):
        candidates = tuple(find_candidates(turn.text, meaning, turn.context))
        acts = [name_act(item.meaning, turn.context) for item in candidates]
        found.append(ReadTurn(turn, candidates, tuple(
            any(is_right(act, wanted, turn.context) for wanted in turn.acts) for act in acts)))
    return found


def rank_unseen(turns: Sequence[LabelledTurn]) -> list[tuple[tuple[str, float], ...]]:
    """For each turn the acts that a model says which has not seen it, nor a blind one."""
    from bot.nlu.act_training import fit_acts

    texts = [normalise(turn.text) for turn in turns]
    known = [index for index, turn in enumerate(turns) if not turn.blind]
    random.Random(1).shuffle(known)
    parts = [set(known[number::FOLDS]) for number in range(FOLDS)]
    ranked: dict[int, tuple[tuple[str, float], ...]] = {}
    for asked in [*parts, set(range(len(turns))) - set(known)]:
        taught = [index for index in known if index not in asked]
        model = fit_acts([texts[index] for index in taught], [turns[index].context.standing for index in taught],
                         [learn_act(turns[index].acts) for index in taught])
        ranked.update((index, model.rank_normalised(texts[index], turns[index].context.standing)
                       if turns[index].context.standing != "open" else ()) for index in asked)
    return [ranked[index] for index in range(len(turns))]


def fit(turns: Sequence[ReadTurn], start: Mapping[str, float], pull: float = PULL) -> dict[str, float]:
    """Weights that read ``turns`` better: the likeliest by a conditional logit, pulled towards ``start``."""
    useful = [turn for turn in turns if any(turn.right) and not all(turn.right)]
    names = sorted({*start, *(name for turn in useful for item in turn.candidates for name in item.evidence)})
    index = {name: place for place, name in enumerate(names)}
    rows, columns, values, owner, right = [], [], [], [], []
    for number, turn in enumerate(useful):
        for item, good_one in zip(turn.candidates, turn.right, strict=True):
            for name, value in item.evidence.items():
                rows.append(len(owner))
                columns.append(index[name])
                values.append(value)
            owner.append(number)
            right.append(good_one)
    matrix = scipy.sparse.csr_matrix((values, (rows, columns)), shape=(len(owner), len(names)))
    belongs = scipy.sparse.csr_matrix((np.ones(len(owner)), (owner, range(len(owner)))))
    correct, prior = np.array(right, dtype=float), np.array([start.get(name, 0.0) for name in names])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = SHARP * np.clip(matrix @ weights, -20, 20)
        powers = np.exp(scores)
        every, good = belongs @ powers, belongs @ (powers * correct)
        share, among_good = powers / every[owner], powers * correct / good[owner]
        pulled = weights - prior
        value = float(np.sum(np.log(every / good)) + pull * pulled @ pulled)
        return value, np.asarray(SHARP * (matrix.T @ (share - among_good)) + 2 * pull * pulled)

    found = minimize(loss, prior, jac=True, method="L-BFGS-B").x
    return {name: round(float(value), 2) for name, value in zip(names, found, strict=True)}


def report(turns: Iterable[ReadTurn], weights: Mapping[str, float], failures: bool = False) -> list[str]:
    """Lines of how many turns are read right, by kind; ``failures``: each wrong one too."""
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    lines = []
    for item in turns:
        kind = f"{item.turn.kind}{' (blind)' if item.turn.blind else ''}"
        chosen = item.choose(weights)
        every[kind] += 1
        right[kind] += item.right[chosen]
        if failures and not item.right[chosen]:
            act = name_act(item.candidates[chosen].meaning, item.turn.context)
            lines.append(f"{kind}: {item.turn.text!r} ({item.turn.context.question}) is {', '.join(item.turn.acts)}, "
                         f"read as {act}")
    lines += [f"{kind:32} {right[kind]:4}/{every[kind]:<4} {right[kind] / every[kind]:6.1%}" for kind in sorted(every)]
    for blind in (False, True):
        kinds = [kind for kind in every if kind.endswith("(blind)") == blind]
        if kinds:
            done, of = sum(right[kind] for kind in kinds), sum(every[kind] for kind in kinds)
            lines.append(f"{'blind' if blind else 'all'}: {done}/{of} {done / of:.1%}")
    return lines


def write_weights(weights: Mapping[str, float], path: Path = scorer.WEIGHTS_FILE) -> None:
    """Write ``weights`` where the scorer reads them."""
    path.write_text(HEAD + yaml.safe_dump({"weights": dict(weights)}, allow_unicode=True), encoding="utf-8")


def main(arguments: Optional[Sequence[str]] = None) -> None:
    """Entry point."""
    from bot.server import explanation, launcher

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--failures", action="store_true", help="each turn that is read wrong")
    parser.add_argument("--fit", action="store_true", help="fit the weights on all turns but the blind ones")
    options = parser.parse_args(arguments)
    reader = explanation.ModelReader(
        launcher.find_model(settings_module.load()), settings_module.PROJECT_ROOT / "endpoints.yml",
        settings_module.load())
    turns = read_turns(blind=True)
    understood = [replace(meaning, acts=acts) for meaning, acts in zip(
        reader.parse([turn.text for turn in turns]), rank_unseen(turns), strict=True)]
    found = read(turns, understood)
    weights = dict(scorer.load_weights())
    if options.fit:
        print("\n".join(report(found, weights)[-2:]))
        weights = fit([item for item in found if not item.turn.blind], weights)
        write_weights(weights)
    print("\n".join(report(found, weights, options.failures)))


if __name__ == "__main__":
    main()
