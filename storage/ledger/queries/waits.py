"""What waits for a person by task, which tasks are decided without an effect yet, and who decides in whose place."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import ripe, undecided
from storage.tables import decision, item


def decided_and_stand_ins(read: Read, team: str) -> tuple[frozenset[int], dict[int, str]]:
    """Return the ids of the tasks with a decision that has not taken effect yet; and who decides in the place of a
    reviewer who is away, by the ids of the tasks."""
    of_item = sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team)
    open_yet = decision.c.team == team, decision.c.undone_at.is_(None), decision.c.effected_at.is_(None)
    decided = sa.select(item.c.task_id, sa.literal("").label("who")).join_from(decision, item, of_item).where(*open_yet)
    placed = item.c.team == team, item.c.stands_for != "", item.c.closed_at.is_(None)
    in_place = sa.select(item.c.task_id, item.c.reviewer.label("who")).where(*placed)
    rows = read.conn.execute(sa.union_all(decided, in_place)).all()
    return frozenset(row.task_id for row in rows if not row.who), {row.task_id: row.who for row in rows if row.who}


def waits_of(read: Read, team: str, user: str) -> Sequence[Any]:
    """Return by task how much of it waits for a reviewer, how much of that is not put off, how much rests, and until
    when the first is put off."""
    resting = sa.func.count(sa.case((sa.and_(item.c.rest, ripe(read)), 1))).label("resting")
    counts = sa.func.count().label("all"), sa.func.count(sa.case((ripe(read), 1))).label("ripe")
    first = sa.func.min(item.c.later_at, type_=item.c.later_at.type).label("first")
    query = sa.select(item.c.task_id, *counts, resting, first)
    return read.conn.execute(query.where(*undecided(team, user)).group_by(item.c.task_id)).all()
