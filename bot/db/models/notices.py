"""Tables of what a person is told unasked, and of how many text messages a day have been paid for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Optional

from sqlalchemy import JSON, CheckConstraint, Date, DateTime, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class Notice(Base):
    """One thing that a person is told without having asked, on one channel after the other until one takes it.

    ``key`` makes it that notice: asked for twice, it is one. ``about``: what its text names beside the appointment.
    ``conversation_id``, ``contact``: where, when that does not follow from the appointment; the contact goes when the
    notice has ended. ``starts_at``: the appointment's start that it was made for; after a move it is another notice.
    ``channels``: chat (the conversation's log), sms, email, in the order in which they are tried; ``channel``: the one
    that has it; ``passed``: those that gave it up. ``reference``: what the channel calls it: the number in the log, the
    gateway's id.

    ``state``: due; sending (it is being handed over); placed (it stands in the conversation, nobody has opened it);
    sent (the channel took it); delivered (the channel said so); failed; withdrawn.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("channel in ('chat', 'sms', 'email')", name="channel"),
        CheckConstraint(
            "state in ('due', 'sending', 'placed', 'sent', 'delivered', 'failed', 'withdrawn')", name="state"),
        Index("ix_notice_state_due_at", "state", "due_at"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(120), nullable=False, unique=True)
    kind: Mapped[str] = mapped_column(String(40), nullable=False)
    appointment_id: Mapped[Optional[int]] = mapped_column(
        ForeignKey("appointment.id", ondelete="CASCADE"), index=True)
    conversation_id: Mapped[Optional[str]] = mapped_column(String(200), index=True)
    contact: Mapped[Optional[str]] = mapped_column(String(200))
    contact_kind: Mapped[Optional[str]] = mapped_column(String(10))
    about: Mapped[Optional[dict[str, Any]]] = mapped_column(JSON)
    starts_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    due_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    until: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    channels: Mapped[str] = mapped_column(String(40), nullable=False)
    channel: Mapped[Optional[str]] = mapped_column(String(20))
    passed: Mapped[str] = mapped_column(String(40), nullable=False, default="")
    state: Mapped[str] = mapped_column(String(20), nullable=False, default="due")
    attempts: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    reference: Mapped[Optional[str]] = mapped_column(String(100), index=True)
    changed_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class SmsDay(Base):
    """How many parts of text messages were handed to the gateway on a day: what the daily cap looks at."""

    __tablename__ = "sms_day"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    parts: Mapped[int] = mapped_column(Integer, nullable=False)
