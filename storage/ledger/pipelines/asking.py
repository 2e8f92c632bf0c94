"""The question what is to become of tasks that can't start."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows.finding_tasks import get_task, tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.asking_assigner import assigner_or_reviewer
from storage.ledger.work.behind import steps_behind
from storage.ledger.work.closing import close_items
from storage.rules.lifecycle import CLOSED
from storage.rules.values.ask import Kind
from storage.rules.values.item import Remedy
from storage.rules.values.task import Origin, State, Task
from storage.rules.words import listed
from storage.tables import edge, item, task


def is_asked(read: Read, done: Task, stuck: Sequence[int]) -> bool:
    """Tell whether the owner has the question already: a promise may be kept twice, and several may look at once. What
    comes after all rows of a list is asked about once, whichever of them it waits for."""
    named = item.c.named == done.name
    if done.origin is Origin.ROW:
        named = item.c.named.startswith(f"{done.name.partition('.')[0]}.", autoescape=True)
    mine = item.c.team == done.team, item.c.task_id.in_(stuck), named, item.c.closed_at.is_(None)
    return read.conn.execute(sa.select(item.c.id).where(*mine).limit(1)).first() is not None


def ask_owner(tx: Tx, done: Task, first: Task) -> None:
    """Ask the owner once what is to become of the tasks that come after one that was not approved."""
    names = [waiter.name for waiter in steps_behind(tx, done) if waiter.state is State.BLOCKED]
    problem = f"{listed(names)} {'waits' if len(names) == 1 else 'wait'}: {_why(_ended_before(tx, first) or [done])}."
    remedy = Remedy.REOPEN if done.state is State.REJECTED else Remedy.WITHOUT
    owner = assigner_or_reviewer(tx, first)
    asked = Shelved(kind=Kind.PROBLEM, words=20, problem=problem, remedy=remedy, reviewer=owner)
    shelve(tx, first, replace(asked, named=done.name))


def _why(ended: Sequence[Task]) -> str:
    """Return what became of the tasks before: “T-1 was rejected, T-2 was canceled”."""
    by_state = {state: [one.name for one in ended if one.state is state] for state in State}
    parts = [
        f"{listed(names)} {'was' if len(names) == 1 else 'were'} {state}" for state, names in by_state.items() if names
    ]
    return ", ".join(parts)


def close_items_of(tx: Tx, team: str, ids: Sequence[int], why: str) -> None:
    """Close the questions about tasks that could not start."""
    asked = item.c.team == team, item.c.task_id.in_(ids), item.c.closed_at.is_(None)
    for task_id in sorted(set(tx.conn.execute(sa.select(item.c.task_id).where(*asked)).scalars())):
        close_items(tx, get_task(tx, team, task_id), why, "")


def stuck_on(read: Read, waiter: Task, named: str) -> Task | None:
    """Return the rejected task that holds another one; None where none does.

    Args:
        named: the task that the button names; '' where an older release named none.
    """
    rejected = [one for one in _ended_before(read, waiter) if one.state is State.REJECTED]
    return next((one for one in rejected if named in ("", one.name)), None)


def _ended_before(read: Read, waiter: Task) -> list[Task]:
    """Return the tasks that hold another one, since they ended without an approval."""
    mine = edge.c.team == waiter.team, edge.c.task_id == waiter.id, sa.not_(edge.c.waived)
    ended = task.c.state.in_([str(state) for state in sorted(CLOSED - {State.APPROVED})])
    query = tasks().where(task.c.team == waiter.team, task.c.id.in_(sa.select(edge.c.after_id).where(*mine)), ended)
    return [task_of(row) for row in read.conn.execute(query.order_by(task.c.id))]
