"""Whose task a message outside ours is: the need of the register that its words are nearest to, learnt from sentences.

The words of the register (``bot.services.needs.reading``) know what is asked in its usual words; this knows the
situations behind it («il padrone non mi dà la liquidazione»). It is asked only where the intent is nothing of ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.learnt_classifier import LearntClassifier
from bot.nlu.linear import Linear
from bot.nlu.text import normalise
from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml

FOLDER = PROJECT_ROOT / "bot" / "data" / "needs"
NEAR_NEEDS = "near_needs"
"""Where a message keeps the rows of the register that it is near to, nearest first: a list of id and confidence."""
KEPT = 3
"""How many of the nearest rows a message keeps."""
_OUTSIDE = frozenset({"out_of_scope", "nlu_fallback"})
_MAY_BE_OUTSIDE = _OUTSIDE | {"ask_help", "complain", "tell_hard_time", "tell_worry"}
"""Intents of messages that ask nothing of ours."""
_NONE = "none"
"""The class of what no row of the register is for."""


def read_sentences(folder: Path = FOLDER) -> dict[str, list[str]]:
    """The sentences of each need by the id of its row; under ``none`` those that no row is for."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        found.update(read_yaml(path)["needs"])
    return found


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NeedClassifier(LearntClassifier[Linear]):
    """Learns from ``bot/data/needs``; see ``get_default_config`` for the settings."""

    examples = FOLDER

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """As those of ``ItalianIntentClassifier``; ``ours``: one in so many examples of our intents is no need."""
        return {"typo_copies": 1, "typo_rate": 0.3, "C": 1.0, "seed": 7, "min_df": 3, "ours": 10, "temperature": None}

    @classmethod
    def load_model(cls, directory: Path) -> Linear:
        return Linear.load(directory)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the sentences of the needs and, as none of them, on every tenth example of what is ours."""
        from bot.nlu.linear_training import fit  # scikit-learn: a served process does without it

        return self.keep_model(fit(*self.read_examples(training_data), self.config))

    def read_examples(self, training_data: TrainingData) -> tuple[list[str], list[str]]:
        """The normalised sentences to learn from and their needs."""
        told = [(sentence, need) for need, sentences in read_sentences().items() for sentence in sentences]
        ours = [message.get(TEXT) for message in training_data.intent_examples
                if message.get(TEXT) and message.get(INTENT) not in _OUTSIDE]
        told += [(text, _NONE) for text in ours[::self.config["ours"]]]
        return [normalise(text) for text, _ in told], [need for _, need in told]

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the nearest needs of each message that is nothing of ours."""
        for message in messages:
            intent = (message.get(INTENT) or {}).get(INTENT_NAME_KEY)
            normalised = normalise(message.get(TEXT) or "")
            if intent not in _MAY_BE_OUTSIDE or self._model is None or not normalised.strip(" ?"):
                continue
            best = self._model.best(normalised, KEPT)
            if best[0][0] != _NONE:
                near = [{"id": need, "confidence": share} for need, share in best if need != _NONE]
                message.set(NEAR_NEEDS, near, add_to_output=True)
        return messages
