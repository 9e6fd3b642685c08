"""Tables of the conversation log and of the queue for an operator.

The log is written by connectors and read by everybody who follows a conversation: its clients, the desk, the outbox of
Telegram. Rasa's tracker is the dialogue's state, nothing more.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class Conversation(Base):
    """A conversation, on whatever channels. ``id`` is Rasa's sender.

    ``state``: assistant, waiting (for an operator) or owned (by one): in the last two Rasa is not called.
    ``last_sequence`` is that of the newest message; raising it in the transaction that inserts a message is what
    orders them. ``revoked_at``: erased on request, its session id opens nothing any more.
    """

    __tablename__ = "conversation"
    __table_args__ = (CheckConstraint("state in ('assistant', 'waiting', 'owned')", name="state"),)
    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), nullable=False)
    state: Mapped[str] = mapped_column(String(20), nullable=False, default="assistant")
    last_sequence: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    created_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    changed_at: Mapped[datetime] = mapped_column(DateTime, nullable=False, index=True)
    revoked_at: Mapped[Optional[datetime]] = mapped_column(DateTime)


class Message(Base):
    """One message of a conversation, in or out.

    ``author``: person, assistant, operator or system. ``audience``: all, or desk for what only operators see.
    ``kind``: text, or event for what happened (a claim, a return): its name is in ``content["event"]``.
    ``content``: what a client needs besides the text (quick replies, attachment, custom), and for a message of the
    person what goes to Rasa. ``key`` makes a repeated append the same message. ``pending``: a turn of the assistant
    that is not finished; after a crash it is taken up again.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "sequence"),
        UniqueConstraint("conversation_id", "key"),
        CheckConstraint("author in ('person', 'assistant', 'operator', 'system')", name="author"),
        CheckConstraint("audience in ('all', 'desk')", name="audience"),
        CheckConstraint("kind in ('text', 'event')", name="kind"),
        Index("ix_message_pending", "id", sqlite_where=text("pending"), postgresql_where=text("pending")),
        {"sqlite_autoincrement": True},  # an id that is deleted never comes back: followers count on it
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False)
    sequence: Mapped[int] = mapped_column(Integer, nullable=False)
    author: Mapped[str] = mapped_column(String(20), nullable=False)
    audience: Mapped[str] = mapped_column(String(10), nullable=False, default="all")
    kind: Mapped[str] = mapped_column(String(10), nullable=False, default="text")
    text: Mapped[str] = mapped_column(Text, nullable=False, default="")
    content: Mapped[Optional[dict[str, Any]]] = mapped_column(JSON)
    key: Mapped[Optional[str]] = mapped_column(String(120))
    pending: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    operator_id: Mapped[Optional[int]] = mapped_column(ForeignKey("operator.id", ondelete="SET NULL"))
    channel: Mapped[str] = mapped_column(String(20), nullable=False)
    at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class Handoff(Base):
    """A request for an operator, from the queue to its end. One open request a conversation, by a partial index.

    ``state``: waiting, owned, callback (nobody took it in time: the assistant has the floor again, an operator calls
    the person back) or ended. ``queued_at`` gives the place in the queue: it stays when an owner falls silent;
    ``waiting_since`` then starts again, and is what too long a wait counts from. ``claimed_at``: the first time.
    ``reason``: asked, misread, rule, complaint, distress. ``card``: what the person gave that an operator needs (the
    eligibility trace rule by rule). ``office_id``: whose operators see it; null is all of them. ``offered_at``: when an
    appointment was offered because nobody had taken it. ``ended_by``: operator, person or system. A request whose
    ``callback_contact`` is set is to be called back when it was not taken in time; ``callback_firm``: the firm that is
    to be called, if it is one; ``callback_notice`` is the version
    of the privacy notice that was consented to for that, ``callback_consent_at`` when. ``read_sequence``: of the newest
    message that the owner has seen. ``due_at``: when a call-back should be tried; ``attempts``: how often it was.
    """

    __tablename__ = "handoff"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'owned', 'callback', 'ended')", name="state"),
        Index(
            "uq_handoff_open_conversation", "conversation_id", unique=True,
            sqlite_where=text("state <> 'ended'"), postgresql_where=text("state <> 'ended'")),
        Index("ix_handoff_state_queued_at", "state", "queued_at"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True)
    state: Mapped[str] = mapped_column(String(20), nullable=False, default="waiting")
    reason: Mapped[str] = mapped_column(String(20), nullable=False)
    subject: Mapped[Optional[str]] = mapped_column(String(120))
    wants: Mapped[Optional[str]] = mapped_column(String(400))
    card: Mapped[Optional[dict[str, Any]]] = mapped_column(JSON)
    office_id: Mapped[Optional[str]] = mapped_column(ForeignKey("office.id"))
    owner_id: Mapped[Optional[int]] = mapped_column(ForeignKey("operator.id"))
    requested_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    queued_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    waiting_since: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    claimed_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    owner_seen_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    offered_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    ended_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    due_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    attempts: Mapped[int] = mapped_column(Integer, nullable=False, default=0, server_default=text("0"))
    read_sequence: Mapped[int] = mapped_column(Integer, nullable=False, default=0, server_default=text("0"))
    ended_by: Mapped[Optional[str]] = mapped_column(String(20))
    outcome: Mapped[Optional[str]] = mapped_column(String(60))
    callback_contact: Mapped[Optional[str]] = mapped_column(String(200))
    callback_firm: Mapped[Optional[str]] = mapped_column(String(200))
    callback_kind: Mapped[Optional[str]] = mapped_column(String(10))
    callback_notice: Mapped[Optional[str]] = mapped_column(String(20))
    callback_consent_at: Mapped[Optional[datetime]] = mapped_column(DateTime)


class Presence(Base):
    """Who is typing or looking at a conversation until when. ``actor``: person, or operator:<id>."""

    __tablename__ = "presence"
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    actor: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    until: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    changed_at: Mapped[datetime] = mapped_column(DateTime, nullable=False, index=True)
