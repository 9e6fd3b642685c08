"""Names that a trained model keeps: the database's, or the seed's where there is no database yet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.db.session import dispose_all, get_engine
from bot.nlu.catalogue_entities import CatalogueEntityExtractor
from bot.settings import Settings
from tests.unit.services.seeded import seeded

__all__ = ["seeded"]


def _kept(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The words for each id that a training with the database at ``url`` keeps."""
    monkeypatch.setenv("DATABASE_URL", url)
    storage = LocalModelStorage.create(folder)
    resource = Resource("names")
    CatalogueEntityExtractor({}, storage, resource, []).train(TrainingData())
    with storage.read_from(resource) as directory:
        names = json.loads((directory / "names.json").read_text(encoding="utf-8"))
    return {id_: words for _, id_, words in names}


def test_training_keeps_the_names_of_the_database(
    seeded: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = get_engine(seeded.database_url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("update course set title = 'Corso di falconeria' where id = 'sala'"))
    assert "corso di falconeria" in _kept(seeded.database_url, tmp_path, monkeypatch)["sala"]


def test_training_before_the_database_is_made_keeps_the_names_of_the_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model").mkdir()
    kept = _kept(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "model", monkeypatch)
    dispose_all()
    assert "umana" in kept["umana"] and kept["sala"]
