"""Which files name a model: those that Rasa learns from, not what the dialogue reads beside it."""

from __future__ import annotations

from pathlib import Path

from bot.server.training import Inputs, compute_fingerprint
from bot.settings import Settings


def test_the_dialogues_data_make_no_new_model(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "nlu").mkdir(parents=True)
    (data / "dialogues" / "blind").mkdir(parents=True)
    (data / "nlu" / "x.yml").write_text("one")
    inputs = Inputs(tmp_path, tmp_path / "config.yml", tmp_path / "domain.yml", data, (), data / "dialogues" / "blind")
    before = compute_fingerprint(Settings(), inputs)
    (data / "dialogues" / "blind" / "names.yml").write_text("turns: []")
    assert compute_fingerprint(Settings(), inputs) == before
    (data / "nlu" / "x.yml").write_text("two")
    assert compute_fingerprint(Settings(), inputs) != before, "the control"
