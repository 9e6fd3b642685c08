"""Appointments that are kept outside the plan, and when people arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("appointment", sa.Column("kept_for", sa.DateTime(), nullable=True))
    op.add_column("appointment", sa.Column("arrived_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("appointment", "arrived_at")
    op.drop_column("appointment", "kept_for")
