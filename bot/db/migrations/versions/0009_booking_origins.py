"""Where conversations that hold and book come from, so that one network cannot hold a whole day."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_origin",
        sa.Column("conversation_id", sa.String(length=200), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=True),
        sa.Column("holding_since", sa.DateTime(), nullable=True),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_booking_origin")),
    )
    op.create_index(op.f("ix_booking_origin_network"), "booking_origin", ["network"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_booking_origin_network"), table_name="booking_origin")
    op.drop_table("booking_origin")
