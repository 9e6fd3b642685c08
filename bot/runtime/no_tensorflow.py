"""Serving without TensorFlow: Rasa imports it everywhere, a scikit-learn pipeline never calls it."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import json
import sys
import tarfile
from abc import ABCMeta
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Optional, Sequence

STUBBED = frozenset({
    "tensorflow", "keras", "tf_keras", "tensorflow_addons", "tensorflow_text", "tensorflow_hub",
    "tensorflow_probability",
})
"""Top-level packages that are replaced."""

TENSORFLOW_MODULES = (
    "rasa.nlu.classifiers.diet_classifier",
    "rasa.nlu.selectors.response_selector",
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer",
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer",
    "rasa.nlu.utils.hugging_face",
    "rasa.core.policies.ted_policy",
    "rasa.core.policies.unexpected_intent_policy",
)
"""Modules of Rasa's components that compute with TensorFlow."""


class ModelNeedsTensorFlow(RuntimeError):
    """The model has components that compute with TensorFlow; the message names them and says what to do."""


class _StubType(ABCMeta):
    """Metaclass of every stand-in: any attribute is another stand-in, so annotations and decorators work."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stub_class(f"{cls.__name__}.{name}")

    def __getitem__(cls, _item: Any) -> Any:
        return cls


def _refuse(name: str) -> Any:
    raise ModelNeedsTensorFlow(f"{name} was called, but TensorFlow is not loaded: start with ORIENTA_PATCHES=off")


def _call(cls: Any, *args: Any, **kwargs: Any) -> Any:
    """A decorator hands the function back unchanged; anything else gives an inert object."""
    if len(args) == 1 and not kwargs and callable(args[0]):
        return args[0]
    return object.__new__(cls)


def _stub_class(name: str) -> Any:
    return _StubType(name, (), {"__new__": _call, "__init__": lambda self, *a, **k: None,
                                "__call__": lambda self, *args, **kwargs: args[0] if args else None})


class _StubModule(ModuleType):
    """A module whose public attributes are stand-in classes."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _stub_class(name)
        setattr(self, name, value)
        return value


class _Loader(importlib.abc.Loader):
    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = _StubModule(spec.name)
        module.__path__ = []
        module.__version__ = "2.12.0"  # type: ignore[attr-defined]
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


class StubFinder(importlib.abc.MetaPathFinder):
    """Hands stand-ins to Rasa only; other libraries that merely look for TensorFlow are told it is absent."""

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        if fullname.partition(".")[0] not in STUBBED:
            return None
        if not _asked_by_rasa():
            raise ModuleNotFoundError(f"{fullname} is not loaded in this process", name=fullname)
        return importlib.machinery.ModuleSpec(fullname, _Loader(), is_package=True)


def _asked_by_rasa() -> bool:
    frame = sys._getframe(2)
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if not name.startswith("importlib"):
            return name == "rasa" or name.startswith("rasa.")
        if frame.f_back is None:
            return False
        frame = frame.f_back
    return False


def install() -> bool:
    """Put the stand-ins in place; False when TensorFlow was imported already or they are in place."""
    if "tensorflow" in sys.modules or any(isinstance(finder, StubFinder) for finder in sys.meta_path):
        return False
    sys.meta_path.insert(0, StubFinder())
    return True


@dataclass(frozen=True)
class ModelFacts:
    """What a trained archive needs: components that compute with TensorFlow, and whether skops reads a part of it."""

    tensorflow_components: tuple[str, ...]
    skops: bool


def examine(model: Path) -> ModelFacts:
    """Look into the trained ``model`` archive, in one pass and without loading it.

    Raises:
        ValueError: the file is not a Rasa model.
    """
    metadata: dict[str, Any] = {}
    skops = False
    try:
        with tarfile.open(model) as archive:
            for member in archive:
                skops = skops or member.name.endswith(".skops")
                if member.name == "metadata.json" and (handle := archive.extractfile(member)) is not None:
                    metadata = json.load(handle)
        uses = {str(node["uses"]) for node in metadata["predict_schema"]["nodes"].values()}
    except (tarfile.TarError, KeyError, ValueError, OSError, EOFError) as error:
        raise ValueError(f"{model} non è un modello di Rasa ({type(error).__name__}).") from error
    return ModelFacts(tuple(sorted(use for use in uses if use.rpartition(".")[0] in TENSORFLOW_MODULES)), skops)


def refuse_tensorflow_model(model: Path) -> ModelFacts:
    """What :func:`examine` gives.

    Raises:
        ModelNeedsTensorFlow: the model cannot be served without TensorFlow.
        ValueError: the file is not a Rasa model.
    """
    facts = examine(model)
    names = [name.rpartition(".")[2] for name in facts.tensorflow_components]
    if names:
        raise ModelNeedsTensorFlow(
            f"Il modello {model.name} usa componenti TensorFlow ({', '.join(names)}), che qui non sono caricati: "
            "avvia con ORIENTA_PATCHES=off oppure addestra di nuovo con `orienta train`.")
    return facts
