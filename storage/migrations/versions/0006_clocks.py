"""When a job's due time was set, so that a clock that is set back keeps nothing waiting, and how often it ran when its
process ended."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("job", sa.Column("made_at", Instant()))
    op.add_column("job", sa.Column("crashes", sa.Integer(), server_default="0", nullable=False))
