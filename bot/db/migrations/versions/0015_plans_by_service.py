"""Length, capacity, notice and mode by service; closures of hours, extra openings, absences, hours of the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("from_time", "until_time"):
        op.add_column("closure", sa.Column(name, sa.Time(), nullable=True))
    for name in ("slot_minutes", "capacity", "min_notice_hours"):
        op.add_column("office_service", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column(
        "office_service", sa.Column("mode", sa.String(length=10), nullable=False, server_default="in_person"))
    op.add_column("office_service", sa.Column("link", sa.String(length=300), nullable=True))
    op.create_table(
        "desk_opening",
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_desk_opening_office_id")),
        sa.PrimaryKeyConstraint("office_id", "weekday", "opens", name=op.f("pk_desk_opening")),
    )
    op.create_table(
        "extra_opening",
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_extra_opening_office_id")),
        sa.PrimaryKeyConstraint("office_id", "day", "opens", name=op.f("pk_extra_opening")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("from_time", sa.Time(), nullable=True),
        sa.Column("until_time", sa.Time(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_absence_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )


def downgrade() -> None:
    for name in ("absence", "extra_opening", "desk_opening"):
        op.drop_table(name)
    for name in ("link", "mode", "min_notice_hours", "capacity", "slot_minutes"):
        op.drop_column("office_service", name)
    for name in ("until_time", "from_time"):
        op.drop_column("closure", name)
