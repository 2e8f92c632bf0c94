"""Items are found by their key."""

from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.rows.decision_rows import decision_of
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.item_rows import item_of, plain_item
from storage.ledger.rows.task_rows import task_of
from storage.prepared import Statement
from storage.rules.values.item import Item
from storage.tables import decision, item, task


def find_item(read: Read, team: str, key: str) -> Item | None:
    """Return an item by its key; None when there is none."""
    row = read.conn.execute(sa.select(item).where(item.c.team == team, item.c.key == key)).first()
    return None if row is None else item_of(read, row)


@Statement
def _with_task(team: str, key: str) -> sa.Select[Any]:
    """Return the query of an item, its task and live decision; columns of item and decision begin with their names."""
    live = sa.and_(decision.c.item_id == item.c.id, decision.c.team == item.c.team, decision.c.undone_at.is_(None))
    columns = (column.label(f"{table.name}_{column.name}") for table in (item, decision) for column in table.c)
    joined = tasks().join(item, sa.and_(item.c.task_id == task.c.id, item.c.team == task.c.team))
    whole = joined.join(decision, live, isouter=True).add_columns(*columns)
    return whole.where(item.c.team == team, item.c.key == key)


@Statement
def _by_id(team: str, item_id: int) -> sa.Select[Any]:
    return sa.select(item).where(item.c.team == team, item.c.id == item_id)


def get_item(read: Read, team: str, item_id: int) -> Item:
    """Return an item by its id."""
    return item_of(read, _by_id.first(read.conn, team, item_id))


def find_bare(read: Read, team: str, key: str) -> tuple[Item, frozenset[int]] | None:
    """Return an item without its drafts, and the versions that there are to choose from."""
    row = _with_task.first(read.conn, team, key)
    if row is None:
        return None
    of_item, of_decision = _part(row, item), _part(row, decision)
    decided = decision_of(of_decision) if of_decision.id is not None else None
    return plain_item(of_item, task_of(row), {}, decided), frozenset((of_item.draft_version, *(of_item.versions or ())))


def _part(row: Any, table: sa.Table) -> Any:
    return SimpleNamespace(**{column.name: getattr(row, f"{table.name}_{column.name}") for column in table.c})
