"""Which tasks come after which."""

from collections.abc import Iterable, Sequence, Set
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement, one_of
from storage.tables import edge


@Statement
def _at(team: str, task_ids: Sequence[int]) -> sa.CompoundSelect[Any]:
    """Return the query of the edges of tasks; each half is found by its own index."""
    columns, ends = (edge.c.task_id, edge.c.after_id, edge.c.waived), (edge.c.task_id, edge.c.after_id)
    return sa.union(*(sa.select(*columns).where(edge.c.team == team, one_of(end, task_ids)) for end in ends))


def edges_at(read: Read, team: str, task_ids: Iterable[int]) -> Sequence[Any]:
    """Return the edges at which any of these tasks stands."""
    return _at.all(read.conn, team, sorted(task_ids))


def edges_around(read: Read, team: str, task_ids: Set[int]) -> Sequence[Any]:
    """Return the edges at which any of these tasks stands, and all those of the tasks that come after them."""
    pairs = edges_at(read, team, task_ids)
    behind = sorted({pair.task_id for pair in pairs if pair.after_id in task_ids} - task_ids)
    if not behind:
        return pairs
    theirs = sa.select(edge.c.task_id, edge.c.after_id, edge.c.waived)
    more = read.conn.execute(theirs.where(edge.c.team == team, edge.c.task_id.in_(behind))).all()
    return list({(pair.task_id, pair.after_id): pair for pair in (*pairs, *more)}.values())
