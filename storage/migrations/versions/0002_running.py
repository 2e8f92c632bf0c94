"""Agents at work: questions, candidates, words to them, what they spend, and the tools of others."""

import sqlalchemy as sa
from alembic import op

from storage.columns import ID, Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)


def upgrade() -> None:
    for table, column in (
        ("workspace", _text("stopped_by")),
        ("task", sa.Column("progress", sa.JSON())),
        ("attempt", _number("candidate")),
        ("attempt", _number("batch")),
        ("attempt", _number("base")),
        ("draft", _number("base")),
        ("draft", sa.Column("remarks", sa.JSON())),
        ("draft", sa.Column("spent", sa.JSON())),
        ("item", sa.Column("attempt_id", ID)),
        ("item", sa.Column("ask", sa.JSON())),
        ("item", sa.Column("versions", sa.JSON())),
    ):
        op.add_column(table, column)
    # Before this form each version revised the one before it.
    op.execute("update draft set base = version - 1 where version > 1")
    op.execute("update attempt set base = draft_version - 1 where draft_version > 1")
    op.create_table(
        "steer",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("team", sa.String(length=20), nullable=False),
        sa.Column("task_id", ID, nullable=False),
        _text("who"),
        _text("text"),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_steer_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steer")),
    )
    op.create_index("ix_steer_task", "steer", ["team", "task_id"], unique=False)
    op.create_table(
        "call",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("team", sa.String(length=20), nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("attempt_id", ID),
        _text("who"),
        sa.Column("day", sa.String(length=10), nullable=False),
        _text("model"),
        _number("tokens_in"),
        _number("tokens_out"),
        sa.Column("micros", sa.BigInteger()),
        sa.Column("reserved", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_call_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )
    op.create_index("ix_call_day", "call", ["team", "day", "who"], unique=False)
    op.create_index("ix_call_task", "call", ["team", "task_id"], unique=False)
    op.create_index("ix_call_attempt", "call", ["team", "attempt_id"], unique=False)
    op.create_table(
        "tool",
        sa.Column("team", sa.String(length=20), nullable=False),
        sa.Column("server", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        _text("refused"),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("team", "server", "name", name=op.f("pk_tool")),
    )
