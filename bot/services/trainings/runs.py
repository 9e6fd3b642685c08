"""Runs of a training: begun at the desk, reported by their process, one at a time.

Times are real ones: they tell whether a process still lives.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Optional

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from bot import clock
from bot.db.models import ModelRelease, Operator, TaughtExample, Training
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows, insert_row
from bot.services.operators import Actor, audit_in
from bot.services.trainings.results import AlreadyTraining, Begun, Figures, NothingTaught, TrainingView
from bot.services.unknown import list_taught
from bot.settings import Settings

STEPS = ("waiting", "prepare", "ItalianIntentClassifier", "DialogueActClassifier", "RulePolicy", "measure_served",
         "measure_new")
"""The steps in order; those of Rasa's training are called as its components."""
SILENT_SECONDS = 60.0
"""A process that has shown no life for so long is gone."""

_training = get_table(Training)


def begin(settings: Settings, *, inputs: str, by: Actor, now: datetime) -> Begun | AlreadyTraining | NothingTaught:
    """Note a training on the repository's data of fingerprint ``inputs`` and on what operators taught.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing was begun.
    """
    if not any(not each.held for each in list_taught(settings)):
        return NothingTaught()
    moment = clock.to_utc(now)
    try:
        with transaction(settings.database_url, write=True) as session:
            session.execute(update(_training).where(
                _training.c.state == "running", _training.c.seen_at < moment - timedelta(seconds=SILENT_SECONDS),
            ).values(state="failed", ended_at=moment))
            number = insert_row(session, _training.insert().values(
                started_at=moment, started_by=by.id, state="running", step=STEPS[0], seen_at=moment, inputs=inputs,
                taught=0, held=0))
            audit_in(session, operator=by, act="training_started", target=f"training {number}", now=now)
    except IntegrityError:
        return AlreadyTraining()
    return Begun(number)


def report_step(settings: Settings, training_id: int, *, step: str, now: datetime) -> bool:
    """Note how far the process is, as one of ``STEPS``; False when it is not wanted any more."""
    return _update(settings, training_id, seen_at=clock.to_utc(now), **({"step": step} if step in STEPS else {}))


def show_life(settings: Settings, training_id: int, *, now: datetime) -> bool:
    """Note that the process lives; False when it is not wanted any more."""
    return _update(settings, training_id, seen_at=clock.to_utc(now))


def finish(
    settings: Settings, training_id: int, *, archive: str, taught: int, held: int, figures: Figures, now: datetime,
) -> bool:
    """Note that the model is there, and how it compares."""
    return _update(settings, training_id, state="done", ended_at=clock.to_utc(now), archive=archive, taught=taught,
                   held=held, figures=figures.to_json())


def fail(settings: Settings, training_id: int, *, sentence: Optional[str] = None, now: datetime) -> bool:
    """Note that no model came out, and why; without a ``sentence``: the process is gone. False: it had ended already.
    """
    return _update(settings, training_id, state="failed", ended_at=clock.to_utc(now), failure=sentence)


def is_running(settings: Settings, training_id: int) -> bool:
    """Whether that training was begun and has not ended."""
    with transaction(settings.database_url) as session:
        return session.execute(select(_training.c.id).where(
            _training.c.id == training_id, _training.c.state == "running")).first() is not None


def find_latest(settings: Settings, *, now: datetime) -> Optional[TrainingView]:
    """The newest training; None when there was none."""
    with transaction(settings.database_url) as session:
        row = session.execute(
            select(_training, Operator.name.label("starter")).outerjoin(Operator, Operator.id == _training.c.started_by)
            .order_by(_training.c.id.desc()).limit(1)).first()
        if row is None:
            return None
        figures = None if row.figures is None else _with_texts(session, Figures.from_json(row.figures))
    silent = clock.to_utc(now) - row.seen_at > timedelta(seconds=SILENT_SECONDS)
    state = row.state
    if state == "running" and silent or state == "failed" and row.failure is None:
        state = "ended"
    return TrainingView(
        row.id, clock.local(row.started_at), row.starter, state, row.step, STEPS.index(row.step),
        None if row.ended_at is None else clock.local(row.ended_at), row.inputs, row.archive, row.taught, row.held,
        row.failure, figures)


def list_archives(settings: Settings) -> set[str]:
    """The files that may still be served: those of releases, and that of the newest training."""
    with transaction(settings.database_url) as session:
        kept = session.execute(
            select(_training.c.archive).join(ModelRelease, ModelRelease.training_id == _training.c.id)
            .where(ModelRelease.taken_back_at.is_(None))).scalars()
        newest = session.execute(
            select(_training.c.archive).where(_training.c.archive.is_not(None))
            .order_by(_training.c.id.desc()).limit(1)).scalars()
        return {str(name) for name in (*kept, *newest)}


def _with_texts(session: Any, figures: Figures) -> Figures:
    """The words of the desk's own examples, which stand in one place only."""
    wanted = [change.taught_id for change in figures.changes if change.taught_id is not None]
    texts = dict(session.execute(select(TaughtExample.id, TaughtExample.text).where(
        TaughtExample.id.in_(wanted))).all()) if wanted else {}
    return replace(figures, changes=tuple(
        change if change.taught_id is None else replace(change, text=texts.get(change.taught_id))
        for change in figures.changes))


def _update(settings: Settings, training_id: int, **values: Any) -> bool:
    with transaction(settings.database_url, write=True) as session:
        return count_rows(session, update(_training).where(
            _training.c.id == training_id, _training.c.state == "running").values(**values)) > 0
