"""Linear separators over tf-idf of words and character n-grams, with probabilities by a fitted temperature."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import numpy as np

from bot.nlu.features import Terms, list_char_terms, list_word_terms
from bot.nlu.sparse_rows import SparseRows, Weights, drop_zeros

_ARRAYS, _TEXTS = "linear.npz", "linear.json"


def compute_softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities that grow with ``scores`` along the last axis and are 1 together."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def weigh(values: np.ndarray, weights: np.ndarray, intercept: np.ndarray) -> np.ndarray:
    """Scores of the classes: ``values`` of the features found times their rows of ``weights``, in double precision."""
    return np.asarray(values @ weights.astype(np.float64) + intercept)


@dataclass(frozen=True)
class Linear:
    """``weights``: features (words, then characters) x intents, float16 and without zeros where loaded: a third of the
    memory, and scores move by a thousandth at most. Probabilities are the softmax of the scores over
    ``temperature``."""

    words: Terms
    chars: Terms
    weights: Weights
    intercept: np.ndarray
    intents: tuple[str, ...]
    temperature: float = 1.0

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """Distances (texts x intents) of normalised ``texts`` from each separator."""
        return np.stack([self._score(text) for text in texts])

    def _score(self, text: str) -> np.ndarray:
        words, word_values = self.words.entries(text)
        chars, char_values = self.chars.entries(text)
        places = np.concatenate([words, chars + len(self.words)])
        return weigh(np.concatenate([word_values, char_values]), self.weights[places], self.intercept)

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Probabilities (texts x intents) of normalised ``texts``."""
        return compute_softmax(self.scores(texts) / self.temperature)

    def best(self, text: str, count: int) -> list[tuple[str, float]]:
        """The ``count`` likeliest intents of a normalised text with their probabilities, best first."""
        probabilities = self.probabilities([text])[0]
        return [(self.intents[i], float(probabilities[i])) for i in np.argsort(probabilities)[::-1][:count]]

    def save(self, folder: Path) -> None:
        """Write the model as plain arrays and JSON: nothing in it can run when it is read."""
        np.savez_compressed(folder / _ARRAYS, intercept=self.intercept, **drop_zeros(self.weights).arrays("weights"),
                            words=self.words.idf, chars=self.chars.idf)
        texts = {"words": self.words.terms, "chars": self.chars.terms, "intents": self.intents,
                 "temperature": self.temperature}
        (folder / _TEXTS).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Linear:
        """The model that :meth:`save` wrote."""
        texts = json.loads((folder / _TEXTS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS) as arrays:
            return cls(Terms(texts["words"], arrays["words"], list_word_terms),
                       Terms(texts["chars"], arrays["chars"], list_char_terms),
                       SparseRows.read(arrays, "weights"), arrays["intercept"], tuple(texts["intents"]),
                       texts["temperature"])
