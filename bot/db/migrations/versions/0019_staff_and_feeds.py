"""With which operator an appointment is, whose an absence is, and secret addresses of calendar feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # without a foreign key: SQLite would make the table anew for one, and what refers to it would go
    op.add_column("appointment", sa.Column("operator_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_appointment_operator_id"), "appointment", ["operator_id"])
    op.add_column("absence", sa.Column("username", sa.String(length=60), nullable=True))
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.String(length=60), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_calendar_feed_operator_id_operator"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_calendar_feed_office_id_office"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_feed_digest")),
    )
    op.create_index(op.f("ix_calendar_feed_operator_id"), "calendar_feed", ["operator_id"])


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_column("absence", "username")
    op.drop_index(op.f("ix_appointment_operator_id"), table_name="appointment")
    op.drop_column("appointment", "operator_id")
