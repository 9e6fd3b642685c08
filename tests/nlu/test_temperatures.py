"""The temperatures of config.yml are those that today's data give: a training that fits none takes half the time."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import act_training, linear_training
from bot.nlu.act_classifier import DialogueActClassifier
from bot.nlu.intent_classifier import ItalianIntentClassifier
from bot.nlu.need_classifier import NeedClassifier
from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml

NEAR = 0.05
"""How far a temperature may be from the fitted one, as a share of it: 0.9 of confidence then becomes 0.89 to 0.91."""


@pytest.fixture(scope="module")
def data() -> TrainingData:
    return load_data(str(PROJECT_ROOT / "bot" / "data" / "nlu"))


def _fit(name: str, data: TrainingData, config: dict[str, Any]) -> Any:
    if name == "DialogueActClassifier":
        return act_training.fit_aside(*DialogueActClassifier.read_examples())
    component = {"ItalianIntentClassifier": ItalianIntentClassifier, "NeedClassifier": NeedClassifier}[name]
    settings = {**component.get_default_config(), **config}
    read = component(settings, None, Resource(name)).read_examples(data)  # type: ignore[arg-type]
    return linear_training.fit_aside(*read, settings)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ItalianIntentClassifier", "DialogueActClassifier", "NeedClassifier"])
def test_the_temperature_is_the_fitted_one(name: str, data: TrainingData) -> None:
    config = next(item for item in read_yaml(PROJECT_ROOT / "config.yml")["pipeline"] if item["name"].endswith(name))
    fitted = _fit(name, data, config)
    assert config["temperature"] == pytest.approx(fitted, rel=NEAR), f"write {fitted:.3g} into config.yml"
