"""Tables of the waiting list: who waits for a place, and which freed places they were offered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class WaitingWish(Base):
    """Somebody who waits for a place that suits, or for an earlier one. Withdrawn or erased, the row is gone.

    ``office_id``: none is any office. ``days``: weekdays from 0 (Monday) with commas between them, empty for any;
    ``part``: of the day. ``before``: only earlier starts are wanted. ``appointment_id``: the appointment that is to be
    moved to an earlier start; then it has name and contact, and those here are empty. ``contact``: E.164 or an
    address. ``told``: how many places were offered, ``told_at``: when the last one. ``ends_on``: the local day on which
    it ends. ``state``: waiting, booked or ended, and then name and contact are gone.
    """

    __tablename__ = "waiting_wish"
    __table_args__ = (
        CheckConstraint("part in ('any', 'morning', 'afternoon')", name="part"),
        CheckConstraint("contact_kind in ('phone', 'email')", name="contact_kind"),
        CheckConstraint("state in ('waiting', 'booked', 'ended')", name="state"),
        Index("ix_waiting_wish_state_created_at", "state", "created_at"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), nullable=False, unique=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), nullable=False)
    office_id: Mapped[Optional[str]] = mapped_column(ForeignKey("office.id"))
    days: Mapped[str] = mapped_column(String(20), nullable=False)
    part: Mapped[str] = mapped_column(String(10), nullable=False)
    before: Mapped[Optional[datetime]] = mapped_column(DateTime)
    appointment_id: Mapped[Optional[int]] = mapped_column(ForeignKey("appointment.id", ondelete="CASCADE"), index=True)
    name: Mapped[Optional[str]] = mapped_column(String(120))
    contact: Mapped[Optional[str]] = mapped_column(String(200), index=True)
    contact_kind: Mapped[Optional[str]] = mapped_column(String(10))
    conversation_id: Mapped[str] = mapped_column(String(200), nullable=False, index=True)
    channel: Mapped[str] = mapped_column(String(20), nullable=False)
    notice_version: Mapped[str] = mapped_column(String(20), nullable=False)
    consent_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    created_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    changed_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False)
    told: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    told_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    state: Mapped[str] = mapped_column(String(10), nullable=False, default="waiting")


class WaitingOffer(Base):
    """A freed place that is kept for somebody who waits, until ``until``; the same one is offered to nobody twice.

    The place itself is a slot held by ``waiting:<wish_id>``. ``state``: open, accepted, declined or expired.
    ``offered_by``: the operator who chose the person, when it was not their turn.
    """

    __tablename__ = "waiting_offer"
    __table_args__ = (
        UniqueConstraint("wish_id", "office_id", "starts_at"),
        CheckConstraint("state in ('open', 'accepted', 'declined', 'expired')", name="state"),
        Index("ix_waiting_offer_state_until", "state", "until"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    wish_id: Mapped[int] = mapped_column(ForeignKey("waiting_wish.id", ondelete="CASCADE"), nullable=False)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), nullable=False)
    starts_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    ends_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    state: Mapped[str] = mapped_column(String(10), nullable=False, default="open")
    offered_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    until: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    offered_by: Mapped[Optional[int]] = mapped_column(ForeignKey("operator.id", ondelete="SET NULL"))
