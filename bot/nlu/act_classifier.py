"""What a message does where it stands, as a component of Rasa's pipeline: trained and stored with the model.

Rasa's pipeline reads a message outside its conversation, so this component leaves messages as they are; whoever reads
them in context (``bot.rasa.patches.context_reading``) asks :func:`bot.nlu.act_model.find_current_model`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.acts import learn_act
from bot.dialogue.labelled_turns import FOLDER, read_turns
from bot.nlu.act_model import ActModel, use_model
from bot.nlu.learnt_classifier import LearntClassifier
from bot.nlu.text import normalise


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DialogueActClassifier(LearntClassifier[ActModel]):
    """Learns from ``bot/data/dialogues``; see ``get_default_config`` for the setting."""

    examples = FOLDER

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``temperature``: of the probabilities, None to fit it with a second model at each training."""
        return {"temperature": None}

    @classmethod
    def load_model(cls, directory: Path) -> ActModel:
        """Whoever reads in context gets it as well."""
        model = ActModel.load(directory)
        use_model(model)
        return model

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the turns; what Rasa has read is left aside."""
        from bot.nlu.act_training import fit_acts  # scikit-learn: a served process does without it

        return self.keep_model(fit_acts(*self.read_examples(), self.config["temperature"]))

    @staticmethod
    def read_examples() -> tuple[list[str], list[str], list[str]]:
        """The normalised texts to learn from, where they stand and their acts."""
        turns = read_turns()
        return ([normalise(turn.text) for turn in turns], [turn.context.standing for turn in turns],
                [learn_act(turn.acts) for turn in turns])

    def process(self, messages: list[Message]) -> list[Message]:
        """As they are."""
        return messages
