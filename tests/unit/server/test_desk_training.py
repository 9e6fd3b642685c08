"""The process of a training: a toy model is made and compared; a full disk, a failure and a kill are told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any, Sequence

import pytest

from bot import clock
from bot.db.models import Operator, TaughtExample
from bot.db.session import transaction
from bot.server import desk_training, desk_workshop, launcher, training
from bot.server.training import Inputs, TrainingFailed
from bot.services import trainings
from bot.services.operators import OperatorView
from bot.services.trainings import Begun, TrainingView
from bot.settings import Settings
from tests.support import toy_bot
from tests.support.clocks import PATIENCE_SECONDS

CARLA = OperatorView(3, "carla", "Carla", "administrator", ())


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    now = clock.to_utc(clock.now())
    with transaction(sqlite_url, write=True) as session:
        session.add(Operator(id=3, username="carla", name="Carla", password_hash="x", role="administrator",
                             created_at=now))
        session.add_all([TaughtExample(text=text, intent="greet", taught_at=now)
                         for text in ("ehilà capo", "ehilà gente", "ehilà tutti")])
    return Settings(database_url=sqlite_url, desk_models_dir=str(tmp_path / "desk"), secret="x")


@pytest.fixture
def toy(tmp_path: Path) -> Inputs:
    root = tmp_path / "toy"
    (root / "data").mkdir(parents=True)
    for name, content in (("config.yml", toy_bot.CONFIG), ("domain.yml", toy_bot.DOMAIN),
                          ("data/nlu.yml", toy_bot.NLU), ("data/rules.yml", toy_bot.RULES)):
        (root / name).write_text(content, encoding="utf-8")
    return Inputs(root, root / "config.yml", root / "domain.yml", root / "data", (), root / "none")


def begin(settings: Settings) -> int:
    begun = trainings.begin(settings, inputs="abc", by=CARLA, now=clock.now())
    assert isinstance(begun, Begun), begun
    return begun.id


def latest(settings: Settings) -> TrainingView:
    found = trainings.find_latest(settings, now=clock.now())
    assert found is not None
    return found


def serve_usual(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    path.write_bytes(b"model")
    monkeypatch.setattr(launcher, "find_model", lambda _settings, model=None: path)


def read_words(model: Path, texts: Sequence[str]) -> list[str]:
    """What a toy classifier of the archive's own examples says."""
    import tarfile

    with tarfile.open(model) as archive:
        name = next(item for item in archive.getnames() if item.endswith("examples.json"))
        examples = json.load(archive.extractfile(name))  # type: ignore[arg-type]
    known = {tuple(words): intent for intent, words in examples}
    return [known.get(tuple(text.lower().split()), "nlu_fallback") for text in texts]


def test_a_model_is_made_beside_the_other_with_what_was_taught(
        settings: Settings, toy: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = training.train(settings, inputs=toy, output=tmp_path / "usual").model
    monkeypatch.setattr(launcher, "find_model", lambda _settings, model=None: usual)
    folder = Path(settings.desk_models_dir)
    (folder / ".training-killed").mkdir(parents=True)
    (folder / "orienta-0123456789ab.tar.gz").write_bytes(b"of a training that was never published")
    (folder / "README").write_text("not ours")
    number = begin(settings)
    desk_training.make_model(settings, number, toy, read_words)
    view = latest(settings)
    assert (view.state, view.taught + view.held) == ("done", 3) and view.figures is not None
    assert sorted(path.name for path in folder.iterdir()) == sorted(["README", view.archive])
    assert view.archive != usual.name and usual.is_file(), "the one in service stays as it is"
    taught = next(each for each in view.figures.sets if each.name == "taught")
    assert (taught.inside.before, taught.inside.after) == (0, taught.inside.count) and view.figures.served == usual.name
    assert {change.after for change in view.figures.changes if change.source == "held"} <= {"nlu_fallback"}


def test_a_full_disk_is_one_sentence(
        settings: Settings, toy: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serve_usual(monkeypatch, tmp_path / "usual.tar.gz")
    monkeypatch.setattr(desk_training, "LEAST_FREE_BYTES", 1 << 60)
    with pytest.raises(TrainingFailed, match="non c’è posto"):
        desk_training.make_model(settings, begin(settings), toy, read_words)


@pytest.mark.parametrize(("error", "told"), [
    (TrainingFailed("Il file domain.yml è rotto."), "Il file domain.yml è rotto."),
    (launcher.CannotServe("Nessun modello."), "Nessun modello."),
    (OSError(28, "No space left on device"), "Il disco non si può scrivere (No space left on device)"),
    (RuntimeError("geheim"), "errore del programma (RuntimeError)")])
def test_whatever_goes_wrong_is_one_sentence(
        settings: Settings, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str) -> None:
    def break_down(*_arguments: Any) -> None:
        raise error

    monkeypatch.setattr(desk_training, "make_model", break_down)
    monkeypatch.setattr(os, "nice", lambda _more: 0)  # this process is the tests'
    monkeypatch.setattr(signal, "alarm", lambda _seconds: 0)
    desk_training.run(settings, begin(settings))
    view = latest(settings)
    assert view.state == "failed" and told in str(view.failure) and "geheim" not in str(view.failure)


def test_a_killed_process_is_told_and_another_can_begin(
        settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def remember(*arguments: Any, **more: Any) -> subprocess.Popen[bytes]:
        started.append(popen(*arguments, **more))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)
    desk_workshop.start_process(settings, begin(settings))
    assert latest(settings).state == "running"
    os.killpg(started[0].pid, signal.SIGKILL)
    limit = time.monotonic() + PATIENCE_SECONDS
    while latest(settings).state == "running":
        assert time.monotonic() < limit, "nobody saw that it is gone"
        time.sleep(0.05)
    assert latest(settings).state == "ended"
    begin(settings)
