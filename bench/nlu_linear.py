"""Contenders of `make bench-nlu` over our features: what is served, and other linear classifiers in its place.

Each is kept as a ``Linear`` (weights, intercept, temperature).
Training uses scikit-learn; answering does not, as with ours.
"""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path
from typing import Any, Callable, Sequence

import numpy as np

from bot.nlu.linear import Linear
from bot.nlu.text import normalise

Examples = Sequence[tuple[str, str]]
Reader = Callable[[str], list[tuple[str, float]]]
"""Gives the ranking of a message as somebody typed it."""

LENGTH = 10
_SIGMOIDS = "sigmoids.npz"


def config(**changed: Any) -> dict[str, Any]:
    """The served settings of the classifier, with some changed."""
    from bot.rasa import absent_libraries  # Rasa: a process that only reads does without it

    absent_libraries.prepare()
    from bot.nlu.intent_classifier import ItalianIntentClassifier

    return {**ItalianIntentClassifier.get_default_config(), **changed}


def train_ours(examples: Examples, folder: Path, **changed: Any) -> None:
    """`bot.nlu.linear_training`, with settings ``changed``."""
    from bot.nlu.linear_training import fit

    fit(_texts(examples), [intent for _, intent in examples], config(**changed)).save(folder)


def train_logistic(examples: Examples, folder: Path) -> None:
    """Multinomial logistic regression on our features and typo copies."""
    from sklearn.linear_model import LogisticRegression

    from bot.nlu.linear_training import featurise

    features = featurise(_texts(examples), [intent for _, intent in examples], config())
    model = LogisticRegression(C=30.0, solver="lbfgs", max_iter=60, tol=1e-3)
    model.fit(features.matrix, features.intents)
    _linear(features, model.coef_, model.intercept_, model.classes_).save(folder)


def train_svm_sigmoid(examples: Examples, folder: Path) -> None:
    """The same separators as ours; a sigmoid for each intent, fitted on three folds, not one temperature."""
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.svm import LinearSVC

    from bot.nlu.linear_training import featurise

    settings = config()
    features = featurise(_texts(examples), [intent for _, intent in examples], settings)
    svm = LinearSVC(C=settings["C"], tol=1e-2, max_iter=300, random_state=settings["seed"])
    model = CalibratedClassifierCV(svm, method="sigmoid", cv=3, ensemble=False).fit(
        features.matrix, np.asarray(features.intents))
    fitted = model.calibrated_classifiers_[0]
    separators = getattr(fitted, "estimator", None) or fitted.base_estimator
    _linear(features, separators.coef_, separators.intercept_, model.classes_).save(folder)
    np.savez(folder / _SIGMOIDS, slope=[one.a_ for one in fitted.calibrators],
             offset=[one.b_ for one in fitted.calibrators])


def train_bayes(examples: Examples, folder: Path) -> None:
    """Complement naive Bayes; without a temperature fitted as ours is, its probabilities are all nearly equal."""
    from sklearn.naive_bayes import ComplementNB

    from bot.nlu.linear_training import featurise, fit_temperature
    from bot.nlu.typos import misspell_text

    def learn(part: Examples) -> Linear:
        features = featurise([text for text, _ in part], [intent for _, intent in part], settings)
        model = ComplementNB(alpha=0.3).fit(features.matrix, features.intents)
        return _linear(features, model.feature_log_prob_, np.zeros(len(model.classes_)), model.classes_)

    settings = config()
    normalised = list(zip(_texts(examples), (intent for _, intent in examples), strict=True))
    rng = random.Random(settings["seed"])
    rng.shuffle(normalised)
    aside, rest = normalised[: len(normalised) // 8], normalised[len(normalised) // 8:]
    first = learn(rest)
    held = [(text, intent) for text, intent in aside if intent in first.intents]
    held += [(misspell_text(text, rng, settings["typo_rate"]), intent) for text, intent in held]
    temperature = fit_temperature(first, [text for text, _ in held], [intent for _, intent in held])
    dataclasses.replace(learn(normalised), temperature=temperature).save(folder)


def load(folder: Path) -> Reader:
    """The reader of what one of the above left in ``folder``."""
    model = Linear.load(folder)
    if not (folder / _SIGMOIDS).is_file():
        return lambda text: model.best(normalise(text), LENGTH)
    with np.load(folder / _SIGMOIDS) as arrays:
        slope, offset = arrays["slope"], arrays["offset"]

    def calibrated(text: str) -> list[tuple[str, float]]:
        shares = 1.0 / (1.0 + np.exp(slope * model.scores([normalise(text)])[0] + offset))
        return _best(model, shares / shares.sum())

    return calibrated


def load_blend(folders: Sequence[Path]) -> Reader:
    """Mean of the probabilities of several models that share their features."""
    models = [Linear.load(folder) for folder in folders]

    def mean(text: str) -> list[tuple[str, float]]:
        normalised = [normalise(text)]
        return _best(models[0], np.mean([model.probabilities(normalised)[0] for model in models], axis=0))

    return mean


def _best(model: Linear, shares: np.ndarray) -> list[tuple[str, float]]:
    return [(model.intents[index], float(shares[index])) for index in np.argsort(shares)[::-1][:LENGTH]]


def _texts(examples: Examples) -> list[str]:
    return [normalise(text) for text, _ in examples]


def _linear(features: Any, weights: np.ndarray, intercept: np.ndarray, intents: Sequence[str]) -> Linear:
    return Linear(features.words, features.chars, np.ascontiguousarray(weights.T, dtype=np.float32),
                  np.asarray(intercept, dtype=np.float32), tuple(str(intent) for intent in intents))
