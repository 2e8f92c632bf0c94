"""The tasks that go over the rows of one list: what comes after a series comes after all of them."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.rows import task_of, tasks
from storage.rules.values.task import Task
from storage.tables import series, task


def row_tasks(read: Read, team: str, number: int) -> tuple[Task, ...]:
    """Return the tasks that a series has made, in the order of its rows.

    Args:
        number: of the series, as in “T-50”.
    """
    of_series = sa.select(series.c.id).where(series.c.team == team, series.c.number == number)
    mine = task.c.team == team, task.c.series_id.in_(of_series)
    return tuple(task_of(row) for row in read.conn.execute(tasks().where(*mine).order_by(task.c.run)))
