"""Table of sign-ups to the days of events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class SignUp(Base):
    """Somebody who takes part in a day of an event, or waits for a place. Withdrawn or erased, the row is gone.

    The unique constraint on (event, day, place) is what makes overbooking impossible; ``place`` runs from 1 to the
    places of the day and is null on the waiting list. ``firm``: the firm that a person signs up for. ``status``:
    signed, waiting, attended or missed. People may share a contact; what one conversation sends twice is one, by the
    other unique constraint.
    """

    __tablename__ = "sign_up"
    __table_args__ = (
        UniqueConstraint("event_id", "day", "place"),
        UniqueConstraint("event_id", "day", "conversation_id", "contact", "name"),
        CheckConstraint("place >= 1", name="place"),
        CheckConstraint("audience in ('people', 'firms')", name="audience"),
        CheckConstraint("(audience = 'firms') = (firm is not null)", name="firm"),
        CheckConstraint("status in ('signed', 'waiting', 'attended', 'missed')", name="status"),
        CheckConstraint("(status = 'waiting') = (place is null)", name="waiting"),
        CheckConstraint("contact_kind in ('phone', 'email')", name="contact_kind"),
        Index("ix_sign_up_event_id_day_status", "event_id", "day", "status"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), nullable=False, unique=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id"), nullable=False)
    day: Mapped[date] = mapped_column(Date, nullable=False)
    place: Mapped[Optional[int]] = mapped_column(Integer)
    audience: Mapped[str] = mapped_column(String(10), nullable=False)
    firm: Mapped[Optional[str]] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(120), nullable=False)
    contact: Mapped[str] = mapped_column(String(200), nullable=False)
    contact_kind: Mapped[str] = mapped_column(String(10), nullable=False)
    conversation_id: Mapped[Optional[str]] = mapped_column(String(200), index=True)
    channel: Mapped[str] = mapped_column(String(20), nullable=False)
    status: Mapped[str] = mapped_column(String(20), nullable=False)
    notice_version: Mapped[str] = mapped_column(String(20), nullable=False)
    consent_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    created_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    changed_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
