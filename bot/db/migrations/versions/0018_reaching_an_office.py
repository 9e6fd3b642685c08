"""How one comes to an office: map, parking, public transport, and which municipalities are its own."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_COLUMNS = (("coordinates", 40), ("parking", 200), ("transport", 200))


def upgrade() -> None:
    with op.batch_alter_table("office") as batch:
        for name, length in _COLUMNS:
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=True))
    op.create_table(
        "office_area",
        sa.Column("municipality", sa.String(length=100), nullable=False),
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_area_office_id")),
        sa.PrimaryKeyConstraint("municipality", name=op.f("pk_office_area")),
    )


def downgrade() -> None:
    op.drop_table("office_area")
    with op.batch_alter_table("office") as batch:
        for name, _ in reversed(_COLUMNS):
            batch.drop_column(name)
