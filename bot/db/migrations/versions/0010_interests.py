"""Interests («avvisami»), publications of editions, and who was told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("course_id", sa.String(length=60), nullable=True),
        sa.Column("sector_id", sa.String(length=60), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=True),
        sa.Column("availability", sa.String(length=20), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=True),
        sa.Column("contact_kind", sa.String(length=20), nullable=False),
        sa.Column("conversation_id", sa.String(length=200), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("fits", sa.String(length=20), nullable=True),
        sa.Column("notice_version", sa.String(length=20), nullable=False),
        sa.Column("consent_at", sa.DateTime(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.CheckConstraint("availability in ('any', 'morning', 'afternoon', 'evening', 'weekend')",
                           name=op.f("ck_interest_availability")),
        sa.CheckConstraint("contact_kind in ('phone', 'email', 'conversation')", name=op.f("ck_interest_contact_kind")),
        sa.CheckConstraint("fits in ('met', 'not_met', 'to_verify')", name=op.f("ck_interest_fits")),
        sa.CheckConstraint("state in ('active', 'ended', 'enrolled')", name=op.f("ck_interest_state")),
        sa.CheckConstraint("course_id is null or sector_id is null", name=op.f("ck_interest_one_wish")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_interest_course_id")),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_interest_sector_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
        sa.UniqueConstraint("code", name=op.f("uq_interest_code")),
    )
    for column in ("contact", "conversation_id", "ends_on"):
        op.create_index(op.f(f"ix_interest_{column}"), "interest", [column])
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("wave_size", sa.Integer(), nullable=False),
        sa.Column("wave_at", sa.DateTime(), nullable=False),
        sa.Column("pressed_by", sa.Integer(), nullable=True),
        sa.Column("pressed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("reason in ('published', 'deadline', 'place_free')", name=op.f("ck_publication_reason")),
        sa.CheckConstraint("state in ('sending', 'stopped', 'done')", name=op.f("ck_publication_state")),
        sa.CheckConstraint("wave_size >= 1", name=op.f("ck_publication_wave_size")),
        sa.ForeignKeyConstraint(["edition_id"], ["course_edition.id"], name=op.f("fk_publication_edition_id")),
        sa.ForeignKeyConstraint(["pressed_by"], ["operator.id"], name=op.f("fk_publication_pressed_by"),
                                ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_index(op.f("ix_publication_edition_id"), "publication", ["edition_id"])
    op.create_table(
        "interest_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("interest_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("state in ('due', 'sent', 'failed', 'withdrawn')", name=op.f("ck_interest_notice_state")),
        sa.ForeignKeyConstraint(["publication_id"], ["publication.id"],
                                name=op.f("fk_interest_notice_publication_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["interest_id"], ["interest.id"], name=op.f("fk_interest_notice_interest_id"),
                                ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_notice")),
        sa.UniqueConstraint("publication_id", "interest_id",
                            name=op.f("uq_interest_notice_publication_id_interest_id")),
    )
    op.create_index(op.f("ix_interest_notice_interest_id"), "interest_notice", ["interest_id"])
    op.create_index(op.f("ix_interest_notice_state_publication_id"), "interest_notice", ["state", "publication_id"])


def downgrade() -> None:
    op.drop_table("interest_notice")
    op.drop_table("publication")
    op.drop_table("interest")
