"""Tables of Telegram, of leases and of the codes that join two channels."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class TelegramUpdate(Base):
    """An update that was received, so that none is answered twice; its body goes once it is done."""

    __tablename__ = "telegram_update"
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    body: Mapped[Optional[dict[str, Any]]] = mapped_column(JSON)
    received_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    done_at: Mapped[Optional[datetime]] = mapped_column(DateTime)


class TelegramChat(Base):
    """A private chat and the conversation it shows.

    ``delivered_sequence``: the newest message of the conversation that Telegram has taken; what comes after is the
    outbox. ``blocked_at``: the person has blocked the bot. ``shown``: ids of Telegram messages that are edited later.
    """

    __tablename__ = "telegram_chat"
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True)
    delivered_sequence: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    blocked_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    shown: Mapped[Optional[dict[str, Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class Lease(Base):
    """Work that one process at a time does: ``holder`` has it until ``expires_at``, unless it renews it."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80), nullable=False)
    expires_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class LinkCode(Base):
    """A short code that brings a conversation to another channel. Only its digest is kept; it works once."""

    __tablename__ = "link_code"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True)
    made_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    used_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
