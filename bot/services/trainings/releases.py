"""Which trained model serves: published with one press, taken back with one, followed by every process."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Optional

from sqlalchemy import Select, insert, select, update

from bot import clock
from bot.db.models import ModelRelease, Operator, Training
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import insert_row
from bot.services.operators import Actor, audit_in
from bot.services.trainings.results import (
    AlreadyReleased,
    Figures,
    IsWorse,
    ModelGone,
    NothingReleased,
    NotTrained,
    OtherInputs,
    Released,
    ReleaseView,
    TakenBack,
)
from bot.settings import PROJECT_ROOT, Settings

_release = get_table(ModelRelease)
_training = get_table(Training)


def find_models_folder(settings: Settings) -> Path:
    """Where the models that the desk trained are; apart from those of the installation."""
    return Path(settings.desk_models_dir or PROJECT_ROOT / "models" / "desk")


def publish(
    settings: Settings, *, training_id: int, inputs: str, confirmed: bool, by: Actor, now: datetime,
) -> Released | IsWorse | NotTrained | OtherInputs | ModelGone | AlreadyReleased:
    """Let the model of a training serve. ``inputs``: the fingerprint of the repository's data as this process knows it.

    ``confirmed``: also when it is worse on some set.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing has changed.
    """
    with transaction(settings.database_url, write=True) as session:
        row = session.execute(select(_training).where(
            _training.c.id == training_id, _training.c.state == "done")).first()
        if row is None:
            return NotTrained()
        if row.inputs != inputs:
            return OtherInputs()
        if not (find_models_folder(settings) / row.archive).is_file():
            return ModelGone()
        serving = session.execute(_standing()).first()
        if serving is not None and serving.training_id == training_id:
            return AlreadyReleased()
        worse = Figures.from_json(row.figures).worse
        if worse and not confirmed:
            return IsWorse(worse)
        number = insert_row(session, insert(_release).values(
            training_id=training_id, released_at=clock.to_utc(now), released_by=by.id))
        audit_in(session, operator=by, act="model_published", target=f"training {training_id}",
                 detail={"archive": row.archive, "worse": list(worse)}, now=now)
    return Released(number)


def take_back(settings: Settings, *, by: Actor, now: datetime) -> TakenBack | NothingReleased:
    """Let the model serve that did before the newest release.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing has changed.
    """
    with transaction(settings.database_url, write=True) as session:
        serving = session.execute(_standing()).first()
        if serving is None:
            return NothingReleased()
        session.execute(update(_release).where(_release.c.id == serving.id).values(taken_back_at=clock.to_utc(now)))
        audit_in(session, operator=by, act="model_taken_back", target=f"training {serving.training_id}",
                 detail={"archive": serving.archive}, now=now)
    return TakenBack(serving.id)


def find_release(settings: Settings) -> Optional[ReleaseView]:
    """The newest release that was not taken back; None without one."""
    with transaction(settings.database_url) as session:
        row = session.execute(_standing()).first()
    if row is None:
        return None
    return ReleaseView(row.id, row.training_id, clock.local(row.released_at), row.releaser, row.inputs, row.archive,
                       _local(row.taken_up_at), _local(row.refused_at))


def note_taken_up(settings: Settings, release_id: int, *, now: datetime) -> None:
    """A process serves with that release; the first one is noted."""
    _note(settings, release_id, _release.c.taken_up_at, now)


def note_refused(settings: Settings, release_id: int, *, now: datetime) -> None:
    """A process could not load the model of that release; the first one is noted."""
    _note(settings, release_id, _release.c.refused_at, now)


def _note(settings: Settings, release_id: int, column: Any, now: datetime) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.execute(update(_release).where(_release.c.id == release_id, column.is_(None)).values(
            {column: clock.to_utc(now)}))


def _standing() -> Select[Any]:
    return (
        select(_release, _training.c.inputs, _training.c.archive, Operator.name.label("releaser"))
        .join(_training, _training.c.id == _release.c.training_id)
        .outerjoin(Operator, Operator.id == _release.c.released_by)
        .where(_release.c.taken_back_at.is_(None)).order_by(_release.c.id.desc()).limit(1))


def _local(moment: Optional[datetime]) -> Optional[datetime]:
    return None if moment is None else clock.local(moment)
