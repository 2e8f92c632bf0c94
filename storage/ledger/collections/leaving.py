"""Counts what a collection brings once more: it was left."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.work.gate import release
from storage.rules.pages.often import LEFT_MOST
from storage.rules.values.ask import Kind
from storage.tables import item


def leave(tx: Tx, team: str, items: Sequence[int]) -> None:
    """Count that a collection brings these items once more; one that was left often enough rests, and makes room."""
    rows = tx.conn.execute(
        sa.update(item)
        .where(item.c.team == team, item.c.id.in_(items), item.c.kind != str(Kind.STILL_RIGHT))
        .values(left_count=item.c.left_count + 1, rest=item.c.left_count + 1 >= LEFT_MOST)
        .returning(item.c.reviewer, item.c.stands_for, item.c.rest)
    ).all()
    for reviewer in sorted({row.stands_for or row.reviewer for row in rows if row.rest}):
        release(tx, team, reviewer)
