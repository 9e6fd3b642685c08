"""Figures of a contender of `make bench-nlu` from its rankings: accuracy, macro-F1, AUROC, false facts, calibration."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Sequence

import numpy as np
from scipy.stats import rankdata

from bench.nlu_data import BlindMessage

OUT_OF_SCOPE = "out_of_scope"
THRESHOLD = 0.3
"""Below it the assistant does not answer but asks back (config.yml, FallbackClassifier)."""

BINS = 15
WITHOUT_FACTS = frozenset((
    OUT_OF_SCOPE, "greet", "thank", "goodbye", "affirm", "deny", "stop", "complain", "inform", "ask_help",
    "ask_bot_identity", "request_human", "express_distress", "ask_course_other_detail"))
"""Intents whose reply states nothing about the Pact, its courses or the offices; the last says that nobody knows."""

Ranking = Sequence[tuple[str, float]]
"""Intents with their confidence, likeliest first."""


@dataclass(frozen=True)
class Bin:
    """Messages whose best intent has a confidence of ``low`` to ``high``."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Figures:
    """``accuracy`` by kind of message, shares of 1; ``false_facts`` of ``out_of_scope`` messages."""

    accuracy: dict[str, float]
    count: dict[str, int]
    in_scope: float
    macro_f1: float
    auroc: float
    false_facts: int
    out_of_scope: int
    unread: float
    ece: float
    bins: tuple[Bin, ...]
    sure_right: float
    sure_count: int


def figures(tests: Sequence[BlindMessage], rankings: Sequence[Ranking]) -> Figures:
    """All figures of ``rankings``, one for each of ``tests``; an empty ranking is an unread message."""
    tops = [ranking[0] if ranking else ("", 0.0) for ranking in rankings]
    right = np.array([top in test.intents for test, (top, _) in zip(tests, tops, strict=True)])
    confidence = np.clip([share for _, share in tops], 0.0, 1.0)
    inside = np.array([test.kind != OUT_OF_SCOPE for test in tests])
    kinds = list(dict.fromkeys(test.kind for test in tests))
    of_kind = {kind: np.array([test.kind == kind for test in tests]) for kind in kinds}
    bins = reliability(confidence, right)
    sure = confidence >= 0.9
    return Figures(
        accuracy={kind: float(right[mask].mean()) for kind, mask in of_kind.items()},
        count={kind: int(mask.sum()) for kind, mask in of_kind.items()},
        in_scope=float(right[inside].mean()),
        macro_f1=macro_f1([(test, top) for test, (top, _), here in zip(tests, tops, inside, strict=True) if here]),
        auroc=detection(tests, rankings),
        false_facts=sum(states_false_fact(test, ranking) for test, ranking in zip(tests, rankings, strict=True)),
        out_of_scope=int((~inside).sum()),
        unread=float((confidence[inside] < THRESHOLD).mean()),
        ece=sum(item.count * abs(item.confidence - item.accuracy) for item in bins) / len(tests),
        bins=bins, sure_right=float(right[sure].mean()) if sure.any() else float("nan"), sure_count=int(sure.sum()))


def accuracy_of(tests: Sequence[BlindMessage], rankings: Sequence[Ranking], chosen: Sequence[bool]) -> float:
    """Share of the ``chosen`` messages whose likeliest intent is right; not a number when none is chosen."""
    right = [bool(ranking) and ranking[0][0] in test.intents
             for test, ranking, here in zip(tests, rankings, chosen, strict=True) if here]
    return float(np.mean(right)) if right else float("nan")


def reliability(confidence: np.ndarray, right: np.ndarray) -> tuple[Bin, ...]:
    """Bins of equal width that hold a message."""
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return tuple(
        Bin(index / BINS, (index + 1) / BINS, int((place == index).sum()), float(confidence[place == index].mean()),
            float(right[place == index].mean()))
        for index in range(BINS) if (place == index).any())


def macro_f1(answers: Sequence[tuple[BlindMessage, str]]) -> float:
    """Mean F1 of the intents that are right for a message; of several the given one counts, else the first."""
    hits, wanted, given = Counter[str](), Counter[str](), Counter[str]()
    for test, top in answers:
        gold = top if top in test.intents else test.intents[0]
        wanted[gold] += 1
        given[top] += 1
        hits[gold] += gold == top
    return float(np.mean([2 * hits[intent] / (wanted[intent] + given[intent]) for intent in wanted]))


def detection(tests: Sequence[BlindMessage], rankings: Sequence[Ranking]) -> float:
    """AUROC of 1 - the confidence of the likeliest intent in scope. Messages that accept both answers are left out."""
    scores, strange = [], []
    for test, ranking in zip(tests, rankings, strict=True):
        if test.kind == OUT_OF_SCOPE and test.intents != (OUT_OF_SCOPE,):
            continue
        scores.append(1.0 - max((share for intent, share in ranking if intent != OUT_OF_SCOPE), default=0.0))
        strange.append(test.kind == OUT_OF_SCOPE)
    mask = np.array(strange)
    positive, negative = int(mask.sum()), int((~mask).sum())
    if not positive or not negative:
        return float("nan")
    return float((rankdata(scores)[mask].sum() - positive * (positive + 1) / 2) / (positive * negative))


def states_false_fact(test: BlindMessage, ranking: Ranking) -> bool:
    """Whether a message out of scope would be answered as one of the questions or services in scope."""
    if test.kind != OUT_OF_SCOPE or not ranking:
        return False
    top, share = ranking[0]
    return share >= THRESHOLD and top not in test.intents and top not in WITHOUT_FACTS
