"""Sittings, what is put off or given away, stand-ins, edited drafts, and habits."""

import sqlalchemy as sa
from alembic import op

from storage.columns import ID, Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column)
    only = sa.text("stands_for <> '' AND closed_at IS NULL")
    op.create_index("ix_item_stands", "item", ["team", "stands_for"], postgresql_where=only, sqlite_where=only)
    _sitting()
    _habit()
    if op.get_bind().dialect.name == "sqlite":
        for row in SHARED:  # how much the new indices have in common, where SQLite looks for it
            op.get_bind().exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", row)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)


def _at(name: str, needed: bool = False) -> sa.Column[int]:
    return sa.Column(name, Instant(), nullable=not needed)


def _team() -> sa.Column[str]:
    return sa.Column("team", sa.String(length=20), nullable=False)


def _id() -> sa.Column[int]:
    return sa.Column("id", ID, autoincrement=True, nullable=False)


SHARED = (
    ("item", "ix_item_stands", "100 100 20"),
    ("sitting", "ix_sitting_user", "20000 20000 400 1"),
    ("habit", "ix_habit_reviewer", "400 400 4 2"),
    ("habit_use", "ix_habit_use_habit", "4000 4000 40"),
    ("habit_use", "ix_habit_use_told", "4000 4000 8"),
)
ADDED = {
    "person": [_text("stand_in"), _at("away_until"), sa.Column("first_stream", ID, nullable=True), _text("first_day")],
    "draft_check": [_text("wrong")],
    "draft": [_text("edited_by")],
    "item": [
        _at("later_at"),
        _number("put_off"),
        _text("stands_for"),
        _text("given_by"),
        _text("given_note"),
        _text("half_note"),
    ],
    "decision": [
        sa.Column("sitting_id", ID, nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("together", sa.Boolean(), server_default=sa.false(), nullable=False),
    ],
}


def _sitting() -> None:
    op.create_table(
        "sitting",
        _id(),
        _team(),
        _text("user"),
        _text("view"),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("past", sa.JSON(), nullable=False),
        _number("most"),
        sa.Column("expected", sa.Float(), nullable=False),
        _at("began_at", True),
        _at("shown_at"),
        _at("ended_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
    )
    op.create_index("ix_sitting_user", "sitting", ["team", "user", "id"])


def _habit() -> None:
    op.create_table(
        "habit",
        _id(),
        _team(),
        sa.Column("key", sa.String(length=20), nullable=False),
        _text("reviewer"),
        _text("worker"),
        sa.Column("worker_kind", sa.String(length=12), server_default="agent", nullable=False),
        sa.Column("stream_id", ID, nullable=True),
        sa.Column("state", sa.String(length=12), server_default="proposed", nullable=False),
        _number("decided"),
        _number("used"),
        _at("made_at", True),
        _at("agreed_at"),
        _at("ended_at"),
        sa.Column("collection_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_habit")),
        sa.UniqueConstraint("team", "key", name=op.f("uq_habit_team_key")),
        sa.ForeignKeyConstraint(["stream_id"], ["stream.id"], name=op.f("fk_habit_stream_id")),
    )
    op.create_index("ix_habit_reviewer", "habit", ["team", "reviewer", "state"])
    op.create_table(
        "habit_use",
        sa.Column("task_id", ID, autoincrement=False, nullable=False),
        _team(),
        sa.Column("habit_id", ID, nullable=False),
        _number("draft_version"),
        _at("at", True),
        _at("told_at"),
        sa.Column("collection_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_habit_use")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_habit_use_task_id")),
        sa.ForeignKeyConstraint(["habit_id"], ["habit.id"], name=op.f("fk_habit_use_habit_id")),
    )
    op.create_index("ix_habit_use_habit", "habit_use", ["team", "habit_id"])
    op.create_index("ix_habit_use_told", "habit_use", ["team", "collection_id"])
