"""A second factor for operators' accounts, with codes for when it is lost."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operator", sa.Column("totp_secret", sa.String(length=64), nullable=True))
    op.add_column("operator", sa.Column("totp_step", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "recovery_code",
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_recovery_code_operator_id_operator"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("operator_id", "digest", name=op.f("pk_recovery_code")),
    )


def downgrade() -> None:
    op.drop_table("recovery_code")
    op.drop_column("operator", "totp_step")
    op.drop_column("operator", "totp_secret")
