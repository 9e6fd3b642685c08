"""Places are counted by overlap of time: a slot has its end and service, and a row for each five minutes of it.

Appointments that overlap already are kept: they have numbers above the capacity, and nobody is booked beside them until
there is room. Holds, which last ten minutes, are let go.
"""

import logging
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

logger = logging.getLogger("alembic.runtime.migration")
CELL_SECONDS = 300
BATCH = 500


def upgrade() -> None:
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
    )
    op.execute("insert into plan_version (id, version) values (1, 1)")
    op.execute("delete from slot where appointment_id is null")
    op.add_column("slot", sa.Column("service_id", sa.String(length=60), nullable=True))
    op.add_column("slot", sa.Column("ends_at", sa.DateTime(), nullable=True))
    for name in ("service_id", "ends_at"):
        op.execute(
            f"update slot set {name} = (select {name} from appointment where appointment.id = slot.appointment_id)")
    with op.batch_alter_table("slot") as batch:
        batch.alter_column("service_id", existing_type=sa.String(length=60), nullable=False)
        batch.alter_column("ends_at", existing_type=sa.DateTime(), nullable=False)
        batch.drop_constraint(op.f("uq_slot_office_id_starts_at_place"), type_="unique")
        batch.drop_constraint(op.f("ck_slot_place"), type_="check")
        batch.drop_column("place")
        batch.create_foreign_key(op.f("fk_slot_service_id"), "service", ["service_id"], ["id"])
        batch.create_index(op.f("ix_slot_office_id_starts_at"), ["office_id", "starts_at"], unique=False)
    cells = op.create_table(
        "slot_cell",
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("cell", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.Column("service_id", sa.String(length=60), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("service_place", sa.Integer(), nullable=False),
        sa.CheckConstraint("place >= 1 and service_place >= 1", name=op.f("ck_slot_cell_place")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_slot_cell_slot_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("slot_id", "cell", name=op.f("pk_slot_cell")),
        sa.UniqueConstraint("office_id", "cell", "place", name=op.f("uq_slot_cell_office_id_cell_place")),
        sa.UniqueConstraint(
            "office_id", "service_id", "cell", "service_place",
            name=op.f("uq_slot_cell_office_id_service_id_cell_service_place")),
    )
    _fill(cells)


def _fill(cells: sa.Table) -> None:
    """A row for each cell of each place that an appointment has, numbered in the order of their starts."""
    connection = op.get_bind()
    office = sa.table("office", sa.column("id"), sa.column("capacity"))
    slot = sa.table(
        "slot", sa.column("id"), sa.column("office_id"), sa.column("service_id"),
        sa.column("starts_at", sa.DateTime()), sa.column("ends_at", sa.DateTime()))
    capacity = {row.id: row.capacity for row in connection.execute(sa.select(office))}
    used: dict[tuple[str | int, ...], int] = {}
    crowded, rows = set(), []
    for row in connection.execute(sa.select(slot).order_by(slot.c.starts_at, slot.c.id)).all():
        first, last = _cell(row.starts_at), -_cell(row.ends_at, -1)
        for cell in range(first, last):
            numbers = []
            for key in ((row.office_id, cell), (row.office_id, row.service_id, cell)):
                used[key] = used.get(key, 0) + 1
                numbers.append(used[key])
            if numbers[0] > capacity[row.office_id]:
                crowded.add(row.id)
            rows.append({"slot_id": row.id, "cell": cell, "office_id": row.office_id, "service_id": row.service_id,
                         "place": numbers[0], "service_place": numbers[1]})
    for begin in range(0, len(rows), BATCH):
        connection.execute(cells.insert(), rows[begin:begin + BATCH])
    if crowded:
        logger.warning("%d appointments overlap beyond the capacity of their office; they are kept as they are",
                       len(crowded))


def _cell(moment: datetime, sign: int = 1) -> int:
    return sign * int(moment.replace(tzinfo=UTC).timestamp()) // CELL_SECONDS


def downgrade() -> None:
    op.drop_table("slot_cell")
    op.execute("delete from slot where appointment_id is null")
    op.add_column("slot", sa.Column("place", sa.Integer(), nullable=True))
    op.execute(
        "update slot set place = (select count(*) from slot as other where other.office_id = slot.office_id"
        " and other.starts_at = slot.starts_at and other.id <= slot.id)")
    with op.batch_alter_table("slot") as batch:
        batch.alter_column("place", existing_type=sa.Integer(), nullable=False)
        batch.drop_index(op.f("ix_slot_office_id_starts_at"))
        batch.drop_constraint(op.f("fk_slot_service_id"), type_="foreignkey")
        batch.drop_column("service_id")
        batch.drop_column("ends_at")
        batch.create_unique_constraint(
            op.f("uq_slot_office_id_starts_at_place"), ["office_id", "starts_at", "place"])
        batch.create_check_constraint(op.f("ck_slot_place"), "place >= 1")
    op.drop_table("plan_version")
