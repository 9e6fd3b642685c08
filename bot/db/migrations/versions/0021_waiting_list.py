"""The waiting list: who waits for a place, and which freed places they were offered."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("service_id", sa.String(length=60), nullable=False),
        sa.Column("office_id", sa.String(length=60), nullable=True),
        sa.Column("days", sa.String(length=20), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("before", sa.DateTime(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("contact", sa.String(length=200), nullable=True),
        sa.Column("contact_kind", sa.String(length=10), nullable=True),
        sa.Column("conversation_id", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("notice_version", sa.String(length=20), nullable=False),
        sa.Column("consent_at", sa.DateTime(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.CheckConstraint("part in ('any', 'morning', 'afternoon')", name=op.f("ck_waiting_wish_part")),
        sa.CheckConstraint("contact_kind in ('phone', 'email')", name=op.f("ck_waiting_wish_contact_kind")),
        sa.CheckConstraint("state in ('waiting', 'booked', 'ended')", name=op.f("ck_waiting_wish_state")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_waiting_wish_service_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_waiting_wish_office_id")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_waiting_wish_appointment_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_wish")),
        sa.UniqueConstraint("code", name=op.f("uq_waiting_wish_code")),
    )
    for column in ("appointment_id", "contact", "conversation_id"):
        op.create_index(op.f(f"ix_waiting_wish_{column}"), "waiting_wish", [column])
    op.create_index(op.f("ix_waiting_wish_state_created_at"), "waiting_wish", ["state", "created_at"])
    op.create_table(
        "waiting_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("offered_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("offered_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state in ('open', 'accepted', 'declined', 'expired')", name=op.f("ck_waiting_offer_state")),
        sa.ForeignKeyConstraint(
            ["wish_id"], ["waiting_wish.id"], name=op.f("fk_waiting_offer_wish_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_waiting_offer_office_id")),
        sa.ForeignKeyConstraint(
            ["offered_by"], ["operator.id"], name=op.f("fk_waiting_offer_offered_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_offer")),
        sa.UniqueConstraint(
            "wish_id", "office_id", "starts_at", name=op.f("uq_waiting_offer_wish_id_office_id_starts_at")),
    )
    op.create_index(op.f("ix_waiting_offer_state_until"), "waiting_offer", ["state", "until"])


def downgrade() -> None:
    op.drop_table("waiting_offer")
    op.drop_table("waiting_wish")
