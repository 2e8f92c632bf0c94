"""Erases tasks with all that hangs on them: drafts, checks, files, attempts, items, decisions, deliveries, words."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.rules.jobs import JobKind
from storage.rules.posts import PostKind
from storage.tables import (
    attachment,
    attempt,
    blob,
    decision,
    delivery,
    draft,
    habit,
    habit_use,
    item,
    metadata,
    post,
    task,
)

Tasks = Sequence[int] | sa.Select[tuple[int]]  # by their rows

SHOWN_BY = {  # the kinds of posts whose subject is a row's number, by its table
    "task": (PostKind.PROGRESS,),
    "decision": (PostKind.DECIDED,),
    "delivery": (PostKind.DELIVERY,),
}
PROMISED = {  # kinds of jobs whose key is a row's number, by its table
    "task": (JobKind.SUGGEST,),
    "attempt": (JobKind.ATTEMPT,),
    "decision": (JobKind.EFFECT, JobKind.PUBLISH, JobKind.STILL_RIGHT),
    "post": (JobKind.POST, JobKind.REDRAW),
    "collection": (JobKind.SETTLE,),
}


def erase_task(tx: Tx, team: str, task_id: int) -> None:
    """Erase a task and all that hangs on it, and promise that what agents keep of it outside of the ledger goes, too.

    Of the newest task of a SQLite ledger an empty row stays: its number must not be given again while anything may
    still lie under it.
    """
    tx.promise(team, JobKind.FORGET, task_id, once=True)
    _withdraw(tx, team, "task", [task_id])
    _withdraw(tx, team, "attempt", _ids(tx, attempt, team, attempt.c.task_id == task_id))
    items = _ids(tx, item, team, item.c.task_id == task_id)
    _withdraw(tx, team, "decision", _ids(tx, decision, team, decision.c.item_id.in_(items)))
    _erase_posts(tx, team, task_id, items)
    drafts = sa.select(draft.c.id).where(draft.c.team == team, draft.c.task_id == task_id)
    files = attachment.c.team == team, attachment.c.draft_id.in_(drafts)
    hashes = set(tx.conn.execute(sa.select(attachment.c.sha256).where(*files)).scalars())
    for table in reversed(metadata.sorted_tables):
        if table is not task and (of_task := of_tasks(table, [task_id])) is not None:
            tx.conn.execute(sa.delete(table).where(table.c.team == team, of_task))
    erase_unused(tx, team, hashes)
    _erase_row(tx, team, task_id)


def erase_unused(tx: Tx, team: str, hashes: Collection[str]) -> None:
    """Erase the content of files that no draft has any more, among these."""
    used = attachment.c.team == team, attachment.c.sha256.in_(hashes)
    unused = set(hashes) - set(tx.conn.execute(sa.select(attachment.c.sha256).where(*used)).scalars())
    if unused:
        tx.conn.execute(sa.delete(blob).where(blob.c.team == team, blob.c.sha256.in_(unused)))


def erase_posts(tx: Tx, team: str, ids: Sequence[int]) -> None:
    """Erase messages of ours from the ledger, and their promises; the messages in Slack stay there."""
    _withdraw(tx, team, "post", ids)
    tx.conn.execute(sa.delete(post).where(post.c.team == team, post.c.id.in_(ids)))


def erase_habits(tx: Tx, team: str, user: str) -> None:
    """Erase a person's own rules, and which of what was decided is theirs; what they approved stays approved."""
    mine = sa.select(habit.c.id).where(habit.c.team == team, habit.c.reviewer == user)
    tx.conn.execute(sa.delete(habit_use).where(habit_use.c.team == team, habit_use.c.habit_id.in_(mine)))
    tx.conn.execute(sa.delete(habit).where(habit.c.team == team, habit.c.reviewer == user))
    open_streams = sa.select(task.c.stream_id).where(task.c.team == team, task.c.stream_id.is_not(None))
    empty = sa.select(habit.c.id).where(habit.c.team == team, habit.c.stream_id.not_in(open_streams))
    tx.conn.execute(sa.delete(habit_use).where(habit_use.c.team == team, habit_use.c.habit_id.in_(empty)))
    tx.conn.execute(sa.delete(habit).where(habit.c.team == team, habit.c.id.in_(empty)))


def withdraw_collections(tx: Tx, team: str, ids: Sequence[int]) -> None:
    """Withdraw the promises of collections."""
    _withdraw(tx, team, "collection", ids)


@lru_cache
def _ways(table: sa.Table) -> tuple[sa.Column[int], ...]:
    """Return the columns through which the rows of a table hang on others."""
    return tuple(key.parent for key in table.foreign_keys if "team" in key.column.table.c)


def of_tasks(table: sa.Table, tasks: Tasks) -> sa.ColumnElement[bool] | None:
    """Return the SQL condition for the rows of a table that belong to tasks in any way; None where none can."""
    ways = list(_conditions(table, tasks))
    return sa.or_(*ways) if ways else None


def _conditions(table: sa.Table, tasks: Tasks) -> Iterator[sa.ColumnElement[bool]]:
    for column in _ways(table):
        (key,) = column.foreign_keys
        above = key.column.table
        if above is task:
            yield column.in_(tasks)
        elif (hanging := of_tasks(above, tasks)) is not None:
            yield column.in_(sa.select(above.c.id).where(hanging))


def _ids(read: Read, table: sa.Table, team: str, which: sa.ColumnElement[bool]) -> Sequence[int]:
    return read.conn.execute(sa.select(table.c.id).where(table.c.team == team, which)).scalars().all()


def _withdraw(tx: Tx, team: str, table: str, ids: Sequence[int]) -> None:
    for kind in PROMISED[table]:
        for row_id in ids:
            tx.jobs.cancel(tx.conn, team, kind, str(row_id))


def _erase_posts(tx: Tx, team: str, task_id: int, items: Sequence[int]) -> None:
    """Erase the messages that show a task, a decision on it or a delivery of it."""
    decided = _ids(tx, decision, team, decision.c.item_id.in_(items))
    delivered = _ids(tx, delivery, team, delivery.c.task_id == task_id)
    shown = {"task": [task_id], "decision": decided, "delivery": delivered}
    which = [
        sa.and_(post.c.surface.in_(surfaces), post.c.subject.in_([str(n) for n in shown[table]]))
        for table, surfaces in SHOWN_BY.items()
    ]
    files = [sa.and_(post.c.surface == PostKind.DELIVERY_FILE, post.c.subject.like(f"{n}:%")) for n in delivered]
    erase_posts(tx, team, _ids(tx, post, team, sa.or_(*which, *files)))


def _erase_row(tx: Tx, team: str, task_id: int) -> None:
    mine = task.c.team == team, task.c.id == task_id
    newest = tx.conn.execute(sa.select(sa.func.max(task.c.id))).scalar()
    if newest != task_id or tx.conn.dialect.name != "sqlite":
        tx.conn.execute(sa.delete(task).where(*mine))
        return
    empty: dict[str, list[str]] = {"criteria": [], "to": [], "sources": []}
    values = dict.fromkeys(
        ("title", "goal", "assigner", "reviewer", "channel", "thread", "shown_in", "why_waiting"), ""
    )
    tx.conn.execute(sa.update(task).where(*mine).values(**values, brief=empty, progress=None, stream_id=None))
