"""Several people may sign up for a day of an event under one contact; the same one from the same place only once."""

from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

OLD = ["event_id", "day", "contact"]
NEW = ["event_id", "day", "conversation_id", "contact", "name"]


def upgrade() -> None:
    with op.batch_alter_table("sign_up") as table:
        table.drop_constraint(op.f("uq_sign_up_event_id_day_contact"), type_="unique")
        table.create_unique_constraint(op.f("uq_sign_up_event_id_day_conversation_id_contact_name"), NEW)
    op.execute(sa.text("update sign_up set contact = trim(contact)"))


def downgrade() -> None:
    # the schema before has room for one a contact and day: blanks behind it tell the others apart, and lose nobody
    connection, seen = op.get_bind(), Counter[tuple[object, ...]]()
    for row in connection.execute(sa.text("select id, event_id, day, contact from sign_up order by id")).all():
        seen[row[1:]] += 1
        if seen[row[1:]] > 1:
            connection.execute(sa.text("update sign_up set contact = :contact where id = :id"), {
                "contact": row.contact + " " * (seen[row[1:]] - 1), "id": row.id})
    with op.batch_alter_table("sign_up") as table:
        table.drop_constraint(op.f("uq_sign_up_event_id_day_conversation_id_contact_name"), type_="unique")
        table.create_unique_constraint(op.f("uq_sign_up_event_id_day_contact"), OLD)
