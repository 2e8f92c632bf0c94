"""Which tasks are the first that a new person decides on; what is under way keeps the promise of its receipt."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PROMISED = """
UPDATE task SET first = true
WHERE state IN ('unclear', 'blocked', 'waiting', 'working', 'asking')
AND EXISTS (
    SELECT 1 FROM person WHERE person.team = task.team AND person."user" = task.reviewer
    AND NOT person.chose_times AND person.brought < 3
)
AND (
    SELECT count(*) FROM task AS earlier
    WHERE earlier.team = task.team AND earlier.reviewer = task.reviewer AND earlier.id < task.id
) < 3
"""


def upgrade() -> None:
    op.add_column("task", sa.Column("first", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(PROMISED)
