"""What is open on a task, and the first look at it."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows import items_of
from storage.rules.authority import Action, Claim
from storage.rules.values.ask import Kind
from storage.rules.values.item import Item
from storage.tables import item


def opened(tx: Tx, claim: Claim, key: str) -> bool:
    """Note a look at the whole; return whether it is the reviewer's first, which starts the measured decision time."""
    target = access.item(tx, claim, Action.READ, key)
    if target.reviewer != claim.user:
        return False
    looked = tx.conn.execute(
        sa.update(item)
        .where(item.c.team == claim.team, item.c.id == target.id, item.c.opened_at.is_(None))
        .values(opened_at=tx.now)
    )
    return looked.rowcount == 1


def open_items_of(read: Read, team: str, task_id: int) -> tuple[Item, ...]:
    """Return the open, undecided items of a task."""
    mine = item.c.team == team, item.c.task_id == task_id, item.c.closed_at.is_(None)
    rows = read.conn.execute(sa.select(item).where(*mine, item.c.kind != str(Kind.STILL_RIGHT))).all()
    return tuple(i for i in items_of(read, team, rows) if i.decision is None)
