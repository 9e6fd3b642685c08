"""Notices instead of reminders: one row for what is told, whichever channel takes it; the days of text messages."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BEST = ("sent", "sending", "due", "failed", "withdrawn")
"""A reminder was a row for each channel: of several the state that says most is kept."""

_notice = sa.table(
    "notice", *(sa.column(name) for name in (
        "key", "kind", "appointment_id", "about", "channels", "channel", "passed", "state", "attempts", "reference",
        "conversation_id")),
    sa.column("starts_at", sa.DateTime()), sa.column("due_at", sa.DateTime()), sa.column("until", sa.DateTime()),
    sa.column("changed_at", sa.DateTime()))
_reminder = sa.table(
    "reminder", *(sa.column(name) for name in ("id", "appointment_id", "kind", "channel", "state", "attempts")),
    sa.column("starts_at", sa.DateTime()), sa.column("due_at", sa.DateTime()), sa.column("changed_at", sa.DateTime()))
_appointment = sa.table("appointment", sa.column("id"), sa.column("sequence"), sa.column("starts_at", sa.DateTime()))


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("conversation_id", sa.String(length=200), nullable=True),
        sa.Column("contact", sa.String(length=200), nullable=True),
        sa.Column("contact_kind", sa.String(length=10), nullable=True),
        sa.Column("about", sa.JSON(), nullable=True),
        sa.Column("starts_at", sa.DateTime(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("channels", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("passed", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("channel in ('chat', 'sms', 'email')", name=op.f("ck_notice_channel")),
        sa.CheckConstraint(
            "state in ('due', 'sending', 'placed', 'sent', 'delivered', 'failed', 'withdrawn')",
            name=op.f("ck_notice_state")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_notice_appointment_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    for name in ("appointment_id", "conversation_id", "due_at", "reference"):
        op.create_index(op.f(f"ix_notice_{name}"), "notice", [name], unique=False)
    op.create_table(
        "sms_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_sms_day")),
    )
    _keep_reminders(op.get_bind())
    op.drop_index(op.f("ix_reminder_due_at"), table_name="reminder")
    op.drop_table("reminder")


def _keep_reminders(bind: sa.Connection) -> None:
    moves = {row.id: row for row in bind.execute(sa.select(_appointment))}
    kept: dict[str, sa.Row[Any]] = {}
    for row in bind.execute(sa.select(_reminder).order_by(_reminder.c.id)):
        key = f"appointment:{row.appointment_id}:{row.kind}:{row.starts_at:%Y%m%d%H%M}"
        if key not in kept or _BEST.index(row.state) < _BEST.index(kept[key].state):
            kept[key] = row
    for key, row in kept.items():
        appointment, kind, name = moves[row.appointment_id], row.kind, key
        if kind == "confirmation" and appointment.sequence and appointment.starts_at == row.starts_at:
            kind, name = "moved", f"{key.replace(':confirmation:', ':moved:')}:{appointment.sequence}"
        told = row.kind in ("confirmation", "cancellation")
        bind.execute(sa.insert(_notice).values(
            key=name, kind=kind, appointment_id=row.appointment_id, starts_at=row.starts_at, due_at=row.due_at,
            until=row.starts_at, channels="sms,email" if told else "chat,sms,email",
            channel=None if row.state in ("due", "withdrawn") else row.channel, passed="", state=row.state,
            attempts=row.attempts, changed_at=row.changed_at))


def downgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("channel in ('chat', 'email')", name=op.f("ck_reminder_channel")),
        sa.CheckConstraint(
            "kind in ('day_before', 'two_hours', 'confirmation', 'cancellation')", name=op.f("ck_reminder_kind")),
        sa.CheckConstraint(
            "state in ('due', 'sending', 'sent', 'failed', 'withdrawn')", name=op.f("ck_reminder_state")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_reminder_appointment_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "appointment_id", "kind", "starts_at", "channel",
            name=op.f("uq_reminder_appointment_id_kind_starts_at_channel")),
    )
    op.create_index(op.f("ix_reminder_due_at"), "reminder", ["due_at"], unique=False)
    _keep_notices(op.get_bind())
    for name in ("appointment_id", "conversation_id", "due_at", "reference"):
        op.drop_index(op.f(f"ix_notice_{name}"), table_name="notice")
    op.drop_table("notice")
    op.drop_table("sms_day")


def _keep_notices(bind: sa.Connection) -> None:
    """What was told, or is on its way: what is due is planned again. A text message counts as told in the chat."""
    kept = set()
    for row in bind.execute(sa.select(_notice).where(_notice.c.channel.isnot(None)).order_by(_notice.c.key.desc())):
        kind = "confirmation" if row.kind == "moved" else row.kind
        channel = "chat" if row.channel == "sms" else row.channel
        identity = (row.appointment_id, kind, row.starts_at, channel)
        known = kind in ("day_before", "two_hours", "confirmation", "cancellation")
        if row.appointment_id is None or row.starts_at is None or not known or identity in kept:
            continue
        kept.add(identity)
        bind.execute(sa.insert(_reminder).values(
            appointment_id=row.appointment_id, kind=kind, channel=channel, starts_at=row.starts_at, due_at=row.due_at,
            state="sent" if row.state in ("placed", "delivered") else row.state, attempts=row.attempts,
            changed_at=row.changed_at))
