"""Ends many tasks that have not begun, in a few statements: a thousand may come after one."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf import owed
from storage.ledger.work.closing import close_items
from storage.ledger.work.owing import tell
from storage.ledger.work.steps import promise_rest
from storage.ledger.work.stopping import FORGET, canceled
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.posts import PostKind
from storage.rules.values.step import Step
from storage.rules.values.task import State
from storage.tables import attempt, edge, item, post, task


def end_blocked(tx: Tx, steps: Sequence[Step], user: str) -> None:
    """Cancel tasks that wait for others, all at once; who looked at one of them is shown it, and what comes after them
    goes on."""
    if not steps:
        return
    team, ids = steps[0].team, [step.id for step in steps]
    blocked = task.c.team == team, task.c.id.in_(ids), task.c.state == State.BLOCKED
    values = {"state": State.CANCELED, "version": task.c.version + 1, "changed_at": tx.now, "progress": None}
    tx.conn.execute(sa.update(task).where(*blocked).values(values))
    names = [step.name for step in steps]
    tx.note_each(team, user, Happening.CANCEL, names, was=State.BLOCKED, became=State.CANCELED)
    _take_back(tx, team, ids, user)
    _tell(tx, team, steps, ids)
    _tell_colleagues(tx, team, [step for step in steps if step.worker.is_person and step.worker.name != user], user)
    promise_rest(tx, team, ids)


def _take_back(tx: Tx, team: str, ids: Sequence[int], user: str) -> None:
    """Close what was asked about tasks, and have agents forget those that had begun before they were held."""
    asked = item.c.team == team, item.c.task_id.in_(ids), item.c.closed_at.is_(None)
    for task_id in sorted(set(tx.conn.execute(sa.select(item.c.task_id).where(*asked)).scalars())):
        close_items(tx, get_task(tx, team, task_id), f"<@{user}> canceled it meanwhile.", user)
    begun = attempt.c.team == team, attempt.c.task_id.in_(ids)
    for task_id in sorted(set(tx.conn.execute(sa.select(attempt.c.task_id).where(*begun)).scalars())):
        tx.promise(team, JobKind.FORGET, task_id, after=FORGET)


def _tell_colleagues(tx: Tx, team: str, steps: Sequence[Step], by: str) -> None:
    """Tell colleagues who had begun a task and put it aside that it is canceled."""
    known = task.c.team == team, task.c.id.in_([step.id for step in steps]), task.c.told_at.is_not(None)
    titles = {row.id: row.title for row in tx.conn.execute(sa.select(task.c.id, task.c.title).where(*known))}
    begun = [step for step in steps if step.id in titles]
    for user in sorted({step.worker.name for step in begun}):
        named = [f"{step.name} · {titles[step.id]}" for step in begun if step.worker.name == user]
        tell(tx, team, user, canceled(named, by))


def _tell(tx: Tx, team: str, steps: Sequence[Step], ids: Sequence[int]) -> None:
    """Have messages show that tasks have ended, and others that come after them go on."""
    conditions = post.c.team == team, post.c.surface == PostKind.PROGRESS, post.c.subject.in_([str(id_) for id_ in ids])
    for post_id in tx.conn.execute(sa.select(post.c.id).where(*conditions)).scalars().all():
        tx.promise(team, JobKind.REDRAW, post_id, once=True)
    for user in sorted({step.worker.name for step in steps if step.worker.is_person}):
        owed.redraw(tx, team, user, [step.id for step in steps if step.worker.name == user])
    ended, edges = set(ids), sa.select(edge.c.after_id, edge.c.task_id)
    rows = tx.conn.execute(edges.where(edge.c.team == team, edge.c.after_id.in_(ids)))
    for before in sorted({row.after_id for row in rows if row.task_id not in ended}):
        tx.promise(team, JobKind.ADVANCE, before)
