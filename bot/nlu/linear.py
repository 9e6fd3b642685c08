"""Linear separators over tf-idf of words and character n-grams, with probabilities by a fitted temperature."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np
import scipy.sparse
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.nlu.typos import variant

_WORDS: Mapping[str, Any] = {
    "ngram_range": (1, 2), "token_pattern": r"[^\s]+", "sublinear_tf": True, "dtype": np.float32}
_CHARS: Mapping[str, Any] = {"analyzer": "char_wb", "ngram_range": (2, 5), "sublinear_tf": True, "dtype": np.float32}
_ARRAYS, _TEXTS = "linear.npz", "linear.json"


@dataclass(frozen=True)
class Linear:
    """``weights``: features x intents, float32. Probabilities are the softmax of the scores over ``temperature``."""

    words: TfidfVectorizer
    chars: TfidfVectorizer
    weights: np.ndarray
    intercept: np.ndarray
    intents: tuple[str, ...]
    temperature: float = 1.0

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """Distances (texts x intents) of normalised ``texts`` from each separator."""
        features = scipy.sparse.hstack([self.words.transform(texts), self.chars.transform(texts)], format="csr")
        # of one type with the weights, or scipy makes a wider copy of all of them at every message
        return np.asarray(features.astype(np.float32) @ self.weights + self.intercept)

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Probabilities (texts x intents) of normalised ``texts``."""
        return np.asarray(softmax(self.scores(texts) / self.temperature, axis=1))

    def best(self, text: str, count: int) -> list[tuple[str, float]]:
        """The ``count`` likeliest intents of a normalised text with their probabilities, best first."""
        probabilities = self.probabilities([text])[0]
        return [(self.intents[i], float(probabilities[i])) for i in np.argsort(probabilities)[::-1][:count]]

    def save(self, folder: Path) -> None:
        """Write the model as plain arrays and JSON: nothing in it can run when it is read."""
        np.savez_compressed(folder / _ARRAYS, weights=self.weights, intercept=self.intercept,
                            words=self.words.idf_, chars=self.chars.idf_)
        texts = {"words": _terms(self.words), "chars": _terms(self.chars), "intents": self.intents,
                 "temperature": self.temperature}
        (folder / _TEXTS).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Linear:
        """The model that :meth:`save` wrote."""
        texts = json.loads((folder / _TEXTS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS) as arrays:
            return cls(_vectorizer(_WORDS, texts["words"], arrays["words"]),
                       _vectorizer(_CHARS, texts["chars"], arrays["chars"]),
                       arrays["weights"], arrays["intercept"], tuple(texts["intents"]), texts["temperature"])


def fit(texts: Sequence[str], intents: Sequence[str], config: Mapping[str, Any]) -> Linear:
    """A model of normalised ``texts``; its temperature is fitted on a part that a first model has not seen.

    ``config``: see ``ItalianIntentClassifier.get_default_config``.
    """
    rng = random.Random(config["seed"])
    order = list(range(len(texts)))
    rng.shuffle(order)
    aside, rest = order[: len(order) // 8], order[len(order) // 8:]
    first = _separate([texts[i] for i in rest], [intents[i] for i in rest], config)
    unseen = [i for i in aside if intents[i] in first.intents]
    final = _separate(texts, intents, config)
    if not unseen:
        return final
    held = [texts[i] for i in unseen] + [variant(texts[i], rng, config["typo_rate"]) for i in unseen]
    temperature = _temperature(first, held, [intents[i] for i in unseen] * 2)
    return Linear(final.words, final.chars, final.weights, final.intercept, final.intents, temperature)


def _separate(texts: Sequence[str], intents: Sequence[str], config: Mapping[str, Any]) -> Linear:
    rng = random.Random(config["seed"])
    copies = [(variant(text, rng, config["typo_rate"]), intent)
              for _ in range(config["typo_copies"]) for text, intent in zip(texts, intents)]
    everything = [*texts, *(text for text, _ in copies)]
    words = TfidfVectorizer(min_df=config["min_df"], **_WORDS)
    chars = TfidfVectorizer(min_df=config["min_df"] + 1, **_CHARS)
    matrix = scipy.sparse.hstack([words.fit_transform(everything), chars.fit_transform(everything)], format="csr")
    model = LinearSVC(C=config["C"], tol=1e-2, max_iter=300, random_state=config["seed"])
    model.fit(matrix, [*intents, *(intent for _, intent in copies)])
    weights, intercept = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one separator for two classes
        weights, intercept = np.vstack([-weights, weights]), np.concatenate([-intercept, intercept])
    return Linear(words, chars, np.ascontiguousarray(weights.T, dtype=np.float32), intercept.astype(np.float32),
                  tuple(str(name) for name in model.classes_))


def _temperature(model: Linear, texts: Sequence[str], intents: Sequence[str]) -> float:
    """The temperature with the least log loss on ``texts``."""
    scores = model.scores(texts)
    right = np.array([model.intents.index(intent) for intent in intents])

    def loss(log_temperature: float) -> float:
        return -float(np.mean(log_softmax(scores / np.exp(log_temperature), axis=1)[np.arange(len(right)), right]))

    return float(np.exp(minimize_scalar(loss, bounds=(-4.0, 2.0), method="bounded").x))


def _terms(vectorizer: TfidfVectorizer) -> list[str]:
    return sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)


def _vectorizer(settings: Mapping[str, Any], terms: list[str], idf: np.ndarray) -> TfidfVectorizer:
    vectorizer = TfidfVectorizer(vocabulary={term: index for index, term in enumerate(terms)}, **settings)
    vectorizer.idf_ = idf
    return vectorizer
