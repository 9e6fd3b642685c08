"""What Rasa wants of a classifier that keeps a model of ours in the archive: making, storing, loading."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, ClassVar, Generic, Optional, Protocol, Self, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage


class _Storable(Protocol):
    def save(self, folder: Path) -> None: ...


M = TypeVar("M", bound=_Storable)


class LearntClassifier(GraphComponent, Generic[M]):
    """Base of the classifiers; not a component itself. A subclass trains, reads its model and classifies."""

    examples: ClassVar[Optional[Path]] = None
    """The folder that it learns from besides what Rasa reads, whose training cache does not see it."""

    @classmethod
    def required_packages(cls) -> list[str]:
        return ["sklearn"]

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: Any,
    ) -> Self:
        with model_storage.read_from(resource) as directory:
            return cls(config, model_storage, resource, cls.load_model(directory))

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: Optional[M] = None
    ) -> None:
        self.config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        """A digest of :attr:`examples`."""
        if cls.examples is None:
            return None
        digest = hashlib.sha256()
        for path in sorted(cls.examples.glob("*.yml")):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    @classmethod
    def load_model(cls, directory: Path) -> M:
        """The model that was stored in ``directory``."""
        raise NotImplementedError

    def keep_model(self, model: M) -> Resource:
        """Classify with ``model`` from now on, and store it."""
        self._model = model
        with self._model_storage.write_to(self._resource) as directory:
            model.save(directory)
        return self._resource
