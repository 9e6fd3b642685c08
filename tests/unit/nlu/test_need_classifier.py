"""Whose task a message outside ours is: the sentences it learns from, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.db.seed_files import SEED_FOLDER
from bot.nlu import need_classifier
from bot.nlu.need_classifier import NEAR_NEEDS, NeedClassifier, read_sentences
from bot.nlu.text import normalise
from bot.yaml_files import read_yaml

BLIND = Path(__file__).parents[2] / "nlu" / "blind" / "needs.yml"
CONTEXT = ExecutionContext(GraphSchema({}))
SENTENCES = {
    "isee": ["dove faccio l'isee", "rinnovo isee", "isee scaduto", "serve isee", "isee corrente", "isee per il nido"],
    "pets": ["ho trovato un cane", "il mio gatto sta male", "microchip al cane", "gatto perso", "cane morsicatore"],
    "none": ["che tempo fa", "chi ha vinto ieri", "raccontami una barzelletta", "che ore sono a tokyo", "2 + 2"]}


@pytest.fixture
def component(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NeedClassifier:
    """Trained on a few sentences and read again from its storage."""
    monkeypatch.setattr(need_classifier, "read_sentences", lambda: SENTENCES)
    (tmp_path / "storage").mkdir()
    storage, resource = LocalModelStorage(tmp_path / "storage"), Resource("needs")
    config = {**NeedClassifier.get_default_config(), "min_df": 1, "ours": 1}
    ours = [Message({TEXT: text, INTENT: "ask_course_list"}) for text in ("quali corsi ci sono", "che corsi fate")]
    NeedClassifier.create(config, storage, resource, CONTEXT).train(TrainingData(ours))
    return NeedClassifier.load(config, storage, resource, CONTEXT)


def nearest(component: NeedClassifier, text: str, intent: str) -> Optional[str]:
    (read,) = component.process([Message({TEXT: text, INTENT: {INTENT_NAME_KEY: intent}})])
    return next((need["id"] for need in read.get(NEAR_NEEDS) or ()), None)


@pytest.mark.parametrize(("text", "intent", "need"), [
    ("l'isee dove si fa?", "out_of_scope", "isee"), ("il cane ha il microchip", "nlu_fallback", "pets"),
    ("l'isee dove si fa?", "ask_course_cost", None), ("chi ha vinto", "out_of_scope", None),
    (" ?", "out_of_scope", None)])
def test_only_what_is_nothing_of_ours_gets_the_nearest_need(
    component: NeedClassifier, text: str, intent: str, need: Optional[str],
) -> None:
    assert nearest(component, text, intent) == need


def test_every_row_of_the_seed_has_its_sentences_and_no_other() -> None:
    rows = {row["id"] for row in read_yaml(SEED_FOLDER / "needs.yml")["needs"]}
    sentences = read_sentences()
    assert set(sentences) == rows | {"none"}
    assert min(map(len, sentences.values())) >= 40


def test_no_sentence_is_there_twice_nor_among_the_blind_ones() -> None:
    blind = read_yaml(BLIND)["needs"]
    told = [normalise(text) for texts in (*read_sentences().values(), *blind.values()) for text in texts]
    assert len(told) == len(set(told))
