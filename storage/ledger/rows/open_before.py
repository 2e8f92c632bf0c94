"""What tasks wait for, by name."""

from collections.abc import Collection

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.rules.lifecycle import CLOSED
from storage.tables import edge, task


def open_before(read: Read, team: str, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of the open tasks that tasks wait for, by the ids of those that wait."""
    mine = edge.c.team == team, edge.c.task_id.in_(ids), sa.not_(edge.c.waived)
    rows = read.conn.execute(sa.select(edge.c.task_id, edge.c.after_id).where(*mine)).all() if ids else []
    first = task.c.team == team, task.c.id.in_({row.after_id for row in rows}), task.c.state.not_in(CLOSED)
    names = {each.id: each.name for each in map(task_of, read.conn.execute(tasks().where(*first)))} if rows else {}
    before = dict[int, tuple[str, ...]]()
    for row in rows:
        if row.after_id in names:
            before[row.task_id] = (*before.get(row.task_id, ()), names[row.after_id])
    return before
