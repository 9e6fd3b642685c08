"""The linear model: learns, keeps its probabilities through a file, and is the same for the same seed."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.nlu import linear_training
from bot.nlu.linear import Linear
from bot.nlu.linear_training import fit

CONFIG = {"typo_copies": 2, "typo_rate": 0.3, "C": 1.0, "seed": 7, "min_df": 1}
EXAMPLES = {
    "cost": ["quanto costa", "che prezzo ha", "si paga", "quanto costa il corso", "costa molto", "il prezzo del corso",
             "devo pagare", "quanto si paga"],
    "place": ["dove si trova", "in che posto", "dove sta l ufficio", "dove devo andare", "in che via",
              "dove si fa il corso", "indirizzo dell ufficio", "dove vi trovo"],
    "greet": ["ciao", "buongiorno", "salve", "buonasera", "ehi ciao", "ciao a tutti", "buon giorno", "salve a tutti"],
}
TEXTS = [text for texts in EXAMPLES.values() for text in texts]
INTENTS = [intent for intent, texts in EXAMPLES.items() for _ in texts]


@pytest.fixture(scope="module")
def model() -> Linear:
    return fit(TEXTS, INTENTS, CONFIG)


@pytest.mark.parametrize(
    ("text", "intent"), [("quanto csta", "cost"), ("dov e l indirizo", "place"), ("buongirno", "greet")])
def test_reads_misspelt_messages(model: Linear, text: str, intent: str) -> None:
    assert model.best(text, 1)[0][0] == intent


def test_probabilities_add_up_to_one(model: Linear) -> None:
    assert np.allclose(model.probabilities(["quanto costa", "boh"]).sum(axis=1), 1.0, atol=1e-5)


def test_a_file_gives_the_same_model_back(model: Linear, tmp_path: Path) -> None:
    model.save(tmp_path)
    again = Linear.load(tmp_path)
    assert again.intents == model.intents
    assert np.allclose(again.probabilities(TEXTS), model.probabilities(TEXTS), atol=1e-6)


def test_the_same_seed_gives_the_same_model(model: Linear) -> None:
    again = fit(TEXTS, INTENTS, CONFIG)
    assert np.array_equal(again.weights, model.weights)
    other = fit(TEXTS, INTENTS, {**CONFIG, "seed": 8})
    assert other.weights.shape != model.weights.shape or not np.array_equal(other.weights, model.weights)


def test_a_temperature_that_is_told_is_not_fitted(model: Linear, monkeypatch: pytest.MonkeyPatch) -> None:
    def fit_aside(*_given: Any) -> float:
        raise AssertionError("a second model was made")

    monkeypatch.setattr(linear_training, "fit_aside", fit_aside)
    told = fit(TEXTS, INTENTS, {**CONFIG, "temperature": 0.5})
    assert told.temperature == 0.5 != model.temperature and np.array_equal(told.weights, model.weights)
    with pytest.raises(AssertionError, match="second model"):
        fit(TEXTS, INTENTS, CONFIG)


def test_two_intents_are_told_apart() -> None:
    texts = ["ciao", "salve", "ciao ciao", "quanto costa", "che prezzo", "costa molto"]
    model = fit(texts, ["greet"] * 3 + ["cost"] * 3, CONFIG)
    assert model.best("salve", 1)[0][0] == "greet"
    assert model.best("prezzo", 1)[0][0] == "cost"
