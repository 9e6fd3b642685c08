"""Names from the database as entities: courses, sectors, bodies, events, offices. A new name needs no training."""

from __future__ import annotations

import json
import logging
import tempfile
import time
from dataclasses import replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import settings as settings_module
from bot.db.session import DatabaseUnavailable, get_engine
from bot.italian.catalogue_names import NameIndex
from bot.services import catalogue
from bot.settings import Settings

logger = logging.getLogger(__name__)
_FILE = "names.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class CatalogueEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Entities by fuzzy match with the catalogue's names; those of training time serve when the database is down."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``refresh_seconds``: how often the database is asked whether its names have changed."""
        return {"refresh_seconds": 2.0}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext
    ) -> CatalogueEntityExtractor:
        return cls(config, model_storage, resource, [])

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, names: list[Any]
    ) -> None:
        self.config = config
        self._model_storage = model_storage
        self._resource = resource
        self._settings = settings_module.load()
        self._index = NameIndex(names)
        self._revision = ""
        self._asked_at = float("-inf")

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the names of now for the day when the database cannot be reached."""
        with self._model_storage.write_to(self._resource) as directory:
            (directory / _FILE).write_text(json.dumps(self._names_to_keep(), ensure_ascii=False), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CatalogueEntityExtractor:
        with model_storage.read_from(resource) as directory:
            names = json.loads((directory / _FILE).read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, names)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities found in each message's text."""
        self._refresh()
        for message in messages:
            text = message.get(TEXT) or ""
            entities = [
                {"entity": found.kind, "value": found.id, "start": found.start, "end": found.end,
                 "confidence_entity": found.score / 100.0}
                for found in self._index.find(text)
            ]
            if entities:
                message.set(ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name(entities), add_to_output=True)
        return messages

    def _names_to_keep(self) -> list[Any]:
        """The database's names, or the seed's where there is none yet: for a Rasa user `rasa train` comes first."""
        try:
            names = self._read_names(self._settings)
        except DatabaseUnavailable:
            names = []
        if names:
            return names
        from bot.db import migrate, seeding  # late: a server never gets here

        with tempfile.TemporaryDirectory() as folder:
            settings = replace(self._settings, database_url=f"sqlite:///{folder}/seed.db")
            try:
                migrate.upgrade(settings.database_url)
                seeding.seed(settings.database_url)
                return self._read_names(settings)
            finally:
                get_engine(settings.database_url).dispose()

    @staticmethod
    def _read_names(settings: Settings) -> list[Any]:
        return [(name.kind, name.id, list(name.words)) for name in catalogue.list_names(settings)]

    def _refresh(self) -> None:
        """Read the names again when the database says they changed; keep the old ones when it is down."""
        if time.monotonic() - self._asked_at < self.config["refresh_seconds"]:
            return
        self._asked_at = time.monotonic()
        try:
            revision = catalogue.read_revision(self._settings)
            if revision != self._revision:
                self._index = NameIndex(self._read_names(self._settings))
                self._revision = revision
        except DatabaseUnavailable:
            logger.warning("catalogue names not refreshed: the database cannot be reached")
