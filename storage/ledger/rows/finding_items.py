"""Items are found by their key."""

from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.rows.decision_rows import decision_of
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.item_rows import item_of, plain_item
from storage.ledger.rows.task_rows import task_of
from storage.rules.values.item import Item
from storage.tables import decision, item, task


def find_item(read: Read, team: str, key: str) -> Item | None:
    """Return an item by its key; None when there is none."""
    row = read.conn.execute(sa.select(item).where(item.c.team == team, item.c.key == key)).first()
    return None if row is None else item_of(read, row)


@lru_cache
def _with_task() -> sa.Select[Any]:
    """Return the query of items with task and live decision; item and decision columns begin with the table's name."""
    live = sa.and_(decision.c.item_id == item.c.id, decision.c.team == item.c.team, decision.c.undone_at.is_(None))
    columns = (column.label(f"{table.name}_{column.name}") for table in (item, decision) for column in table.c)
    joined = tasks().join(item, sa.and_(item.c.task_id == task.c.id, item.c.team == task.c.team))
    return joined.join(decision, live, isouter=True).add_columns(*columns)


def find_bare(read: Read, team: str, key: str) -> tuple[Item, frozenset[int]] | None:
    """Return an item without its drafts, and the versions that there are to choose from."""
    row = read.conn.execute(_with_task().where(item.c.team == team, item.c.key == key)).first()
    if row is None:
        return None
    of_item, of_decision = _part(row, item), _part(row, decision)
    decided = decision_of(of_decision) if of_decision.id is not None else None
    return plain_item(of_item, task_of(row), {}, decided), frozenset((of_item.draft_version, *(of_item.versions or ())))


def _part(row: Any, table: sa.Table) -> Any:
    return SimpleNamespace(**{column.name: row._mapping[f"{table.name}_{column.name}"] for column in table.c})
