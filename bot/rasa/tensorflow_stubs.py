"""Serving without TensorFlow: Rasa imports it everywhere, a scikit-learn pipeline never calls it."""

from __future__ import annotations

import json
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.rasa.stub_modules import StubFinder
from bot.texts import get_text

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


TENSORFLOW_COMPONENTS = (
    "DIETClassifier", "ResponseSelector", "ConveRTFeaturizer", "LanguageModelFeaturizer", "TEDPolicy",
    "UnexpecTEDIntentPolicy",
)
"""The names of these components in a configuration."""


class ModelNeedsTensorFlow(RuntimeError):
    """A model or a configuration has components that compute with TensorFlow; the message names them."""


def install() -> bool:
    """Put the stand-ins in place; False when TensorFlow was imported already or they are in place."""
    in_place = any(isinstance(finder, StubFinder) and finder.names == STUBBED for finder in sys.meta_path)
    if "tensorflow" in sys.modules or in_place:
        return False
    sys.meta_path.insert(0, StubFinder(STUBBED, hide=True, version="2.12.0"))
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
        raise ValueError(get_text("server.not_a_model", model=model, reason=type(error).__name__)) from error
    return ModelFacts(tuple(sorted(use for use in uses if use.rpartition(".")[0] in TENSORFLOW_MODULES)), skops)


def refuse_tensorflow_config(config: Path) -> None:
    """Nothing can be trained from a configuration with components that compute with TensorFlow.

    Raises:
        ModelNeedsTensorFlow: ``config`` has such components.
    """
    text = config.read_text(encoding="utf-8")
    names = [name for name in TENSORFLOW_COMPONENTS if name in text]
    if names:
        raise ModelNeedsTensorFlow(
            get_text("server.training_needs_tensorflow", name=config.name, names=", ".join(names)))


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
            get_text("server.needs_tensorflow", model=model.name, components=", ".join(names)))
    return facts
