"""What comes after a task goes on when it is approved, and is held when it is not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows import find_task, get_task, task_of, tasks
from storage.ledger.shelf import owed
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.behind import steps_behind, steps_waiting_for
from storage.ledger.work.gate import release
from storage.ledger.work.state import change_state, close_items
from storage.ledger.work.steps import behind
from storage.ledger.work.stopping import stop_work
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.lifecycle import CLOSED, Event
from storage.rules.values.ask import Kind
from storage.rules.values.attempt import AttemptState
from storage.rules.values.item import Remedy
from storage.rules.values.step import Step
from storage.rules.values.task import State, Task
from storage.tables import edge, item, task

HELD = frozenset({State.WAITING, State.WORKING, State.ASKING})
AT_ONCE = 100  # tasks that are freed in one transaction
NAMED = 5  # tasks that a problem names


def advance(tx: Tx, team: str, task_id: int) -> None:
    """Look at what comes after a task: start it, hold it again, or ask its owner what is to become of it."""
    done = find_task(tx, team, id=task_id)
    if done is None:
        return
    if done.state in CLOSED:
        _settle(tx, done)
    else:
        _hold(tx, done, behind(tx, team, [done.id]))


def _settle(tx: Tx, done: Task) -> None:
    """Free the tasks that wait for nothing any more, many at once, and tell of those that can't start. Of very many,
    the rest is promised: others wait while this is written."""
    waiters = steps_waiting_for(tx, done)
    states = _states_before(tx, done, waiters)
    over = [waiter for waiter in waiters if all(state in CLOSED for state in states[waiter.id])]
    ready = [waiter for waiter in over if State.APPROVED in states[waiter.id]]
    free = ready[:AT_ONCE]
    _free(tx, done, free)
    stuck = [waiter.id for waiter in over if State.APPROVED not in states[waiter.id]]
    if len(ready) > AT_ONCE:
        tx.promise(done.team, JobKind.ADVANCE, done.id)
    elif stuck and not _is_asked(tx, done, stuck):
        _ask(tx, done, get_task(tx, done.team, min(stuck)))
    for reviewer in sorted({waiter.reviewer for waiter in free}):
        release(tx, done.team, reviewer)


def _states_before(read: Read, done: Task, waiters: Sequence[Step]) -> Mapping[int, Sequence[State]]:
    """Return the states of the tasks that each of these still comes after, beside the one that they wait for."""
    states: dict[int, list[State]] = {waiter.id: [done.state] for waiter in waiters}
    mine, others = edge.alias(), edge
    behind = sa.and_(others.c.task_id == mine.c.task_id, others.c.team == mine.c.team)
    rows = read.conn.execute(
        sa.select(others.c.task_id, task.c.state)
        .select_from(mine)
        .join(others, behind)
        .join(task, sa.and_(task.c.id == others.c.after_id, task.c.team == others.c.team))
        .where(mine.c.team == done.team, mine.c.after_id == done.id, sa.not_(mine.c.waived))
        .where(others.c.after_id != done.id, sa.not_(others.c.waived))
    ).all()
    for row in rows:
        if row.task_id in states:
            states[row.task_id].append(State(row.state))
    return states


def _free(tx: Tx, done: Task, waiters: Sequence[Step]) -> None:
    """Let tasks wait for room from now on, all in one statement."""
    if not waiters:
        return
    ids = [waiter.id for waiter in waiters]
    still = task.c.team == done.team, task.c.id.in_(ids), task.c.state == State.BLOCKED
    values = {"state": State.WAITING, "version": task.c.version + 1, "changed_at": tx.now}
    tx.conn.execute(sa.update(task).where(*still).values(values))
    _close_problems(tx, done.team, ids, f"{done.name} was approved meanwhile.")
    names, why = [waiter.name for waiter in waiters], f"after {done.name}"
    tx.note_each(done.team, "", Happening.FREE, names, was=State.BLOCKED, became=State.WAITING, why=why)


def _is_asked(read: Read, done: Task, stuck: Sequence[int]) -> bool:
    """Whether the owner has the question already: a promise may be kept twice, and several may look at once."""
    mine = item.c.team == done.team, item.c.task_id.in_(stuck), item.c.named == done.name, item.c.closed_at.is_(None)
    return read.conn.execute(sa.select(item.c.id).where(*mine).limit(1)).first() is not None


def _ask(tx: Tx, done: Task, first: Task) -> None:
    """Ask the owner once what is to become of the tasks that come after one that was not approved."""
    names = [waiter.name for waiter in steps_behind(tx, done) if waiter.state is State.BLOCKED]
    listed = ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
    problem = f"{listed} {'waits' if len(names) == 1 else 'wait'}: {done.name} was {done.state}."
    remedy = Remedy.REOPEN if done.state is State.REJECTED else Remedy.WITHOUT
    asked = Shelved(kind=Kind.PROBLEM, words=20, problem=problem, remedy=remedy, reviewer=first.assigner)
    shelve(tx, first, replace(asked, named=done.name))


def _hold(tx: Tx, opened: Task, waiters: Sequence[Task]) -> None:
    """Hold what had started after a task that was opened again, and take back the questions about what had not."""
    why = f"{opened.name} was opened again meanwhile."
    _close_problems(tx, opened.team, [waiter.id for waiter in waiters if waiter.state is State.BLOCKED], why)
    for waiter in waiters:
        if waiter.state in HELD:
            stop_work(tx, waiter, AttemptState.HELD_BACK)
            close_items(tx, waiter, why, "")
            change_state(tx, waiter, Event.HOLD, "", why)
            if waiter.brief.worker.is_person:
                owed.redraw(tx, waiter.team, waiter.brief.worker.name, [waiter.id])
    for reviewer in sorted({waiter.reviewer for waiter in waiters if waiter.state in HELD}):
        release(tx, opened.team, reviewer)


def _close_problems(tx: Tx, team: str, ids: Sequence[int], why: str) -> None:
    """Close the questions about tasks that could not start."""
    asked = item.c.team == team, item.c.task_id.in_(ids), item.c.closed_at.is_(None)
    for task_id in sorted(set(tx.conn.execute(sa.select(item.c.task_id).where(*asked)).scalars())):
        close_items(tx, get_task(tx, team, task_id), why, "")


def stuck_on(read: Read, waiter: Task) -> Task | None:
    """Return the rejected task that holds another one; None where none does."""
    mine = edge.c.team == waiter.team, edge.c.task_id == waiter.id, sa.not_(edge.c.waived)
    query = tasks().where(task.c.team == waiter.team, task.c.id.in_(sa.select(edge.c.after_id).where(*mine)))
    row = read.conn.execute(query.where(task.c.state == State.REJECTED).order_by(task.c.id)).first()
    return None if row is None else task_of(row)
