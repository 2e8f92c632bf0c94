"""Which tasks come after which."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.tables import edge


def edges_at(read: Read, team: str, task_ids: Iterable[int]) -> Sequence[Any]:
    """Return the edges at which any of these tasks stands; each half is found by its own index."""
    ids, columns = sorted(task_ids), (edge.c.task_id, edge.c.after_id, edge.c.waived)
    halves = (sa.select(*columns).where(edge.c.team == team, end.in_(ids)) for end in (edge.c.task_id, edge.c.after_id))
    return read.conn.execute(sa.union(*halves)).all()
