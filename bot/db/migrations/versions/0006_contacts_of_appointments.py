"""Name and contact belong to the appointment, and so does the consent; a contact is no identity.

Nothing is lost either way. Going down, where a contact was one person's, people who share one are told apart by a
number behind it (``+39…#2``), which going up takes off again.
"""

import re
from collections import defaultdict
from contextlib import AbstractContextManager
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_STATUS = "status in ('active', 'over', 'cancelled', 'attended', 'missed')"
_ACTIVE = sa.text("status = 'active'")
_NUMBERED = re.compile(r"#\d+$")

_appointment = sa.table("appointment", *map(sa.column, (
    "id", "person_id", "name", "contact", "contact_kind", "service_id", "status", "conversation_id", "created_at")))
_person = sa.table("person", *map(sa.column, ("id", "name", "contact", "contact_kind", "created_at")))
_consent = sa.table("consent", *map(sa.column, (
    "person_id", "appointment_id", "purpose", "notice_version", "given_by", "on_behalf", "given_at")))


def upgrade() -> None:
    connection = op.get_bind()
    consents = _consents_by_appointment(connection)
    for name, length in (("name", 120), ("contact", 200), ("contact_kind", 10)):
        op.add_column("appointment", sa.Column(name, sa.String(length=length), nullable=True))
        connection.execute(sa.update(_appointment).values({name: sa.select(_person.c[name]).where(
            _person.c.id == _appointment.c.person_id).scalar_subquery()}))
    _take_numbers_off(connection)
    op.drop_table("consent")
    op.drop_index("uq_appointment_active_person_service", table_name="appointment")
    with _anew("appointment") as table:
        for name, length in (("name", 120), ("contact", 200), ("contact_kind", 10)):
            table.alter_column(name, existing_type=sa.String(length=length), nullable=False)
        table.drop_constraint(op.f("fk_appointment_person_id"), type_="foreignkey")
        table.drop_column("person_id")
    op.create_index("ix_appointment_contact", "appointment", ["contact"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("notice_version", sa.String(length=20), nullable=False),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_consent_appointment_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_appointment_id"), "consent", ["appointment_id"], unique=False)
    if consents:
        connection.execute(sa.insert(_consent), consents)
    op.drop_table("person")


def downgrade() -> None:
    connection = op.get_bind()
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("contact_kind", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("contact", name=op.f("uq_person_contact")),
    )
    people, of_appointment = _people(connection)
    consents = [
        {"person_id": of_appointment[row.appointment_id], "purpose": row.purpose,
         "notice_version": row.notice_version, "given_at": row.given_at}
        for row in connection.execute(sa.select(
            _consent.c.appointment_id, _consent.c.purpose, _consent.c.notice_version,
            sa.type_coerce(_consent.c.given_at, sa.DateTime()).label("given_at")))]
    if people:
        connection.execute(sa.insert(_person), people)
    op.drop_table("consent")
    op.drop_index("ix_appointment_contact", table_name="appointment")
    op.add_column("appointment", sa.Column("person_id", sa.Integer(), nullable=True))
    for appointment_id, person_id in of_appointment.items():
        connection.execute(
            sa.update(_appointment).where(_appointment.c.id == appointment_id).values(person_id=person_id))
    with _anew("appointment") as table:
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(
            op.f("fk_appointment_person_id"), "person", ["person_id"], ["id"], ondelete="CASCADE")
        for name in ("name", "contact", "contact_kind"):
            table.drop_column(name)
    op.create_index(
        "uq_appointment_active_person_service", "appointment", ["person_id", "service_id"], unique=True,
        sqlite_where=_ACTIVE, postgresql_where=_ACTIVE)
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("notice_version", sa.String(length=20), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_person_id"), "consent", ["person_id"], unique=False)
    if consents:
        connection.execute(sa.insert(_consent), consents)
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(
            "select setval(pg_get_serial_sequence('person', 'id'), "
            "(select coalesce(max(id), 0) + 1 from person), false)"))


def _anew(name: str) -> AbstractContextManager[Any]:
    """A table that SQLite can only change by making it anew; its check is not seen there and must be told."""
    return op.batch_alter_table(name, table_args=(
        sa.CheckConstraint(_STATUS, name=op.f("ck_appointment_status")),)
        if op.get_bind().dialect.name == "sqlite" else ())


def _consents_by_appointment(connection: Any) -> list[dict[str, Any]]:
    """Each consent with the appointment that was made with it, else with the person's newest one."""
    made: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(sa.select(
            _appointment.c.id, _appointment.c.person_id, _appointment.c.conversation_id,
            sa.type_coerce(_appointment.c.created_at, sa.DateTime()).label("created_at")).order_by(_appointment.c.id)):
        made[row.person_id].append(row)
    moved = []
    for row in connection.execute(sa.select(
            _consent.c.person_id, _consent.c.purpose, _consent.c.notice_version,
            sa.type_coerce(_consent.c.given_at, sa.DateTime()).label("given_at"))):
        theirs = made[row.person_id]
        if theirs:
            own = next((one for one in theirs if one.created_at == row.given_at), theirs[-1])
            moved.append({
                "appointment_id": own.id, "purpose": row.purpose, "notice_version": row.notice_version,
                "given_by": own.conversation_id or "", "on_behalf": False, "given_at": row.given_at})
    return moved


def _take_numbers_off(connection: Any) -> None:
    for row in connection.execute(sa.select(_appointment.c.id, _appointment.c.contact)).all():
        bare = _NUMBERED.sub("", row.contact)
        if bare != row.contact:
            connection.execute(sa.update(_appointment).where(_appointment.c.id == row.id).values(contact=bare))


def _people(connection: Any) -> tuple[list[dict[str, Any]], dict[int, int]]:
    """The rows of ``person`` and whose each appointment is: one a contact and name, one active one a service."""
    people: list[dict[str, Any]] = []
    of_appointment: dict[int, int] = {}
    of_contact: dict[str, list[dict[str, Any]]] = defaultdict(list)
    busy: set[tuple[int, str]] = set()
    for row in connection.execute(sa.select(
            _appointment.c.id, _appointment.c.name, _appointment.c.contact, _appointment.c.contact_kind,
            _appointment.c.service_id, _appointment.c.status,
            sa.type_coerce(_appointment.c.created_at, sa.DateTime()).label("created_at")).order_by(_appointment.c.id)):
        active = row.status == "active"
        person = next((one for one in of_contact[row.contact] if one["name"] == row.name and not (
            active and (one["id"], row.service_id) in busy)), None)
        if person is None:
            before = len(of_contact[row.contact])
            person = {
                "id": len(people) + 1, "name": row.name, "contact_kind": row.contact_kind,
                "contact": f"{row.contact}#{before + 1}" if before else row.contact, "created_at": row.created_at}
            people.append(person)
            of_contact[row.contact].append(person)
        if active:
            busy.add((person["id"], row.service_id))
        of_appointment[row.id] = person["id"]
    return people, of_appointment
