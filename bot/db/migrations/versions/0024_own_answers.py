"""Why a message is on the list of those not understood; questions and answers that the desk wrote itself."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("not_understood") as table:
        table.add_column(sa.Column("kind", sa.String(length=20), nullable=False, server_default="unread"))
        table.create_check_constraint(
            op.f("ck_not_understood_kind"), "kind in ('unread', 'outside', 'guessed')")
    op.create_table(
        "own_answer",
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_answer")),
        sa.UniqueConstraint("question", name=op.f("uq_own_answer_question")),
    )


def downgrade() -> None:
    op.drop_table("own_answer")
    with op.batch_alter_table("not_understood") as table:
        table.drop_constraint(op.f("ck_not_understood_kind"), type_="check")
        table.drop_column("kind")
