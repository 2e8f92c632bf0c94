"""The calls of tools that began, since a crash may keep their ends from us, and the pace of all who post."""

import sqlalchemy as sa
from alembic import op

from storage.columns import ID, Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "step",
        sa.Column("team", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("candidate", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tool", sa.Text(), server_default="", nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("times", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lost", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_step_task_id")),
        sa.PrimaryKeyConstraint("team", "key", name=op.f("pk_step")),
    )
    op.create_index("ix_step_task", "step", ["team", "task_id"])
    op.create_table(
        "pace",
        sa.Column("team", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("team", "channel", name=op.f("pk_pace")),
    )
