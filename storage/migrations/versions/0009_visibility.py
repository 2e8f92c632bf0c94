"""Which channel's collections bring a task: fixed when it is made, and never by a command of somebody else."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# What channels were brought until now goes on: what was assigned there, and what belongs to streams shared there.
ASSIGNED_THERE = """
    UPDATE task SET shown_in = channel WHERE channel <> '' AND EXISTS (
        SELECT 1 FROM schedule
        WHERE schedule.team = task.team AND schedule.kind = 'channel' AND schedule.owner = task.channel
    )
"""
OF_SHARED_STREAMS = """
    UPDATE task SET shown_in = (SELECT stream.channel FROM stream WHERE stream.id = task.stream_id)
    WHERE shown_in = '' AND stream_id IN (SELECT stream.id FROM stream WHERE stream.channel <> '')
"""


def upgrade() -> None:
    op.add_column("task", sa.Column("shown_in", sa.Text(), server_default="", nullable=False))
    op.execute(ASSIGNED_THERE)
    op.execute(OF_SHARED_STREAMS)
