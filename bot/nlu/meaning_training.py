"""Training of the second opinion: examples and a misspelt copy of each, embedded once and fitted in closed form."""

from __future__ import annotations

import random
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from bot.nlu.linear_training import find_temperature
from bot.nlu.meaning import Meaning, measure_likeness, spread
from bot.nlu.typos import misspell_text

SHRINK = 0.3
"""How far the covariance within intents is drawn to a ball: whitened fully, the vectors' noise counts as much as what
they say."""

RIDGE = 0.3
PARTS = 8


def misspell_copies(text: str, config: Mapping[str, Any]) -> list[str]:
    """The misspelt copies of a normalised ``text``: always the same, whatever other texts there are."""
    rng = random.Random(f"{config['seed']} {text}")
    return [misspell_text(text, rng, config["typo_rate"]) for _ in range(config["typo_copies"])]


def fit(texts: Sequence[str], intents: Sequence[str], config: Mapping[str, Any],
        embed: Callable[[Sequence[str]], np.ndarray]) -> Meaning:
    """A model of normalised ``texts``; its temperature is fitted on an eighth that a first model has not seen.

    ``config``: see ``SecondOpinion.get_default_config``. ``embed`` is called once, with the texts and their copies.
    """
    names = sorted(set(intents))
    first_seen: dict[str, int] = {}
    groups = np.array([first_seen.setdefault(text, len(first_seen)) for text in texts])  # equal texts stay together
    copies = [misspell_copies(text, config) for text in texts]
    everything = [*texts, *(row[n] for n in range(config["typo_copies"]) for row in copies)]
    repeats = 1 + config["typo_copies"]
    right = np.tile(np.array([names.index(intent) for intent in intents]), repeats)
    vectors = embed(everything)

    originals = vectors[:len(texts)]
    centre = originals.mean(axis=0)
    whitening = _whitening(originals - centre, right[:len(texts)])
    points = spread(vectors, centre, whitening)
    rng = np.random.default_rng(config["seed"])
    chosen = rng.choice(len(points), min(config["landmarks"], len(points)), replace=False)
    landmarks = points[chosen]
    near = measure_likeness(points, landmarks)
    aside = np.tile(rng.permutation(len(first_seen))[groups] % PARTS == 0, repeats)

    targets = np.full((len(points), len(names)), -1.0, dtype=np.float32)
    targets[np.arange(len(points)), right] = 1.0
    penalty = RIDGE * measure_likeness(landmarks, landmarks).astype(np.float64) + 1e-4 * np.eye(len(landmarks))
    held = _moments(near[aside], targets[aside])
    rest = _moments(near[~aside], targets[~aside])
    first = _solve(rest[0] + penalty, rest[1])
    final = _solve(rest[0] + held[0] + penalty, rest[1] + held[1])
    temperature = find_temperature(near[aside] @ first, right[aside]) if aside.any() else 1.0
    return Meaning(centre, whitening, landmarks, final, tuple(names), temperature)


def _whitening(centred: np.ndarray, right: np.ndarray) -> np.ndarray:
    means = np.stack([centred[right == place].mean(axis=0) for place in range(right.max() + 1)])
    within = centred - means[right]
    covariance = within.T @ within / len(within)
    size = len(covariance)
    ball = np.trace(covariance) / size * np.eye(size)
    values, axes = np.linalg.eigh((1.0 - SHRINK) * covariance + SHRINK * ball + 1e-9 * np.eye(size))
    return np.asarray(axes / np.sqrt(values), dtype=np.float32)


def _moments(near: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return (near.T @ near).astype(np.float64), (near.T @ targets).astype(np.float64)


def _solve(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.asarray(np.linalg.solve(left, right), dtype=np.float32)
