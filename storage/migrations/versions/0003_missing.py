"""What a draft's worker could not do or find, so that nobody takes an incomplete draft for a whole one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("missing", sa.JSON()))
