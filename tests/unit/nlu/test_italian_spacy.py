"""spaCy's two paths, with a small model made here: the trained model remembers which, and refuses the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.italian_spacy import BLANK, ItalianSpacy, OtherSpacyModel, load_pipeline
from bot.settings import Settings

NO_LEMMAS = ItalianSpacy.get_default_config()
CONTEXT = ExecutionContext(GraphSchema({}))


@pytest.fixture
def small_model(tmp_path: Path) -> Path:
    """An Italian model of one rule, saved as `spacy` saves its own."""
    nlp = spacy.blank("it", meta={"name": "tiny", "version": "1.0.0"})
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "LOC", "pattern": "Lecco"}])  # type: ignore[attr-defined]
    folder = tmp_path / "tiny"
    nlp.to_disk(folder)
    return folder


@pytest.fixture
def storage(tmp_path: Path) -> tuple[LocalModelStorage, Resource]:
    folder = tmp_path / "storage"
    folder.mkdir()
    return LocalModelStorage(folder), Resource("spacy")


def trained(storage: tuple[Any, Resource]) -> ItalianSpacy:
    """A component that has been trained, so that its resource can be loaded."""
    component = ItalianSpacy.create(NO_LEMMAS, *storage, CONTEXT)
    component.train(TrainingData([]))
    return component


def test_blank_italian_where_no_model_is_installed() -> None:
    if spacy.util.is_package("it_core_news_sm"):
        pytest.skip("it_core_news_sm is installed here")
    nlp, identity = load_pipeline(Settings())
    assert identity == BLANK
    assert [token.text for token in nlp("dov'è l'ufficio?")] == ["dov'", "è", "l'", "ufficio", "?"]


def test_a_folder_gives_its_own_model(small_model: Path) -> None:
    nlp, identity = load_pipeline(Settings(spacy_model_dir=str(small_model)))
    assert identity == "it_tiny-1.0.0"
    assert [entity.text for entity in nlp("vengo a Lecco").ents] == ["Lecco"]


def test_a_folder_without_a_model_is_told_with_the_name_of_the_setting(tmp_path: Path) -> None:
    with pytest.raises(OtherSpacyModel, match="ORIENTA_SPACY_MODEL_DIR"):
        load_pipeline(Settings(spacy_model_dir=str(tmp_path)))


def test_lookup_lemmas_when_they_are_asked_for() -> None:
    nlp, _ = load_pipeline(Settings(), lemmas=True)
    assert [token.lemma_ for token in nlp("cerco corsi gratuiti")] == ["cercare", "corso", "gratuito"]


def test_tokens_stand_where_they_are_in_the_text(storage: tuple[Any, Resource]) -> None:
    message = Message({TEXT: "Quanto dura  il corso?"})
    trained(storage).process([message])
    tokens = message.get(TOKENS_NAMES[TEXT])
    assert [token.text for token in tokens] == ["Quanto", "dura", "il", "corso", "?"]
    assert all("Quanto dura  il corso?"[token.start:token.end] == token.text for token in tokens)


@pytest.mark.parametrize("wanted", [True, False])
def test_training_examples_have_tokens_where_the_configuration_asks_for_them(
    storage: tuple[Any, Resource], wanted: bool
) -> None:
    component = ItalianSpacy.create({**NO_LEMMAS, "examples": wanted}, *storage, CONTEXT)
    data = component.process_training_data(TrainingData([Message({TEXT: "quanto dura"})]))
    assert (data.training_examples[0].get(TOKENS_NAMES[TEXT]) is not None) == wanted


def test_a_model_trained_with_the_same_spacy_model_is_loaded(storage: tuple[Any, Resource]) -> None:
    identity = trained(storage).identity
    assert ItalianSpacy.load(NO_LEMMAS, *storage, CONTEXT).identity == identity


def test_a_model_trained_with_another_spacy_model_is_refused_in_a_sentence(
    storage: tuple[Any, Resource], small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = trained(storage).identity
    monkeypatch.setenv("ORIENTA_SPACY_MODEL_DIR", str(small_model))
    with pytest.raises(OtherSpacyModel) as refusal:
        ItalianSpacy.load(NO_LEMMAS, *storage, CONTEXT)
    assert all(part in str(refusal.value) for part in (before, "it_tiny-1.0.0", "orienta train"))


def test_words_that_people_write_are_not_kept(storage: tuple[Any, Resource]) -> None:
    """spaCy's store of strings grows with every word that it has not seen."""
    component = trained(storage)
    component.tokens("buongiorno")
    strings = component._nlp.vocab.strings
    before = len(strings)
    for number in range(200):
        assert [token.text for token in component.tokens(f"parolamai{number} scritta")] == [
            f"parolamai{number}", "scritta"]
    assert len(strings) == before and "parolamai7" not in strings
    component._nlp.make_doc("parolamai7")  # the control
    assert "parolamai7" in strings
