"""The toy bot's understanding: the intent whose example shares most words with what was said, else the first one."""

from __future__ import annotations

import json
from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ToyClassifier(GraphComponent, IntentClassifier):
    """Remembers the words of each example."""

    def __init__(self, storage: ModelStorage, resource: Resource, examples: list[tuple[str, list[str]]]) -> None:
        self._storage, self._resource, self._examples = storage, resource, examples

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext,
    ) -> ToyClassifier:
        return cls(model_storage, resource, [])

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: Any,
    ) -> ToyClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, json.loads((folder / "examples.json").read_text(encoding="utf-8")))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [(item.get(INTENT), item.get(TEXT).lower().split()) for item in training_data.intent_examples]
        with self._storage.write_to(self._resource) as folder:
            (folder / "examples.json").write_text(json.dumps(examples), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                message.set(INTENT, {"name": self._find(message.get(TEXT)), "confidence": 1.0}, add_to_output=True)
        return messages

    def _find(self, text: str) -> Optional[str]:
        words = set(text.lower().split())
        scores = [(len(words & set(example)) / len(example), intent) for intent, example in self._examples]
        best = max(score for score, _ in scores)
        return next(intent for score, intent in scores if score == best)
