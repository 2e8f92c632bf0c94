"""Colleagues as workers, tasks that come after others, series, playbooks, and what a stream is for."""

import sqlalchemy as sa
from alembic import op

from storage.columns import ID, Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column)
    kept = sa.text("series_id IS NOT NULL")
    op.create_index("ix_task_series", "task", ["team", "series_id", "run"], sqlite_where=kept, postgresql_where=kept)
    kept = sa.text("worker_kind = 'person'")
    op.create_index("ix_task_worker", "task", ["team", "worker", "state"], sqlite_where=kept, postgresql_where=kept)
    op.create_index("ix_task_stream", "task", ["team", "stream_id", "changed_at"])
    _edge()
    _series()
    _playbook()
    if op.get_bind().dialect.name == "sqlite":
        for row in SHARED:  # how much the new indices have in common, where SQLite looks for it
            op.get_bind().exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", row)


def _kind(name: str, default: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=12), server_default=default, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _number(name: str, default: str = "0") -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=default, nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def _team() -> sa.Column[str]:
    return sa.Column("team", sa.String(length=20), nullable=False)


def _at(name: str, needed: bool = False) -> sa.Column[int]:
    return sa.Column(name, Instant(), nullable=not needed)


SHARED = (
    ("edge", "ix_edge_after", "40000 40000 1"),
    ("edge", "sqlite_autoindex_edge_1", "40000 1 1"),
    ("playbook_run", "ix_playbook_run_slug", "2000 2000 20"),
    ("task", "ix_task_series", "20000 20000 100 1"),
    ("task", "ix_task_worker", "20000 20000 400 100"),
    ("task", "ix_task_stream", "200000 200000 1000 1"),
)
ADDED = {
    "item": [_text("named")],
    "person": [_flag("refuses"), _at("busy_until")],
    "stream": [
        _text("goal"),
        _text("owner"),
        _text("shown_in"),
        _text("worker"),
        _text("reviewer"),
        _number("priority"),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        _text("stopped_by"),
        _at("closed_at"),
    ],
    "task": [
        _kind("worker_kind", "agent"),
        _kind("origin", "person"),
        sa.Column("series_id", ID, nullable=True),
        _number("run"),
        _flag("flows"),
        _at("told_at"),
        _at("reminded_at"),
        _at("late_at"),
    ],
    "collection": [sa.Column("owed", sa.JSON(), nullable=True)],
}


def _edge() -> None:
    op.create_table(
        "edge",
        _team(),
        sa.Column("task_id", ID, autoincrement=False, nullable=False),
        sa.Column("after_id", ID, autoincrement=False, nullable=False),
        _flag("waived"),
        sa.PrimaryKeyConstraint("task_id", "after_id", name=op.f("pk_edge")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_edge_task_id")),
        sa.ForeignKeyConstraint(["after_id"], ["task.id"], name=op.f("fk_edge_after_id")),
    )
    op.create_index("ix_edge_after", "edge", ["team", "after_id"])


def _series() -> None:
    op.create_table(
        "series",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        _team(),
        _number("number"),
        sa.Column("key", sa.String(length=20), nullable=False),
        _kind("kind", ""),
        _kind("state", "active"),
        _text("assigner"),
        _text("title"),
        sa.Column("brief", sa.JSON(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=True),
        sa.Column("rows", sa.JSON(), nullable=True),
        _text("channel"),
        _text("thread"),
        _number("runs"),
        _text("left_out"),
        _at("next_at"),
        _at("made_at", True),
        _at("changed_at", True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("team", "number", name=op.f("uq_series_team_number")),
        sa.UniqueConstraint("team", "key", name=op.f("uq_series_team_key")),
    )
    op.create_index("ix_series_next", "series", ["next_at"])


def _playbook() -> None:
    op.create_table(
        "playbook",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        _team(),
        _text("slug"),
        _text("name"),
        _number("version", "1"),
        _text("owner"),
        _text("text"),
        _flag("shared"),
        sa.Column("example_id", ID, nullable=True),
        _at("made_at", True),
        _at("gone_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook")),
        sa.UniqueConstraint("team", "slug", "version", name=op.f("uq_playbook_team_slug_version")),
    )
    op.create_table(
        "playbook_run",
        sa.Column("task_id", ID, autoincrement=False, nullable=False),
        _team(),
        _text("slug"),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_playbook_run")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_playbook_run_task_id")),
    )
    op.create_index("ix_playbook_run_slug", "playbook_run", ["team", "slug"])
