"""Tables of the operators' desk: accounts, audit, notes, canned answers, what was not understood, what is counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Connection,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, get_table


class Operator(Base):
    """An account of the desk. ``role``: operator or administrator. ``password_hash`` is argon2's.

    ``seen_at``: last request of a signed-in browser. ``locked_until``: after too many wrong passwords. ``status``: what
    the operator says, available, paused or away; only an available one who is signed in is promised to anybody.
    ``totp_secret``: of the second factor, when there is one; ``totp_step``: of the newest code that was used.
    """

    __tablename__ = "operator"
    __table_args__ = (
        CheckConstraint("role in ('operator', 'administrator')", name="role"),
        CheckConstraint("status in ('available', 'paused', 'away')", name="status"))
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    username: Mapped[str] = mapped_column(String(60), nullable=False, unique=True)
    name: Mapped[str] = mapped_column(String(120), nullable=False)
    password_hash: Mapped[str] = mapped_column(String(200), nullable=False)
    role: Mapped[str] = mapped_column(String(20), nullable=False, default="operator")
    active: Mapped[bool] = mapped_column(Boolean, nullable=False, default=True)
    failed_attempts: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    locked_until: Mapped[Optional[datetime]] = mapped_column(DateTime)
    seen_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    status: Mapped[str] = mapped_column(String(20), nullable=False, default="available", server_default="available")
    totp_secret: Mapped[Optional[str]] = mapped_column(String(64))
    totp_step: Mapped[int] = mapped_column(Integer, nullable=False, default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class RecoveryCode(Base):
    """Opens an account once in place of its second factor. Only a digest is kept, until it is used."""

    __tablename__ = "recovery_code"
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)


class OperatorOffice(Base):
    """The offices an operator works for; an administrator sees all of them."""

    __tablename__ = "operator_office"
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id", ondelete="CASCADE"), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True)


class OperatorSession(Base):
    """A signed-in browser. Only the digest of its token is kept. ``csrf``: the token that its forms carry."""

    __tablename__ = "operator_session"
    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id", ondelete="CASCADE"), nullable=False, index=True)
    csrf: Mapped[str] = mapped_column(String(64), nullable=False)
    created_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    seen_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class SignInAttempt(Base):
    """A failed sign-in; of the address it came from only a digest is kept, as long as it counts."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_address_digest_at", "address_digest", "at"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    address_digest: Mapped[str] = mapped_column(String(64), nullable=False)
    at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class CalendarFeed(Base):
    """A secret address that shows appointments to a calendar program. Only a digest of it is kept.

    ``office_id``: all of that office; none is what the operator has themselves.
    """

    __tablename__ = "calendar_feed"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id", ondelete="CASCADE"), nullable=False, index=True)
    office_id: Mapped[Optional[str]] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"))
    made_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class AuditEntry(Base):
    """A sensitive act at the desk; triggers refuse to change or delete a row.

    ``detail``: ids and names of fields, no personal data.
    """

    __tablename__ = "audit_entry"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime, nullable=False, index=True)
    operator_id: Mapped[Optional[int]] = mapped_column(Integer)  # no foreign key: the entry outlives the account
    operator_name: Mapped[str] = mapped_column(String(120), nullable=False)
    act: Mapped[str] = mapped_column(String(60), nullable=False)
    target: Mapped[str] = mapped_column(String(200), nullable=False)
    detail: Mapped[Optional[dict[str, Any]]] = mapped_column(JSON)


AUDIT_ONLY_GROWS = {
    "sqlite": (
        "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry "
        "BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END",
        "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry "
        "BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END"),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit_entry is append-only'; END $$",
        "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()")}
"""What makes the log of the desk append-only in the database itself, on each engine."""


@event.listens_for(get_table(AuditEntry), "after_create")
def _protect_audit(_table: Table, connection: Connection, **_more: Any) -> None:
    """A schema that is made from the models is as the one that the migrations make."""
    for statement in AUDIT_ONLY_GROWS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


class CannedAnswer(Base):
    """A ready answer; placeholders in braces ({nome}, {operatore}, {ufficio}) are filled when it is used.

    ``operator_id``: whose it is; null for one that everybody has.
    """

    __tablename__ = "canned_answer"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    operator_id: Mapped[Optional[int]] = mapped_column(ForeignKey("operator.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120), nullable=False)
    text: Mapped[str] = mapped_column(Text, nullable=False)
    position: Mapped[int] = mapped_column(Integer, nullable=False, default=0)


class ConversationNote(Base):
    """A private note of an operator; the person never sees it."""

    __tablename__ = "conversation_note"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True)
    operator_id: Mapped[Optional[int]] = mapped_column(ForeignKey("operator.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text, nullable=False)
    at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class ConversationTag(Base):
    """A word that operators file a conversation under."""

    __tablename__ = "conversation_tag"
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True)


class NotUnderstood(Base):
    """A message the assistant did not understand, contacts taken out. ``state``: open, assigned, outside or dropped.

    ``kind``: unread, outside (refused as none of ours) or guessed (answered with a warning).
    """

    __tablename__ = "not_understood"
    __table_args__ = (
        CheckConstraint("state in ('open', 'assigned', 'outside', 'dropped')", name="state"),
        CheckConstraint("kind in ('unread', 'outside', 'guessed')", name="kind"))
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[Optional[str]] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL"), index=True)
    text: Mapped[str] = mapped_column(Text, nullable=False)
    readings: Mapped[list[Any]] = mapped_column(JSON, nullable=False, default=list)
    at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    state: Mapped[str] = mapped_column(String(20), nullable=False, default="open")
    kind: Mapped[str] = mapped_column(String(20), nullable=False, default="unread", server_default="unread")
    intent: Mapped[Optional[str]] = mapped_column(String(60))
    reviewed_by: Mapped[Optional[int]] = mapped_column(ForeignKey("operator.id", ondelete="SET NULL"))
    reviewed_at: Mapped[Optional[datetime]] = mapped_column(DateTime)


class Activity(Base):
    """Something that is counted, without personal data.

    ``visit``: a digest that tells conversations apart and leads back to none. ``kind``: as ``bot.services.activity``
    says, and tag (a word that operators filed a conversation under). ``topic``, ``item`` (a course, an office) and
    ``result`` as the kind needs them; ``detail``: the rules that were not met, the sector, the municipality.
    """

    __tablename__ = "activity"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime, nullable=False, index=True)
    visit: Mapped[str] = mapped_column(String(64), nullable=False)
    channel: Mapped[str] = mapped_column(String(20), nullable=False)
    kind: Mapped[str] = mapped_column(String(20), nullable=False)
    topic: Mapped[Optional[str]] = mapped_column(String(20))
    item: Mapped[Optional[str]] = mapped_column(String(60))
    result: Mapped[Optional[str]] = mapped_column(String(40))
    detail: Mapped[Optional[dict[str, Any]]] = mapped_column(JSON)
