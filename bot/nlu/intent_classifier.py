"""Intents by tf-idf of words and character n-grams with a linear model, trained on typos as well.

Chosen over Rasa's DIET and LogisticRegressionClassifier by a probe on typo-ridden messages (docs/decisions).
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Text

import numpy as np
import skops.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC

from bot.nlu.clauses import SURE, questions
from bot.nlu.text import normalise
from bot.nlu.typos import variant

QUESTIONS = "questions"
"""Where a message keeps the intents of several questions, in order."""

_TRUSTED = ["numpy.float32", "scipy.sparse._csr.csr_matrix"]
"""Types besides skops' own list that our files hold."""
_FEATURES, _SEPARATORS, _TEMPERATURE = "features.skops", "separators.skops", "temperature.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ItalianIntentClassifier(GraphComponent, IntentClassifier):
    """Linear separators over normalised Italian text; see ``get_default_config`` for the settings."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``typo_copies``: misspelt copies of each example; ``C``: inverse regularisation; ``seed``: of the copies."""
        return {"typo_copies": 2, "typo_rate": 0.3, "C": 1.0, "seed": 7, "ranking_length": 10, "min_df": 2}

    @classmethod
    def required_packages(cls) -> List[Text]:
        return ["sklearn", "skops"]

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> ItalianIntentClassifier:
        return cls(config, model_storage, resource)

    def __init__(
        self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, model: Optional[Linear] = None
    ) -> None:
        self.config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples and on seeded misspelt copies of them."""
        texts, intents = [], []
        for message in training_data.intent_examples:
            if message.get(TEXT):
                texts.append(normalise(message.get(TEXT)))
                intents.append(message.get(INTENT))
        model = self._model = fit(texts, intents, self.config)
        with self._model_storage.write_to(self._resource) as directory:
            skops.io.dump(model.features, directory / _FEATURES)
            skops.io.dump(model.separators, directory / _SEPARATORS)
            (directory / _TEMPERATURE).write_text(json.dumps(model.temperature))
        return self._resource

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ItalianIntentClassifier:
        with model_storage.read_from(resource) as directory:
            return cls(config, model_storage, resource, Linear(
                skops.io.load(directory / _FEATURES, trusted=_TRUSTED),
                skops.io.load(directory / _SEPARATORS, trusted=_TRUSTED),
                json.loads((directory / _TEMPERATURE).read_text())))

    def process(self, messages: List[Message]) -> List[Message]:
        """Set intent and ranking of each message that has text."""
        for message in messages:
            text = message.get(TEXT)
            if text is None:
                continue
            ranking = self.rank(text)
            message.set(INTENT, ranking[0] if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0},
                        add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            asked = questions(text, ranking, self.rank)
            if asked:
                message.set(QUESTIONS, asked, add_to_output=True)
                best = next((item for item in ranking if item[INTENT_NAME_KEY] in asked), ranking[0])
                message.set(INTENT, {INTENT_NAME_KEY: asked[0], PREDICTED_CONFIDENCE_KEY: max(
                    SURE, best[PREDICTED_CONFIDENCE_KEY])}, add_to_output=True)
        return messages

    def rank(self, text: str) -> List[Dict[Text, Any]]:
        """The likeliest intents of ``text``, best first, as Rasa's ranking entries; empty where nothing can be read."""
        normalised = normalise(text)
        if not normalised or self._model is None:
            return []
        probabilities = self._model.probabilities([normalised])[0]
        best = np.argsort(probabilities)[::-1][: self.config["ranking_length"]]
        classes = self._model.classes
        return [{INTENT_NAME_KEY: str(classes[i]), PREDICTED_CONFIDENCE_KEY: float(probabilities[i])} for i in best]


@dataclass
class Linear:
    """A fitted model: tf-idf features, one linear separator an intent, and the temperature of its probabilities."""

    features: Any
    separators: Any
    temperature: float

    @property
    def classes(self) -> np.ndarray:
        """The intents, in the order of the probabilities."""
        return self.separators.classes_

    def probabilities(self, texts: List[str]) -> np.ndarray:
        """Probabilities (texts x intents) of normalised ``texts``."""
        return softmax(self.separators.decision_function(self.features.transform(texts)) / self.temperature, axis=1)


def fit(texts: List[str], intents: List[str], config: Dict[Text, Any]) -> Linear:
    """A model of normalised ``texts``; its temperature is fitted on a part that a first model has not seen."""
    rng = random.Random(config["seed"])
    order = list(range(len(texts)))
    rng.shuffle(order)
    aside, rest = order[: len(order) // 8], order[len(order) // 8:]
    first = _separate([texts[i] for i in rest], [intents[i] for i in rest], config)
    seen = set(first.classes)
    unseen = [i for i in aside if intents[i] in seen]
    held = [texts[i] for i in unseen] + [variant(texts[i], rng, config["typo_rate"]) for i in unseen]
    temperature = _temperature(first, held, [intents[i] for i in unseen] * 2) if unseen else 1.0
    final = _separate(texts, intents, config)
    return Linear(final.features, final.separators, temperature)


def _separate(texts: List[str], intents: List[str], config: Dict[Text, Any]) -> Linear:
    rng = random.Random(config["seed"])
    copies = [(variant(text, rng, config["typo_rate"]), intent)
              for _ in range(config["typo_copies"]) for text, intent in zip(texts, intents)]
    common = {"sublinear_tf": True, "dtype": np.float32}
    features = FeatureUnion([
        ("words", TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"[^\s]+", min_df=config["min_df"], **common)),
        ("chars", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=config["min_df"] + 1, **common)),
    ])
    matrix = features.fit_transform(texts + [text for text, _ in copies])
    model = LinearSVC(C=config["C"], tol=1e-2, max_iter=300, random_state=config["seed"])
    return Linear(features, model.fit(matrix, intents + [intent for _, intent in copies]), 1.0)


def _temperature(model: Linear, texts: List[str], intents: List[str]) -> float:
    """The temperature with the least log loss on ``texts``."""
    scores = model.separators.decision_function(model.features.transform(texts))
    index = {name: i for i, name in enumerate(model.classes)}
    right = np.array([index[intent] for intent in intents])

    def loss(log_temperature: float) -> float:
        return -float(np.mean(log_softmax(scores / np.exp(log_temperature), axis=1)[np.arange(len(right)), right]))

    return float(np.exp(minimize_scalar(loss, bounds=(-4.0, 2.0), method="bounded").x))
