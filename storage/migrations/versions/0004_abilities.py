"""What agents can do where they work, and how much a collection had no space for."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agent",
        sa.Column("process", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("lacks", sa.Text(), server_default="", nullable=False),
        sa.Column("model", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("process", "name", name=op.f("pk_agent")),
    )
    op.add_column("collection", sa.Column("wanted", sa.Integer(), server_default="0", nullable=False))
