"""Which tasks are the first that a new person decides on."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("first", sa.Boolean(), server_default=sa.false(), nullable=False))
