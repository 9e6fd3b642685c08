"""Signing up for days of events: places, deadline and audience of a day, and who takes part."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event_session") as batch:
        batch.add_column(sa.Column("places", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("sign_up_until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("sign_up_for", sa.String(length=10), nullable=True))
        batch.create_check_constraint(op.f("ck_event_session_places"), "places >= 1")
        batch.create_check_constraint(
            op.f("ck_event_session_sign_up_for"), "sign_up_for in ('people', 'firms', 'both')")
    op.create_table(
        "sign_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("event_id", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("firm", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("contact_kind", sa.String(length=10), nullable=False),
        sa.Column("conversation_id", sa.String(length=200), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("notice_version", sa.String(length=20), nullable=False),
        sa.Column("consent_at", sa.DateTime(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("place >= 1", name=op.f("ck_sign_up_place")),
        sa.CheckConstraint("audience in ('people', 'firms')", name=op.f("ck_sign_up_audience")),
        sa.CheckConstraint("(audience = 'firms') = (firm is not null)", name=op.f("ck_sign_up_firm")),
        sa.CheckConstraint("status in ('signed', 'waiting', 'attended', 'missed')", name=op.f("ck_sign_up_status")),
        sa.CheckConstraint("(status = 'waiting') = (place is null)", name=op.f("ck_sign_up_waiting")),
        sa.CheckConstraint("contact_kind in ('phone', 'email')", name=op.f("ck_sign_up_contact_kind")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_sign_up_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up")),
        sa.UniqueConstraint("code", name=op.f("uq_sign_up_code")),
        sa.UniqueConstraint("event_id", "day", "place", name=op.f("uq_sign_up_event_id_day_place")),
        sa.UniqueConstraint("event_id", "day", "contact", name=op.f("uq_sign_up_event_id_day_contact")),
    )
    op.create_index(op.f("ix_sign_up_conversation_id"), "sign_up", ["conversation_id"])
    op.create_index(op.f("ix_sign_up_event_id_day_status"), "sign_up", ["event_id", "day", "status"])


def downgrade() -> None:
    op.drop_table("sign_up")
    with op.batch_alter_table("event_session") as batch:
        batch.drop_constraint(op.f("ck_event_session_sign_up_for"), type_="check")
        batch.drop_constraint(op.f("ck_event_session_places"), type_="check")
        batch.drop_column("sign_up_for")
        batch.drop_column("sign_up_until")
        batch.drop_column("places")
