"""Trainings of the desk that have ended, for tests of its pages."""

from __future__ import annotations

from pathlib import Path

from bot import clock
from bot.db.models import TaughtExample
from bot.db.session import transaction
from bot.server import training
from bot.services import operators, trainings
from bot.services.trainings import Begun, Change, Comparison, Figures, Score
from bot.settings import Settings
from tests.support.desk_data import CARLA

TAUGHT = "mi sapete dire se fate qualcosa di tardi dopo cena"
NONE = Score(0, 0, 0)
FIGURES = Figures("orienta-old.tar.gz", (
    Comparison("held", Score(4, 1, 3), NONE), Comparison("messages", Score(600, 590, 591), Score(90, 89, 89)),
), (Change("messages", "nlu_fallback", "ask_course_list", False, True, "corsi dopo cena"),), 1)
WORSE = Figures("orienta-old.tar.gz", (
    Comparison("held", Score(4, 1, 3), Score(2, 1, 2)), Comparison("taught", Score(21, 4, 21), Score(3, 1, 3)),
    Comparison("messages", Score(640, 629, 630), Score(92, 91, 91)),
    Comparison("messages2", Score(666, 650, 651), Score(132, 127, 124)),
    Comparison("messages3", Score(384, 379, 379), Score(66, 66, 66)),
    Comparison("labelled", Score(150, 141, 142), Score(55, 50, 50)),
), (Change("messages2", "out_of_scope", "ask_course_list", True, False, "avete corsi di tango la sera?"),
    Change("messages", "nlu_fallback", "ask_course_list", False, True, "fate qualcosa dopo le sei di sera?"),
    Change("held", "ask_event_time", "ask_course_list", False, True, "si può venire a lezione dopo cena?"),
    Change("labelled", "ask_course_cost", "ask_course_duration", False, False, "quanto mi ci vuole in tutto?")), 4)


def teach(settings: Settings) -> None:
    """An example that is learnt."""
    with transaction(settings.database_url, write=True) as session:
        session.add(TaughtExample(text=TAUGHT, intent="ask_course_list", taught_at=clock.to_utc(clock.now())))


def end_training(
    settings: Settings, figures: Figures = FIGURES, name: str = "orienta-new.tar.gz", inputs: str = "",
) -> int:
    """A training that has ended with these figures; its archive is no model unless there is one of that name."""
    actor = operators.find_operator(settings, CARLA)
    assert actor is not None
    begun = trainings.begin(
        settings, inputs=inputs or training.compute_own_fingerprint(settings), by=actor, now=clock.now())
    assert isinstance(begun, Begun), begun
    archive = trainings.find_models_folder(settings) / name
    Path(archive).parent.mkdir(exist_ok=True)
    if not archive.exists():
        archive.write_bytes(b"model")
    trainings.finish(settings, begun.id, archive=name, taught=24, held=6, figures=figures, now=clock.now())
    return begun.id
