"""Tables of what the desk teaches the assistant: examples, trainings of new models, and which of these serve."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class TaughtExample(Base):
    """A message, contacts taken out, and the intent that an operator gave it; it leads to no conversation.

    ``message_id``: the message not understood that it was, while that is kept.
    """

    __tablename__ = "taught_example"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    message_id: Mapped[Optional[int]] = mapped_column(
        ForeignKey("not_understood.id", ondelete="SET NULL"), unique=True)
    text: Mapped[str] = mapped_column(Text, nullable=False)
    intent: Mapped[str] = mapped_column(String(60), nullable=False)
    taught_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class Training(Base):
    """A new model that the desk asked for. ``state``: running, done or failed; one runs at a time.

    ``inputs``: the fingerprint of the repository's data that it stands on. ``seen_at``: when its process last showed a
    sign of life. ``archive``: the name of the model's file. ``taught``, ``held``: examples of the desk that it learnt,
    and that were kept from it. ``failure``: one sentence. ``figures``: how it compares with the model that served.
    """

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("state in ('running', 'done', 'failed')", name="state"),
        Index("uq_training_running", "state", unique=True, sqlite_where=text("state = 'running'"),
              postgresql_where=text("state = 'running'")),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    started_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    started_by: Mapped[Optional[int]] = mapped_column(ForeignKey("operator.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(20), nullable=False)
    step: Mapped[str] = mapped_column(String(60), nullable=False)
    seen_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    ended_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    inputs: Mapped[str] = mapped_column(String(12), nullable=False)
    archive: Mapped[Optional[str]] = mapped_column(String(80))
    taught: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    held: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    failure: Mapped[Optional[str]] = mapped_column(Text)
    figures: Mapped[Optional[dict[str, Any]]] = mapped_column(JSON)


class ModelRelease(Base):
    """A trained model that was published. The newest one that was not taken back serves.

    ``taken_up_at``: when the first process had it in service. ``refused_at``: when one could not load it.
    """

    __tablename__ = "model_release"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), nullable=False, index=True)
    released_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    released_by: Mapped[Optional[int]] = mapped_column(ForeignKey("operator.id", ondelete="SET NULL"))
    taken_back_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    taken_up_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    refused_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
