"""Seals over the history, so that it can be checked that no row of it was changed, removed or added; and since when the
app is uninstalled, after which a workspace is erased."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from storage.columns import ID, Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspace", sa.Column("uninstalled_at", Instant()))
    gone = sa.table("workspace", sa.column("stopped_by"), sa.column("uninstalled_at", Instant()))
    op.execute(gone.update().where(gone.c.stopped_by == "uninstalled").values(uninstalled_at=datetime.now(UTC)))
    op.create_table(
        "seal",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("team", sa.String(length=20), nullable=False),
        sa.Column("first", ID, nullable=False),
        sa.Column("last", ID, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("salt", sa.Text(), server_default="", nullable=False),
        sa.Column("digests", sa.Text(), server_default="", nullable=False),
        sa.Column("sum", sa.String(length=64), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
    )
    op.create_index("ix_seal_range", "seal", ["team", "first"])
    op.create_index("ix_seal_last", "seal", ["team", "last"])
    kept = sa.text("salt <> ''")
    op.create_index("ix_seal_rows", "seal", ["team", "first"], sqlite_where=kept, postgresql_where=kept)
