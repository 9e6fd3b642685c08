"""Tables of the operators' desk: accounts, audit, notes, canned answers, what was not understood, what is counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, String, Text

from bot.db.models.base import Base


class Operator(Base):
    """An account of the desk. ``role``: operator or administrator. ``password_hash`` is argon2's.

    ``seen_at``: last request of a signed-in browser. ``locked_until``: after too many wrong passwords.
    """

    __tablename__ = "operator"
    __table_args__ = (CheckConstraint("role in ('operator', 'administrator')", name="role"),)
    id: int = Column(Integer, primary_key=True)
    username: str = Column(String(60), nullable=False, unique=True)
    name: str = Column(String(120), nullable=False)
    password_hash: str = Column(String(200), nullable=False)
    role: str = Column(String(20), nullable=False, default="operator")
    active: bool = Column(Boolean, nullable=False, default=True)
    failed_attempts: int = Column(Integer, nullable=False, default=0)
    locked_until: Optional[datetime] = Column(DateTime)
    seen_at: Optional[datetime] = Column(DateTime)
    created_at: datetime = Column(DateTime, nullable=False)


class OperatorOffice(Base):
    """The offices an operator works for; an administrator sees all of them."""

    __tablename__ = "operator_office"
    operator_id: int = Column(ForeignKey("operator.id", ondelete="CASCADE"), primary_key=True)
    office_id: str = Column(ForeignKey("office.id"), primary_key=True)


class OperatorSession(Base):
    """A signed-in browser. Only the digest of its token is kept. ``csrf``: the token that its forms carry."""

    __tablename__ = "operator_session"
    token_digest: str = Column(String(64), primary_key=True)
    operator_id: int = Column(ForeignKey("operator.id", ondelete="CASCADE"), nullable=False, index=True)
    csrf: str = Column(String(64), nullable=False)
    created_at: datetime = Column(DateTime, nullable=False)
    seen_at: datetime = Column(DateTime, nullable=False)
    expires_at: datetime = Column(DateTime, nullable=False)


class SignInAttempt(Base):
    """A failed sign-in; of the address it came from only a digest is kept, as long as it counts."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_address_digest_at", "address_digest", "at"),)
    id: int = Column(Integer, primary_key=True)
    address_digest: str = Column(String(64), nullable=False)
    at: datetime = Column(DateTime, nullable=False)


class AuditEntry(Base):
    """A sensitive act at the desk; rows are only ever added. ``detail``: ids and names of fields, no personal data."""

    __tablename__ = "audit_entry"
    id: int = Column(Integer, primary_key=True)
    at: datetime = Column(DateTime, nullable=False, index=True)
    operator_id: Optional[int] = Column(Integer)  # no foreign key: the entry outlives the account
    operator_name: str = Column(String(120), nullable=False)
    act: str = Column(String(60), nullable=False)
    target: str = Column(String(200), nullable=False)
    detail: Optional[dict[str, Any]] = Column(JSON)


class CannedAnswer(Base):
    """A ready answer; placeholders in braces ({nome}, {operatore}, {ufficio}) are filled when it is used."""

    __tablename__ = "canned_answer"
    id: int = Column(Integer, primary_key=True)
    title: str = Column(String(120), nullable=False, unique=True)
    text: str = Column(Text, nullable=False)
    position: int = Column(Integer, nullable=False, default=0)


class ConversationNote(Base):
    """A private note of an operator; the person never sees it."""

    __tablename__ = "conversation_note"
    id: int = Column(Integer, primary_key=True)
    conversation_id: str = Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True)
    operator_id: Optional[int] = Column(ForeignKey("operator.id", ondelete="SET NULL"))
    text: str = Column(Text, nullable=False)
    at: datetime = Column(DateTime, nullable=False)


class ConversationTag(Base):
    """A word that operators file a conversation under."""

    __tablename__ = "conversation_tag"
    conversation_id: str = Column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    tag: str = Column(String(40), primary_key=True)


class NotUnderstood(Base):
    """A message the assistant did not understand, contacts taken out. ``state``: open, assigned, outside or dropped."""

    __tablename__ = "not_understood"
    __table_args__ = (CheckConstraint("state in ('open', 'assigned', 'outside', 'dropped')", name="state"),)
    id: int = Column(Integer, primary_key=True)
    conversation_id: Optional[str] = Column(ForeignKey("conversation.id", ondelete="SET NULL"), index=True)
    text: str = Column(Text, nullable=False)
    readings: list[Any] = Column(JSON, nullable=False, default=list)
    at: datetime = Column(DateTime, nullable=False)
    state: str = Column(String(20), nullable=False, default="open")
    intent: Optional[str] = Column(String(60))
    reviewed_by: Optional[int] = Column(ForeignKey("operator.id", ondelete="SET NULL"))
    reviewed_at: Optional[datetime] = Column(DateTime)


class Activity(Base):
    """Something that is counted, without personal data.

    ``visit``: a digest that tells conversations apart and leads back to none. ``kind``: question, not_understood,
    eligibility, booking, handoff. ``topic``, ``item`` (a course, an office) and ``result`` as the kind needs them;
    ``detail``: the rules that were not met, the sector, the municipality.
    """

    __tablename__ = "activity"
    id: int = Column(Integer, primary_key=True)
    at: datetime = Column(DateTime, nullable=False, index=True)
    visit: str = Column(String(64), nullable=False)
    channel: str = Column(String(20), nullable=False)
    kind: str = Column(String(20), nullable=False)
    topic: Optional[str] = Column(String(20))
    item: Optional[str] = Column(String(60))
    result: Optional[str] = Column(String(40))
    detail: Optional[dict[str, Any]] = Column(JSON)
