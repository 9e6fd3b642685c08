"""Training of the linear model: scikit-learn's tf-idf and linear SVM on the examples and on misspelt copies of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any, Callable, Mapping, Optional, Sequence

import numpy as np
import scipy.sparse
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.nlu.features import CHARS, WORDS, Terms, list_char_terms, list_word_terms
from bot.nlu.linear import Linear
from bot.nlu.typos import misspell_text


def fit(texts: Sequence[str], intents: Sequence[str], config: Mapping[str, Any]) -> Linear:
    """A model of normalised ``texts`` with the temperature of ``config``, or one fitted by :func:`fit_aside`.

    ``config``: see ``ItalianIntentClassifier.get_default_config``.
    """
    temperature = config.get("temperature") or fit_aside(texts, intents, config)
    model = _separate(texts, intents, config)
    return model if temperature is None else replace(model, temperature=temperature)


def fit_aside(texts: Sequence[str], intents: Sequence[str], config: Mapping[str, Any]) -> Optional[float]:
    """The temperature of a model of seven eighths on the last one; None when that has no intent of the others."""
    rng = random.Random(config["seed"])
    aside, rest = put_aside(len(texts), rng)
    first = _separate([texts[i] for i in rest], [intents[i] for i in rest], config)
    unseen = [i for i in aside if intents[i] in first.intents]
    if not unseen:
        return None
    held = [texts[i] for i in unseen] + [misspell_text(texts[i], rng, config["typo_rate"]) for i in unseen]
    return fit_temperature(first, held, [intents[i] for i in unseen] * 2)


def put_aside(count: int, rng: random.Random) -> tuple[list[int], list[int]]:
    """An eighth of ``count`` places, drawn by ``rng``, to fit a temperature on, and the others."""
    order = list(range(count))
    rng.shuffle(order)
    return order[: count // 8], order[count // 8:]


@dataclass(frozen=True)
class Features:
    """Tf-idf of examples and of their misspelt copies: a row each, its intent, and the vocabularies of the columns."""

    matrix: scipy.sparse.csr_matrix
    intents: Sequence[str]
    words: Terms
    chars: Terms


def featurise(texts: Sequence[str], intents: Sequence[str], config: Mapping[str, Any]) -> Features:
    """The features of normalised ``texts`` and of ``config["typo_copies"]`` copies of each."""
    rng = random.Random(config["seed"])
    copies = [(misspell_text(text, rng, config["typo_rate"]), intent)
              for _ in range(config["typo_copies"]) for text, intent in zip(texts, intents, strict=True)]
    everything = [*texts, *(text for text, _ in copies)]
    words = TfidfVectorizer(min_df=config["min_df"], **WORDS)
    chars = TfidfVectorizer(min_df=config["min_df"] + 1, **CHARS)
    matrix = scipy.sparse.hstack([words.fit_transform(everything), chars.fit_transform(everything)], format="csr")
    return Features(
        matrix, [*intents, *(intent for _, intent in copies)],
        keep_terms(words, list_word_terms), keep_terms(chars, list_char_terms))


def fit_temperature(model: Linear, texts: Sequence[str], intents: Sequence[str]) -> float:
    """The temperature with the least log loss on ``texts``, which ``model`` has not seen."""
    return find_temperature(model.scores(texts), np.array([model.intents.index(intent) for intent in intents]))


def find_temperature(scores: np.ndarray, right: np.ndarray) -> float:
    """The temperature with the least log loss of ``scores`` (texts x classes), whose ``right`` classes are known."""
    def loss(log_temperature: float) -> float:
        return -float(np.mean(log_softmax(scores / np.exp(log_temperature), axis=1)[np.arange(len(right)), right]))

    return float(np.exp(minimize_scalar(loss, bounds=(-4.0, 2.0), method="bounded").x))


def _separate(texts: Sequence[str], intents: Sequence[str], config: Mapping[str, Any]) -> Linear:
    features = featurise(texts, intents, config)
    model = LinearSVC(C=config["C"], tol=1e-2, max_iter=300, random_state=config["seed"])
    model.fit(features.matrix, features.intents)
    weights, intercept = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one separator for two classes
        weights, intercept = np.vstack([-weights, weights]), np.concatenate([-intercept, intercept])
    return Linear(features.words, features.chars, np.ascontiguousarray(weights.T, dtype=np.float32),
                  intercept.astype(np.float32), tuple(str(name) for name in model.classes_))


def keep_terms(vectorizer: TfidfVectorizer, split: Callable[[str], list[str]]) -> Terms:
    """The vocabulary of a fitted ``vectorizer``, which serves without scikit-learn; ``split`` cuts as it does."""
    return Terms(sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__), vectorizer.idf_, split)
