"""Which files name a model: those that Rasa learns from, not what the dialogue reads; what a killed training leaves."""

from __future__ import annotations

import os
from pathlib import Path

from bot import clock
from bot.server.training import DRAFT, STALE_SECONDS, Inputs, compute_fingerprint, remove_stale_drafts
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


def test_what_a_killed_training_left_goes_and_one_that_runs_stays(tmp_path: Path) -> None:
    now = clock.now().timestamp()
    for name, age in (("killed", STALE_SECONDS + 60), ("running", 60)):
        draft = tmp_path / f"{DRAFT}{name}"
        draft.mkdir()
        os.utime(draft, (now - age, now - age))
    remove_stale_drafts(tmp_path)
    assert [left.name for left in tmp_path.iterdir()] == [f"{DRAFT}running"]
