"""What is open and undecided on a task."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.rows.item_rows import items_of
from storage.rules.values.ask import Kind
from storage.rules.values.item import Item
from storage.tables import item


def open_items_of(read: Read, team: str, task_id: int) -> tuple[Item, ...]:
    """Return the open, undecided items of a task."""
    mine = item.c.team == team, item.c.task_id == task_id, item.c.closed_at.is_(None)
    rows = read.conn.execute(sa.select(item).where(*mine, item.c.kind != str(Kind.STILL_RIGHT))).all()
    return tuple(i for i in items_of(read, team, rows) if i.decision is None)
