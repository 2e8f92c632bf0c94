"""Indices for the deliveries of a task, and for what is under way at a reviewer's."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SHARED = (("delivery", "ix_delivery_task", "200000 200000 1"), ("task", "ix_task_reviewer", "200000 200000 4000 20 15"))


def upgrade() -> None:
    op.create_index("ix_delivery_task", "delivery", ["team", "task_id"])
    op.drop_index("ix_task_reviewer", "task")
    op.create_index("ix_task_reviewer", "task", ["team", "reviewer", "state", "worker_kind"])
    if op.get_bind().dialect.name == "sqlite":
        for table, index, stat in SHARED:  # how much the indices have in common, where SQLite looks for it
            op.execute(sa.text("DELETE FROM sqlite_stat1 WHERE idx = :index").bindparams(index=index))
            op.get_bind().exec_driver_sql(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", (table, index, stat)
            )
