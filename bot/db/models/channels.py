"""Tables of Telegram, of reminders and of the codes that join two channels."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
)

from bot.db.models.base import Base


class TelegramUpdate(Base):
    """An update that was received, so that none is answered twice; its body goes once it is done."""

    __tablename__ = "telegram_update"
    update_id: int = Column(BigInteger, primary_key=True, autoincrement=False)
    body: Optional[dict[str, Any]] = Column(JSON)
    received_at: datetime = Column(DateTime, nullable=False)
    done_at: Optional[datetime] = Column(DateTime)


class TelegramChat(Base):
    """A private chat and the conversation it shows.

    ``delivered_sequence``: the newest message of the conversation that Telegram has taken; what comes after is the
    outbox. ``blocked_at``: the person has blocked the bot. ``shown``: ids of Telegram messages that are edited later.
    """

    __tablename__ = "telegram_chat"
    chat_id: int = Column(BigInteger, primary_key=True, autoincrement=False)
    conversation_id: str = Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True)
    delivered_sequence: int = Column(Integer, nullable=False, default=0)
    blocked_at: Optional[datetime] = Column(DateTime)
    shown: Optional[dict[str, Any]] = Column(JSON)
    created_at: datetime = Column(DateTime, nullable=False)


class Lease(Base):
    """Work that one process at a time does: ``holder`` has it until ``expires_at``, unless it renews it."""

    __tablename__ = "lease"
    name: str = Column(String(40), primary_key=True)
    holder: str = Column(String(80), nullable=False)
    expires_at: datetime = Column(DateTime, nullable=False)


class Reminder(Base):
    """What a person is told of an appointment by itself. ``channel``: chat (the conversation's log) or email.

    ``kind``: day_before, two_hours, or by e-mail the calendar file of what was booked or moved (confirmation) or
    cancelled (cancellation). ``starts_at`` is the appointment's start that it was made for: after a move it is another
    reminder. ``state``: due, sending (an e-mail is on its way), sent, failed or withdrawn.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("appointment_id", "kind", "starts_at", "channel"),
        CheckConstraint("kind in ('day_before', 'two_hours', 'confirmation', 'cancellation')", name="kind"),
        CheckConstraint("channel in ('chat', 'email')", name="channel"),
        CheckConstraint("state in ('due', 'sending', 'sent', 'failed', 'withdrawn')", name="state"),
    )
    id: int = Column(Integer, primary_key=True)
    appointment_id: int = Column(ForeignKey("appointment.id", ondelete="CASCADE"), nullable=False)
    kind: str = Column(String(20), nullable=False)
    channel: str = Column(String(20), nullable=False)
    starts_at: datetime = Column(DateTime, nullable=False)
    due_at: datetime = Column(DateTime, nullable=False, index=True)
    state: str = Column(String(20), nullable=False, default="due")
    attempts: int = Column(Integer, nullable=False, default=0)
    changed_at: datetime = Column(DateTime, nullable=False)


class LinkCode(Base):
    """A short code that brings a conversation to another channel. Only its digest is kept; it works once."""

    __tablename__ = "link_code"
    digest: str = Column(String(64), primary_key=True)
    conversation_id: str = Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True)
    made_at: datetime = Column(DateTime, nullable=False)
    expires_at: datetime = Column(DateTime, nullable=False)
    used_at: Optional[datetime] = Column(DateTime)
