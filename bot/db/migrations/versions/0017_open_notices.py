"""What is due is found by its state: the notices that were sent before are not walked through for each message."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_notice_due_at"), "notice")
    op.create_index(op.f("ix_notice_state_due_at"), "notice", ["state", "due_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_notice_state_due_at"), "notice")
    op.create_index(op.f("ix_notice_due_at"), "notice", ["due_at"])
