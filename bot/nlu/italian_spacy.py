"""Italian lemmas: it_core_news_sm when it is installed, else blank Italian with lookup lemmas; the model remembers which."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import settings as settings_module
from bot.nlu.text import fold
from bot.settings import Settings

LEMMAS = "italian_lemmas"
"""Where a message keeps its lemmas, a string of words without case and accents."""

OFFICIAL = "it_core_news_sm"
BLANK = "blank"
_FILE = "spacy.json"


class OtherSpacyModel(RasaException):
    """The trained model was made with another Italian spaCy model than the one that is installed."""


def load_pipeline(settings: Settings) -> tuple[Any, str]:
    """The Italian pipeline and its identity: a folder's model, it_core_news_sm, or ``blank``.

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
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    return nlp, BLANK


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class ItalianSpacy(GraphComponent):
    """Sets the lemmas of each message for the intent classifier."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {}

    @classmethod
    def required_packages(cls) -> List[Text]:
        return ["spacy"]

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> ItalianSpacy:
        return cls(model_storage, resource)

    def __init__(self, model_storage: ModelStorage, resource: Resource, expected: Optional[str] = None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._nlp, self.identity = load_pipeline(settings_module.load())
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
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ItalianSpacy:
        with model_storage.read_from(resource) as directory:
            expected = json.loads((directory / _FILE).read_text(encoding="utf-8"))["model"]
        return cls(model_storage, resource, expected)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the lemmas of the training examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the lemmas of each message that has text."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                message.set(LEMMAS, self.lemmas(text))
        return messages

    def lemmas(self, text: str) -> str:
        """The lemmas of ``text``, without case and accents, joined by spaces."""
        return fold(" ".join(token.lemma_ or token.text for token in self._nlp(text.lower()[:2000])))
