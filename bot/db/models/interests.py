"""Tables of interests («avvisami»), of what is published to those who left one, and of who was told what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class Interest(Base):
    """Somebody who wants to be told when a course opens. Withdrawn or erased, the row is gone.

    ``course_id`` or ``sector_id``: what for; neither is any course. ``place``: a municipality, none is anywhere.
    ``availability``: when they could attend. ``contact`` is E.164 or an address; with ``conversation`` it is empty and
    notices go into the conversation. ``fits``: the verdict of the eligibility check when it was known, nothing of what
    was told in it. ``ends_on``: the local day on which it ends; ``asked_at``: when it was asked whether it still holds.
    ``state``: active, ended (its contact is gone) or enrolled (an operator has said so).
    """

    __tablename__ = "interest"
    __table_args__ = (
        CheckConstraint("availability in ('any', 'morning', 'afternoon', 'evening', 'weekend')", name="availability"),
        CheckConstraint("contact_kind in ('phone', 'email', 'conversation')", name="contact_kind"),
        CheckConstraint("fits in ('met', 'not_met', 'to_verify')", name="fits"),
        CheckConstraint("state in ('active', 'ended', 'enrolled')", name="state"),
        CheckConstraint("course_id is null or sector_id is null", name="one_wish"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), nullable=False, unique=True)
    course_id: Mapped[Optional[str]] = mapped_column(ForeignKey("course.id"))
    sector_id: Mapped[Optional[str]] = mapped_column(ForeignKey("sector.id"))
    place: Mapped[Optional[str]] = mapped_column(String(80))
    availability: Mapped[str] = mapped_column(String(20), nullable=False)
    contact: Mapped[Optional[str]] = mapped_column(String(200), index=True)
    contact_kind: Mapped[str] = mapped_column(String(20), nullable=False)
    conversation_id: Mapped[Optional[str]] = mapped_column(String(200), index=True)
    channel: Mapped[str] = mapped_column(String(20), nullable=False)
    fits: Mapped[Optional[str]] = mapped_column(String(20))
    notice_version: Mapped[str] = mapped_column(String(20), nullable=False)
    consent_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    created_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    changed_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False, index=True)
    asked_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    state: Mapped[str] = mapped_column(String(20), nullable=False, default="active")


class Publication(Base):
    """News of an edition that an operator has had sent to those whom it fits, in waves.

    ``reason``: published, deadline or place_free. Pressed once a reason: the pair is unique while it is not stopped.
    ``state``: sending, stopped or done; ``wave_at``: when the next wave may go.
    """

    __tablename__ = "publication"
    __table_args__ = (
        CheckConstraint("reason in ('published', 'deadline', 'place_free')", name="reason"),
        CheckConstraint("state in ('sending', 'stopped', 'done')", name="state"),
        CheckConstraint("wave_size >= 1", name="wave_size"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[str] = mapped_column(ForeignKey("course_edition.id"), nullable=False, index=True)
    reason: Mapped[str] = mapped_column(String(20), nullable=False)
    state: Mapped[str] = mapped_column(String(20), nullable=False)
    wave_size: Mapped[int] = mapped_column(Integer, nullable=False)
    wave_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    pressed_by: Mapped[Optional[int]] = mapped_column(ForeignKey("operator.id", ondelete="SET NULL"))
    pressed_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class InterestNotice(Base):
    """One person told of one publication, once: the pair is unique. Without its interest it only counts.

    ``state``: due, sent, failed (the contact refuses, ``reason`` says why) or withdrawn (the interest was gone).
    """

    __tablename__ = "interest_notice"
    __table_args__ = (
        UniqueConstraint("publication_id", "interest_id"),
        CheckConstraint("state in ('due', 'sent', 'failed', 'withdrawn')", name="state"),
        Index("ix_interest_notice_state_publication_id", "state", "publication_id"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id", ondelete="CASCADE"), nullable=False)
    interest_id: Mapped[Optional[int]] = mapped_column(ForeignKey("interest.id", ondelete="SET NULL"), index=True)
    channel: Mapped[str] = mapped_column(String(20), nullable=False)
    state: Mapped[str] = mapped_column(String(20), nullable=False)
    reason: Mapped[Optional[str]] = mapped_column(String(40))
    changed_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
