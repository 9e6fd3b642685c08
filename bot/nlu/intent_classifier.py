"""Intents by tf-idf of words and character n-grams with a linear model, trained on typos as well.

Chosen over Rasa's DIET and LogisticRegressionClassifier by a probe on typo-ridden messages (docs/decisions).
"""

from __future__ import annotations

import random
from typing import Any, Dict, List, Optional, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.text import normalise
from bot.nlu.typos import variant

_FILE = "model.skops"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ItalianIntentClassifier(GraphComponent, IntentClassifier):
    """A scikit-learn pipeline over normalised Italian text; see ``get_default_config`` for its settings."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``typo_copies``: misspelt copies of each example; ``C``: inverse regularisation; ``seed``: of the copies."""
        return {"typo_copies": 3, "typo_rate": 0.3, "C": 20.0, "seed": 7, "ranking_length": 10, "min_df": 2}

    @classmethod
    def required_packages(cls) -> List[Text]:
        return ["sklearn", "skops"]

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> ItalianIntentClassifier:
        return cls(config, model_storage, resource)

    def __init__(
        self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, pipeline: Optional[Any] = None
    ) -> None:
        self.config = config
        self._model_storage = model_storage
        self._resource = resource
        self._pipeline = pipeline

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples and on seeded misspelt copies of them."""
        texts, intents = [], []
        for message in training_data.intent_examples:
            if message.get(TEXT):
                texts.append(normalise(message.get(TEXT)))
                intents.append(message.get(INTENT))
        self._pipeline = fit(texts, intents, self.config)
        with self._model_storage.write_to(self._resource) as directory:
            import skops.io as sio

            sio.dump(self._pipeline, directory / _FILE)
        return self._resource

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ItalianIntentClassifier:
        import skops.io as sio

        with model_storage.read_from(resource) as directory:
            return cls(config, model_storage, resource, sio.load(directory / _FILE, trusted=True))

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
        return messages

    def rank(self, text: str) -> List[Dict[Text, Any]]:
        """The likeliest intents of ``text``, best first, as Rasa's ranking entries; empty where nothing can be read."""
        normalised = normalise(text)
        if not normalised or self._pipeline is None:
            return []
        probabilities = self._pipeline.predict_proba([normalised])[0]
        best = np.argsort(probabilities)[::-1][: self.config["ranking_length"]]
        classes = self._pipeline.classes_
        return [{INTENT_NAME_KEY: str(classes[i]), PREDICTED_CONFIDENCE_KEY: float(probabilities[i])} for i in best]


def fit(texts: List[str], intents: List[str], config: Dict[Text, Any]) -> Any:
    """A fitted scikit-learn pipeline for normalised ``texts`` of ``intents``."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import FeatureUnion, Pipeline

    rng = random.Random(config["seed"])
    copies = [(variant(text, rng, config["typo_rate"]), intent)
              for _ in range(config["typo_copies"]) for text, intent in zip(texts, intents)]
    all_texts = texts + [text for text, _ in copies]
    all_intents = intents + [intent for _, intent in copies]
    common = {"sublinear_tf": True, "min_df": config["min_df"], "dtype": np.float32}
    features = FeatureUnion([
        ("words", TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"[^\s]+", **common)),
        ("chars", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **common)),
    ])
    model = LogisticRegression(C=config["C"], max_iter=300, random_state=config["seed"])
    return Pipeline([("features", features), ("model", model)]).fit(all_texts, all_intents)


