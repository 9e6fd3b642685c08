"""A day at the desk: operators' status, personal ready answers, attempts and due time of a call-back."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CANNED = sa.table("canned_answer", sa.column("operator_id", sa.Integer()))


def upgrade() -> None:
    # with its check inside the column: SQLite would make the table anew, and what refers to it would go
    op.execute("ALTER TABLE operator ADD COLUMN status VARCHAR(20) DEFAULT 'available' NOT NULL "
               "CONSTRAINT ck_operator_status CHECK (status in ('available', 'paused', 'away'))")
    with op.batch_alter_table("canned_answer") as batch:
        batch.add_column(sa.Column("operator_id", sa.Integer(), nullable=True))
        batch.drop_constraint("uq_canned_answer_title", type_="unique")
        batch.create_foreign_key(
            op.f("fk_canned_answer_operator_id_operator"), "operator", ["operator_id"], ["id"], ondelete="CASCADE")
        batch.create_index(op.f("ix_canned_answer_operator_id"), ["operator_id"])
    op.add_column("handoff", sa.Column("due_at", sa.DateTime(), nullable=True))
    op.add_column("handoff", sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    op.drop_column("handoff", "attempts")
    op.drop_column("handoff", "due_at")
    op.execute(sa.delete(CANNED).where(CANNED.c.operator_id.is_not(None)))  # nobody else's: there is no place for them
    with op.batch_alter_table("canned_answer") as batch:
        batch.drop_index(op.f("ix_canned_answer_operator_id"))
        batch.drop_constraint(op.f("fk_canned_answer_operator_id_operator"), type_="foreignkey")
        batch.drop_column("operator_id")
        batch.create_unique_constraint("uq_canned_answer_title", ["title"])
    op.drop_column("operator", "status")
