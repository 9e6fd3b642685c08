"""A training that the desk asked for: a process of its own, nice, that reports to the database and leaves a model."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import Callable, Sequence

from bot import clock
from bot.server import launcher, model_comparison, training
from bot.server.assistant import CannotLoad
from bot.server.launcher import CannotServe
from bot.server.released_model import ReleasedModel
from bot.server.training import Inputs, TrainingFailed
from bot.services import trainings, unknown
from bot.services.unavailable import log_failure
from bot.settings import PROJECT_ROOT, Settings
from bot.texts import get_text

logger = logging.getLogger("orienta.models")

NICE = 10
"""Whoever writes to the assistant meanwhile comes first."""
LIFE_SECONDS = 5.0
"""How often the process shows that it lives."""
LONGEST_SECONDS = 45 * 60
"""A training that has not ended by then is ended."""
LEAST_FREE_BYTES = 300 * 1024 * 1024
"""Room on the disk that a training needs: drafts of the model and its archive."""

Read = Callable[[Path, Sequence[str]], list[str]]
"""The intents that the model of an archive takes messages for."""


def run(settings: Settings, training_id: int) -> None:
    """Train, measure and report, as the process that ``desk_workshop.start_process`` starts."""
    if not trainings.report_step(settings, training_id, step="prepare", now=clock.now()):
        return  # ended meanwhile
    os.nice(NICE)
    signal.alarm(LONGEST_SECONDS)
    ended = threading.Event()
    threading.Thread(target=_show_life, args=(settings, training_id, ended), daemon=True).start()
    try:
        make_model(settings, training_id)
    except (TrainingFailed, CannotServe, CannotLoad) as error:  # each is one sentence
        _fail(settings, training_id, str(error))
    except OSError as error:
        _fail(settings, training_id, get_text("unknown.training_failures.disk", reason=error.strerror or str(error)))
    except Exception as error:
        log_failure(logger, "a training of the desk failed", error)
        _fail(settings, training_id, get_text("unknown.training_failures.other", kind=type(error).__name__))
    finally:
        ended.set()


def make_model(settings: Settings, training_id: int, inputs: Inputs | None = None, read: Read | None = None) -> None:
    """The model of ``inputs`` (the repository's) and of what operators taught, beside the others; then its figures.

    Raises:
        TrainingFailed: no model came out; one sentence.
        OSError: the disk cannot be written.
    """
    folder = trainings.find_models_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    _tidy(settings, folder)
    if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
        raise TrainingFailed(get_text("unknown.training_failures.full"))
    served, _ = ReleasedModel(settings, launcher.find_model(settings)).find()
    taught = unknown.list_taught(settings)
    learnt = [each for each in taught if not each.held]

    def tell(step: str) -> None:
        trainings.report_step(settings, training_id, step=step, now=clock.now())

    with tempfile.TemporaryDirectory(dir=folder, prefix=".taught-") as place:
        file = Path(place) / "taught.yml"
        file.write_text(unknown.write_training_yaml(learnt), encoding="utf-8")
        made = training.train(settings, if_changed=True, inputs=replace(inputs or Inputs(), taught=file), output=folder,
                              progress=tell).model
    probes = model_comparison.list_probes(taught)
    texts = [probe.text for probe in probes]
    ask = read or _read_intents(settings)
    tell("measure_served")
    before = ask(served, texts)
    tell("measure_new")
    after = ask(made, texts)
    trainings.finish(settings, training_id, archive=made.name, taught=len(learnt), held=len(taught) - len(learnt),
                     figures=model_comparison.compare(served.name, probes, before, after), now=clock.now())


def _read_intents(settings: Settings) -> Read:
    from bot.server.explanation import ModelReader  # late: it imports Rasa

    endpoints = PROJECT_ROOT / "endpoints.yml"
    return lambda model, texts: [
        understood.intent for understood in ModelReader(model, endpoints, settings).parse(texts)]


def _tidy(settings: Settings, folder: Path) -> None:
    """Take away models that nobody can publish or take back any more, and drafts of trainings that were killed."""
    kept = trainings.list_archives(settings)
    for path in folder.iterdir():
        if path.is_dir() and path.name.startswith((".training-", ".taught-")):
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith("orienta-") and path.name.endswith(".tar.gz") and path.name not in kept:
            path.unlink()


def _show_life(settings: Settings, training_id: int, ended: threading.Event) -> None:
    while not ended.wait(LIFE_SECONDS):
        try:
            trainings.show_life(settings, training_id, now=clock.now())
        except Exception as error:  # the database is away for a moment; the next sign follows
            log_failure(logger, "a training could not show its life", error)


def _fail(settings: Settings, training_id: int, sentence: str) -> None:
    trainings.fail(settings, training_id, sentence=sentence, now=clock.now())
