"""What the desk teaches the assistant: examples, trainings, and which model was published."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "taught_example",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("intent", sa.String(length=60), nullable=False),
        sa.Column("taught_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["not_understood.id"], name=op.f("fk_taught_example_message_id_not_understood"),
            ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taught_example")),
        sa.UniqueConstraint("message_id", name=op.f("uq_taught_example_message_id")),
    )
    # what operators have assigned so far
    op.execute(
        "insert into taught_example (message_id, text, intent, taught_at) "
        "select id, text, case state when 'outside' then 'out_of_scope' else intent end, coalesce(reviewed_at, at) "
        "from not_understood where state = 'outside' or state = 'assigned' and intent is not null")
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("inputs", sa.String(length=12), nullable=False),
        sa.Column("archive", sa.String(length=80), nullable=True),
        sa.Column("taught", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=True),
        sa.CheckConstraint("state in ('running', 'done', 'failed')", name=op.f("ck_training_state")),
        sa.ForeignKeyConstraint(
            ["started_by"], ["operator.id"], name=op.f("fk_training_started_by_operator"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    op.create_index(
        "uq_training_running", "training", ["state"], unique=True, sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"))
    op.create_table(
        "model_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.Column("taken_up_at", sa.DateTime(), nullable=True),
        sa.Column("refused_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training.id"], name=op.f("fk_model_release_training_id_training")),
        sa.ForeignKeyConstraint(
            ["released_by"], ["operator.id"], name=op.f("fk_model_release_released_by_operator"),
            ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_release")),
    )
    op.create_index(op.f("ix_model_release_training_id"), "model_release", ["training_id"])


def downgrade() -> None:
    op.drop_table("model_release")
    op.drop_table("training")
    op.drop_table("taught_example")
