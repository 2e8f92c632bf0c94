"""What a draft does to a repository, and the sum of the patch that was approved."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("change", sa.JSON(), nullable=True))
    op.add_column("decision", sa.Column("change", sa.Text(), server_default="", nullable=False))
