"""The history of a task, and what changed since."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.pages.history import Change
from storage.rules.values.task import Task
from storage.tables import change


def history(read: Read, task: Task) -> tuple[Change, ...]:
    """Return the history of a task, oldest first."""
    rows = read.conn.execute(
        sa.select(change).where(change.c.team == task.team, change.c.subject == task.name).order_by(change.c.id)
    )
    return tuple(map(_change_of, rows))


def _change_of(row: Any) -> Change:
    return Change(
        at=row.at, who=row.who, what=row.what, subject=row.subject, was=row.was, became=row.became, why=row.why
    )


def changes_since(read: Read, team: str, last: int) -> tuple[int, tuple[Change, ...]]:
    """Return the last row's number, and at most 200 rows of history after row `last`: the feed of a transcript."""
    rows = read.conn.execute(
        sa.select(change).where(change.c.team == team, change.c.id > last).order_by(change.c.id).limit(200)
    ).all()
    return (rows[-1].id if rows else last), tuple(map(_change_of, rows))
