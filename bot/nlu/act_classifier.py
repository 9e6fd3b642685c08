"""What a message does where it stands, as a component of Rasa's pipeline: trained and stored with the model.

Rasa's pipeline reads a message outside its conversation, so this component leaves messages as they are; whoever reads
them in context (``bot.rasa.patches.context_reading``) asks :func:`bot.nlu.act_model.current_model`.
"""

from __future__ import annotations

import hashlib
from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.acts import learn_act
from bot.dialogue.labelled_turns import FOLDER, read_turns
from bot.nlu.act_model import ActModel, use_model
from bot.nlu.text import normalise


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DialogueActClassifier(GraphComponent):
    """Learns from ``bot/data/dialogues``."""

    @classmethod
    def required_packages(cls) -> list[str]:
        return ["sklearn"]

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext,
    ) -> DialogueActClassifier:
        return cls(model_storage, resource)

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        self._model_storage = model_storage
        self._resource = resource

    @staticmethod
    def fingerprint_addon(config: dict[str, Any]) -> Optional[str]:
        """The turns: Rasa's training cache does not see them."""
        digest = hashlib.sha256()
        for path in sorted(FOLDER.glob("*.yml")):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the turns; what Rasa has read is left aside."""
        from bot.nlu.act_training import fit_acts  # scikit-learn: a served process does without it

        turns = read_turns()
        model = fit_acts([normalise(turn.text) for turn in turns], [turn.context.standing for turn in turns],
                         [learn_act(turn.acts) for turn in turns])
        with self._model_storage.write_to(self._resource) as directory:
            model.save(directory)
        return self._resource

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: Any,
    ) -> DialogueActClassifier:
        with model_storage.read_from(resource) as directory:
            use_model(ActModel.load(directory))
        return cls(model_storage, resource)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """As it is."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """As they are."""
        return messages
