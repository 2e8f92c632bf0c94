"""What waits for a person by task, and which tasks are decided without an effect yet."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import ripe, undecided
from storage.tables import decision, item


def decided(read: Read, team: str) -> frozenset[int]:
    """Return the ids of the tasks with a decision that has not taken effect yet."""
    query = sa.select(item.c.task_id).join_from(
        decision, item, sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team)
    )
    open_yet = decision.c.undone_at.is_(None), decision.c.effected_at.is_(None)
    return frozenset(read.conn.execute(query.where(decision.c.team == team, *open_yet)).scalars())


def waits_of(read: Read, team: str, user: str) -> Sequence[Any]:
    """Return by task how much of it waits for a reviewer, how much of that is not put off, and until when the first."""
    counts = sa.func.count().label("all"), sa.func.count(sa.case((ripe(read), 1))).label("ripe")
    query = sa.select(item.c.task_id, *counts, sa.func.min(item.c.later_at, type_=item.c.later_at.type).label("first"))
    return read.conn.execute(query.where(*undecided(team, user)).group_by(item.c.task_id)).all()
