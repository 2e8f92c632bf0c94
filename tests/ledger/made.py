"""What a series has made."""

from storage.ledger.core.ledger import Read
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.rules.values.series import Series
from storage.rules.values.task import Task
from storage.tables import task


def made_by(read: Read, target: Series) -> tuple[Task, ...]:
    """Return the tasks that a series has made, in order."""
    mine = task.c.team == target.team, task.c.series_id == target.id
    return tuple(task_of(row) for row in read.conn.execute(tasks().where(*mine).order_by(task.c.run)))
