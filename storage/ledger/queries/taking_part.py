"""The tasks that a person assigned or decides."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.lifecycle import OPEN
from storage.tables import item, task


def takes_part(team: str, user: str, *which: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Return what holds for the tasks that a person assigned or decides, also in another's place, of those: each part
    has an index."""
    shelf = item.c.team == team, item.c.reviewer == user, item.c.closed_at.is_(None)
    placed = sa.select(item.c.task_id).where(*shelf)
    halves = [
        sa.select(task.c.id).where(task.c.team == team, whose == user, *which)
        for whose in (task.c.assigner, task.c.reviewer)
    ]
    parts = *halves, sa.select(task.c.id).where(task.c.team == team, task.c.id.in_(placed), *which)
    return sa.and_(task.c.team == team, task.c.id.in_(sa.union(*parts)))


def count_open(read: Read, team: str, user: str) -> int:
    """Return how many of a person's tasks are open."""
    mine = takes_part(team, user, task.c.state.in_(OPEN))
    return int(read.conn.execute(sa.select(sa.func.count()).select_from(task).where(mine)).scalar_one())
