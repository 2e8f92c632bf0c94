"""What may help where something did not work, so that a card offers nothing that can't."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item", sa.Column("remedy", sa.Text(), nullable=False, server_default=""))
