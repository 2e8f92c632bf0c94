"""The newest run of a series, and one that is not decided."""

from datetime import datetime

from storage.ledger.core.ledger import Read
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.rules.lifecycle import CLOSED
from storage.rules.values.series import Series
from storage.rules.values.task import Task
from storage.tables import task


def last_run(read: Read, target: Series) -> Task | None:
    """Return the newest task of a series; None where it has made none."""
    mine = task.c.team == target.team, task.c.series_id == target.id
    row = read.conn.execute(tasks().where(*mine).order_by(task.c.run.desc()).limit(1)).first()
    return None if row is None else task_of(row)


def last_decided(read: Read, target: Series) -> tuple[Task, datetime] | None:
    """Return the run of a series that was decided last, which need not be the newest, and when; None where it has made
    none."""
    mine = task.c.team == target.team, task.c.series_id == target.id, task.c.state.in_(CLOSED)
    row = read.conn.execute(tasks().where(*mine).order_by(task.c.changed_at.desc(), task.c.run.desc()).limit(1)).first()
    return None if row is None else (task_of(row), row.changed_at)


def open_run(read: Read, target: Series) -> Task | None:
    """Return a run that is not decided yet; None where all are."""
    mine = task.c.team == target.team, task.c.series_id == target.id, task.c.state.not_in(CLOSED)
    row = read.conn.execute(tasks().where(*mine).order_by(task.c.run.desc()).limit(1)).first()
    return None if row is None else task_of(row)
