"""How often a new person was brought something is not counted any more: their first tasks have the first ids."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("person", "brought")
