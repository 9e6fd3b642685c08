"""Intents by tf-idf of words and character n-grams with a linear model, trained on typos as well.

Chosen over Rasa's DIET and LogisticRegressionClassifier by a probe on typo-ridden messages (docs/decisions).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.clauses import (
    ERASES,
    SURE,
    TASKS,
    drop_courtesy,
    find_closing,
    find_wish,
    split_questions,
    split_wishes,
)
from bot.nlu.learnt_classifier import LearntClassifier
from bot.nlu.linear import Linear
from bot.nlu.text import normalise

QUESTIONS = "questions"
"""Where a message keeps the intents of several questions, in order."""
WISHES = "wishes"
"""Where a message keeps its tasks and questions, in order, each with its stretch of text."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ItalianIntentClassifier(LearntClassifier[Linear], IntentClassifier):
    """Linear separators over normalised Italian text; see ``get_default_config`` for the settings."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``typo_copies``: misspelt copies of each example; ``C``: inverse regularisation; ``seed``: of the copies;
        ``temperature``: of the probabilities, None to fit it with a second model at each training."""
        return {"typo_copies": 2, "typo_rate": 0.3, "C": 1.0, "seed": 7, "ranking_length": 10, "min_df": 2,
                "temperature": None}

    @classmethod
    def load_model(cls, directory: Path) -> Linear:
        return Linear.load(directory)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples and on seeded misspelt copies of them."""
        from bot.nlu.linear_training import fit  # scikit-learn: a served process does without it

        return self.keep_model(fit(*self.read_examples(training_data), self.config))

    def read_examples(self, training_data: TrainingData) -> tuple[list[str], list[str]]:
        """The normalised texts to learn from and their intents."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        return [normalise(message.get(TEXT)) for message in examples], [message.get(INTENT) for message in examples]

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking of each message that has text."""
        for message in messages:
            text = message.get(TEXT)
            if text is None:
                continue
            ranking = self.rank(text)
            wish = find_wish(text, self.rank)
            asking = text if wish else drop_courtesy(text, ranking, self.rank)
            if asking != text:
                text, ranking = asking, self.rank(asking)
            ranking = wish or find_closing(text, ranking, self.rank) or ranking
            message.set(INTENT, ranking[0] if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0},
                        add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            wished = split_wishes(text, self.rank)
            if wished:
                message.set(WISHES, wished, add_to_output=True)
                first = next(wish for wish in wished if wish["intent"] in (*TASKS, ERASES))
                message.set(INTENT, {INTENT_NAME_KEY: first["intent"], PREDICTED_CONFIDENCE_KEY: 1.0},
                            add_to_output=True)
                continue
            asked = split_questions(text, ranking, self.rank)
            if asked:
                message.set(QUESTIONS, asked, add_to_output=True)
                best = next((item for item in ranking if item[INTENT_NAME_KEY] in asked), ranking[0])
                message.set(INTENT, {INTENT_NAME_KEY: asked[0], PREDICTED_CONFIDENCE_KEY: max(
                    SURE, best[PREDICTED_CONFIDENCE_KEY])}, add_to_output=True)
        return messages

    def rank(self, text: str) -> list[dict[str, Any]]:
        """The likeliest intents of ``text``, best first, as Rasa's ranking entries; empty where nothing can be read."""
        normalised = normalise(text)
        if not normalised.strip(" ?") or self._model is None:  # a question mark alone asks for nothing
            return []
        return [{INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: confidence}
                for intent, confidence in self._model.best(normalised, self.config["ranking_length"])]
