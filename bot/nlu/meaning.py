"""Intents by meaning: kernel ridge regression on the vectors of messages, over landmarks, with a fitted temperature."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import numpy as np

from bot.nlu.linear import compute_softmax

_FILE = "meaning.npz"
WIDTH = 2.0
"""Of the kernel exp(WIDTH x (cosine - 1))."""


@dataclass(frozen=True)
class Meaning:
    """``centre`` (dimensions) and ``whitening`` (dimensions x dimensions) spread the vectors, which all point nearly
    the same way; ``landmarks`` (landmarks x dimensions) are spread already; ``weights``: landmarks x intents. All are
    float32. Probabilities are the softmax of the scores over ``temperature``."""

    centre: np.ndarray
    whitening: np.ndarray
    landmarks: np.ndarray
    weights: np.ndarray
    intents: tuple[str, ...]
    temperature: float = 1.0

    def probabilities(self, vectors: np.ndarray) -> np.ndarray:
        """Probabilities (texts x intents) of texts by their vectors (texts x dimensions)."""
        near = measure_likeness(spread(vectors, self.centre, self.whitening), self.landmarks)
        return compute_softmax(near @ self.weights / self.temperature)

    def save(self, folder: Path) -> None:
        """Write the model as plain arrays: nothing in it can run when it is read."""
        np.savez(folder / _FILE, **{field.name: getattr(self, field.name) for field in dataclasses.fields(self)})

    @classmethod
    def load(cls, folder: Path) -> Meaning:
        """The model that :meth:`save` wrote."""
        with np.load(folder / _FILE) as arrays:
            return cls(arrays["centre"], arrays["whitening"], arrays["landmarks"], arrays["weights"],
                       tuple(arrays["intents"].tolist()), float(arrays["temperature"]))


def spread(vectors: np.ndarray, centre: np.ndarray, whitening: np.ndarray) -> np.ndarray:
    """``vectors`` from their centre, whitened, of length 1."""
    white = (vectors - centre) @ whitening
    return np.asarray(white / np.maximum(np.linalg.norm(white, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def measure_likeness(spread_vectors: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    """The kernel between each vector and each landmark, 0 to 1."""
    return np.asarray(np.exp(np.float32(WIDTH) * (spread_vectors @ landmarks.T - np.float32(1.0))))


def mix(first: Sequence[tuple[str, float]], intents: Sequence[str], second: np.ndarray,
        share: float) -> list[tuple[str, float]]:
    """One ranking, best first: the geometric mean of two opinions, the second with weight ``share``, rescaled to 1.

    ``first``: the likeliest intents of one opinion; what they leave of 1 belongs to the other ``intents`` evenly.
    ``second``: the probability of each of ``intents``.
    """
    given = dict(first)
    others = max(len(intents) - len(given), 1)
    rest = max(1.0 - sum(given.values()), 0.0) / others
    one = np.array([given.get(intent, rest) for intent in intents])
    logs = share * np.log(second + 1e-9) + (1.0 - share) * np.log(one + 1e-9)
    mixed = compute_softmax(logs)
    return [(intents[place], float(mixed[place])) for place in np.argsort(mixed)[::-1]]
