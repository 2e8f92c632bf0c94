"""The tasks that a person assigned or decides."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.lifecycle import OPEN
from storage.rules.values.ask import Kind
from storage.tables import item, task


def open_to(team: str, user: str) -> sa.ColumnElement[bool]:
    """Return what holds for the tasks that a person assigned or decides, also in another's place, and that are open, or
    wait for them although they are closed: what is approved and could not be delivered. Each part has an index."""
    which = task.c.state.in_(OPEN)
    shelf = item.c.team == team, item.c.reviewer == user, item.c.closed_at.is_(None)
    placed = sa.select(item.c.task_id).where(*shelf, item.c.kind != str(Kind.STILL_RIGHT))
    halves = [
        sa.select(task.c.id).where(task.c.team == team, whose == user, which)
        for whose in (task.c.assigner, task.c.reviewer)
    ]
    parts = *halves, placed
    return sa.and_(task.c.team == team, task.c.id.in_(sa.union(*parts)))


def count_open(read: Read, team: str, user: str) -> int:
    """Return how many of a person's tasks are open, or wait for them all the same."""
    query = sa.select(sa.func.count()).select_from(task).where(open_to(team, user))
    return int(read.conn.execute(query).scalar_one())
