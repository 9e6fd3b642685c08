"""spaCy splits Italian into words: it_core_news_sm when installed, else blank Italian; the model remembers which."""

from __future__ import annotations

import json
from threading import Lock
from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import settings as settings_module
from bot.settings import Settings

OFFICIAL = "it_core_news_sm"
BLANK = "blank"
_FILE = "spacy.json"


class OtherSpacyModel(RasaException):
    """The trained model was made with another Italian spaCy model than the one that is installed."""


def load_pipeline(settings: Settings, lemmas: bool = False) -> tuple[Any, str]:
    """The Italian pipeline and its identity: a folder's model, it_core_news_sm, or ``blank``.

    ``lemmas``: give the blank pipeline spaCy's lookup lemmas (130 MB of memory).

    Raises:
        OtherSpacyModel: ORIENTA_SPACY_MODEL_DIR names a folder that holds no model.
    """
    import spacy

    if settings.spacy_model_dir:
        try:
            nlp = spacy.load(settings.spacy_model_dir, exclude=["ner", "parser"])
        except OSError as error:
            raise OtherSpacyModel(
                f"ORIENTA_SPACY_MODEL_DIR: «{settings.spacy_model_dir}» non contiene un modello di spaCy.") from error
        return nlp, f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"
    if spacy.util.is_package(OFFICIAL):
        nlp = spacy.load(OFFICIAL, exclude=["ner", "parser"])
        return nlp, f"{OFFICIAL}-{nlp.meta['version']}"
    nlp = spacy.blank("it")
    if lemmas:
        nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
        nlp.initialize()
    return nlp, BLANK


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class ItalianSpacy(GraphComponent):
    """The tokenizer of the pipeline. Lemmas are off: as features they made the classifier worse (docs/decisions)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``lemmas``: give each token its lemma, by lookup where no model is installed; ``examples``: give the training
        examples their tokens too, for a component that learns from them (ours read the text)."""
        return {"lemmas": False, "examples": False}

    @classmethod
    def required_packages(cls) -> list[str]:
        return ["spacy"]

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext
    ) -> ItalianSpacy:
        return cls(config, model_storage, resource)

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, expected: Optional[str] = None
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._lemmas, self._examples = config["lemmas"], config["examples"]
        self._zone = Lock()
        self._nlp, self.identity = load_pipeline(settings_module.load(), self._lemmas)
        if expected is not None and expected != self.identity:
            raise OtherSpacyModel(
                f"Il modello è stato addestrato con spaCy «{expected}», ma qui c'è «{self.identity}»: "
                "riaddestralo con `orienta train`.")

    def train(self, training_data: TrainingData) -> Resource:
        """Remember which spaCy model this one is trained with."""
        with self._model_storage.write_to(self._resource) as directory:
            (directory / _FILE).write_text(json.dumps({"model": self.identity}), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ItalianSpacy:
        with model_storage.read_from(resource) as directory:
            expected = json.loads((directory / _FILE).read_text(encoding="utf-8"))["model"]
        return cls(config, model_storage, resource, expected)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the tokens of the training examples where the configuration asks for them."""
        if self._examples:
            self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the tokens of each message that has text."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                message.set(TOKENS_NAMES[TEXT], self.tokens(text))
        return messages

    def tokens(self, text: str) -> list[Token]:
        """The words and marks of ``text``."""
        # without a zone spaCy keeps every word that anybody ever wrote, slips and names too; two at once are none
        with self._zone, self._nlp.memory_zone():
            doc = self._nlp(text) if self._lemmas else self._nlp.make_doc(text)
            return [Token(token.text, token.idx, lemma=token.lemma_ or None) for token in doc if not token.is_space]
