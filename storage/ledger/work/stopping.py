"""The end of the work on a task, whatever it is doing."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.messages.progress import redraw_progress
from storage.ledger.shelf import owed
from storage.ledger.work.owing import tell
from storage.ledger.work.steps import promise_advance
from storage.ledger.work.turns import let_next
from storage.rules.jobs import JobKind
from storage.rules.lifecycle import RUNNING
from storage.rules.values.attempt import LIVE, AttemptState
from storage.rules.values.task import State, Task
from storage.rules.words import listed
from storage.tables import attempt, task

FORGET = timedelta(seconds=30)  # what runs has ended by then


def finish_task(tx: Tx, task: Task) -> None:
    """Promise that agents forget what they kept of a task, that its thread is told how it ended, and that what comes
    after it goes on."""
    tx.promise(task.team, JobKind.FORGET, task.id, after=FORGET)
    promise_advance(tx, task)
    redraw_progress(tx, task)
    if task.brief.worker.is_person:
        owed.redraw(tx, task.team, task.brief.worker.name, [task.id])


def tell_canceled(tx: Tx, target: Task, by: str) -> str:
    """Tell a colleague who works on a task, or put it aside, that it is canceled, unless they did that: hours of work
    may go into it.

    Args:
        target: the task as it was.

    Returns:
        Who was told; empty for nobody.
    """
    user = target.brief.worker.name
    if not has_heard_of(target) or user == by:
        return ""
    tell(tx, target.team, user, canceled([f"{target.name} · {target.brief.title}"], by))
    return user


def canceled(named: Sequence[str], by: str) -> str:
    """Return what a colleague is told of tasks of theirs that are canceled."""
    verb = "is" if len(named) == 1 else "are"
    return f"{listed(named)} {verb} canceled: nothing is left for you to do. <@{by}> decided that."


def is_with_colleague(target: Task) -> bool:
    """Tell whether a colleague was told of a task and may be at work on it."""
    return target.brief.worker.is_person and target.told_at is not None and target.state in RUNNING


def has_heard_of(target: Task) -> bool:
    """Tell whether a colleague was told of a task that is still to be done: they may be at work on it, or put it aside
    because a task before it was opened again."""
    return is_with_colleague(target) or (
        target.brief.worker.is_person and target.told_at is not None and target.state is State.BLOCKED
    )


def stop_work(tx: Tx, target: Task, became: AttemptState = AttemptState.CANCELED) -> None:
    """End the attempts of a task, whatever they do; a worker that runs one notices within a second."""
    states = attempt.c.state.in_(LIVE)
    live = attempt.c.team == target.team, attempt.c.task_id == target.id, states
    for row in tx.conn.execute(sa.select(attempt.c.id).where(*live)).all():
        tx.jobs.cancel(tx.conn, target.team, JobKind.ATTEMPT, str(row.id))
    tx.conn.execute(sa.update(attempt).where(*live).values(state=became, ended_at=tx.now))
    if tx.terms.budgets:  # what was set aside for calls that nobody answers any more
        tx.promise(target.team, JobKind.GIVE_BACK, target.id, after=FORGET, once=True, push=True)
    tx.conn.execute(sa.update(task).where(task.c.team == target.team, task.c.id == target.id).values(progress=None))
    let_next(tx, target.team, target.assigner)
