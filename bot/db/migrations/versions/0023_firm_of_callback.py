"""The name of the firm that asks to be called back."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("handoff") as table:
        table.add_column(sa.Column("callback_firm", sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("handoff") as table:
        table.drop_column("callback_firm")
