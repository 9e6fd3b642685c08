"""Rules of eligibility that hold for one edition of a course only."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("eligibility_rule") as table:
        table.add_column(sa.Column("edition_id", sa.String(length=60), nullable=True))
        table.create_foreign_key(
            op.f("fk_eligibility_rule_edition_id"), "course_edition", ["edition_id"], ["id"])


def downgrade() -> None:
    # a rule of one edition must not become one of the whole course
    op.execute("DELETE FROM eligibility_rule WHERE edition_id IS NOT NULL")
    with op.batch_alter_table("eligibility_rule") as table:
        table.drop_constraint(op.f("fk_eligibility_rule_edition_id"), type_="foreignkey")
        table.drop_column("edition_id")
