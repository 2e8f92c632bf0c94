"""What comes after a task goes on when it is approved, and is held when it is not."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows import find_task, task_of, tasks
from storage.ledger.shelf.shelving import Shelved, shelve
from storage.ledger.work.gate import release
from storage.ledger.work.state import change_state, close_items
from storage.ledger.work.steps import all_behind, behind
from storage.ledger.work.stopping import stop_work
from storage.rules.lifecycle import CLOSED, Event
from storage.rules.values.ask import Kind
from storage.rules.values.item import Remedy
from storage.rules.values.task import State, Task
from storage.tables import change, edge, item, task

HELD = frozenset({State.WAITING, State.WORKING, State.ASKING})
NAMED = 5  # tasks that a problem names


def advance(tx: Tx, team: str, task_id: int) -> None:
    """Look at what comes after a task: start it, hold it again, or ask its owner what is to become of it."""
    done = find_task(tx, team, id=task_id)
    if done is None:
        return
    waiters = behind(tx, team, [done.id])
    if done.state in CLOSED:
        _settle(tx, done, [waiter for waiter in waiters if waiter.state is State.BLOCKED])
    else:
        _hold(tx, done, waiters)


def _settle(tx: Tx, done: Task, waiters: Sequence[Task]) -> None:
    """Free the tasks that wait for nothing any more, many at once, and tell of those that can't start."""
    states = _states_before(tx, done.team, waiters)
    over = [waiter for waiter in waiters if all(state in CLOSED for state in states[waiter.id])]
    free = [waiter for waiter in over if State.APPROVED in states[waiter.id]]
    _free(tx, done, free)
    stuck = [waiter for waiter in over if State.APPROVED not in states[waiter.id]]
    if stuck:
        _ask(tx, done, stuck)
    for reviewer in sorted({waiter.reviewer for waiter in free}):
        release(tx, done.team, reviewer)


def _states_before(read: Read, team: str, waiters: Sequence[Task]) -> Mapping[int, Sequence[State]]:
    """Return the states of the tasks that each of these still comes after."""
    ids = [waiter.id for waiter in waiters]
    rows = read.conn.execute(
        sa.select(edge.c.task_id, task.c.state)
        .join_from(edge, task, sa.and_(task.c.id == edge.c.after_id, task.c.team == edge.c.team))
        .where(edge.c.team == team, edge.c.task_id.in_(ids), sa.not_(edge.c.waived))
    ).all()
    return {id_: [State(row.state) for row in rows if row.task_id == id_] for id_ in ids}


def _free(tx: Tx, done: Task, waiters: Sequence[Task]) -> None:
    """Let tasks wait for room from now on, all in one statement: a thousand may come after one."""
    if not waiters:
        return
    ids = [waiter.id for waiter in waiters]
    still = task.c.team == done.team, task.c.id.in_(ids), task.c.state == State.BLOCKED
    values = {"state": State.WAITING, "version": task.c.version + 1, "changed_at": tx.now}
    tx.conn.execute(sa.update(task).where(*still).values(values))
    _close_problems(tx, done.team, waiters, f"{done.name} was approved meanwhile.")
    history = [
        {
            "team": done.team,
            "at": tx.now,
            "who": "",
            "what": Event.FREE,
            "subject": waiter.name,
            "was": State.BLOCKED,
            "became": State.WAITING,
            "why": f"after {done.name}",
        }
        for waiter in waiters
    ]
    tx.conn.execute(sa.insert(change), history)


def _ask(tx: Tx, done: Task, stuck: Sequence[Task]) -> None:
    """Ask the owner once what is to become of the tasks that come after one that was not approved."""
    first = min(stuck, key=lambda waiter: waiter.id)
    rest = [waiter for waiter in all_behind(tx, done) if waiter.state is State.BLOCKED]
    names = [waiter.name for waiter in rest]
    listed = ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
    verb = "waits" if len(names) == 1 else "wait"
    problem = f"{listed} {verb}: {done.name} was {done.state}."
    remedy = Remedy.REOPEN if done.state is State.REJECTED else Remedy.WITHOUT
    shelve(tx, first, Shelved(kind=Kind.PROBLEM, words=20, problem=problem, remedy=remedy, to=first.assigner))


def _hold(tx: Tx, opened: Task, waiters: Sequence[Task]) -> None:
    """Hold what had started after a task that was opened again, and take back the questions about what had not."""
    why = f"{opened.name} was opened again meanwhile."
    _close_problems(tx, opened.team, [waiter for waiter in waiters if waiter.state is State.BLOCKED], why)
    for waiter in waiters:
        if waiter.state in HELD:
            stop_work(tx, waiter, "held back")
            close_items(tx, waiter, why, "")
            change_state(tx, waiter, Event.HOLD, "", why)
    for reviewer in sorted({waiter.reviewer for waiter in waiters if waiter.state in HELD}):
        release(tx, opened.team, reviewer)


def _close_problems(tx: Tx, team: str, waiters: Sequence[Task], why: str) -> None:
    """Close the questions about tasks that could not start."""
    ids = [waiter.id for waiter in waiters]
    asked = item.c.team == team, item.c.task_id.in_(ids), item.c.closed_at.is_(None)
    rows = set(tx.conn.execute(sa.select(item.c.task_id).where(*asked)).scalars())
    for waiter in waiters:
        if waiter.id in rows:
            close_items(tx, waiter, why, "")


def stuck_on(read: Read, waiter: Task) -> Task | None:
    """Return the rejected task that holds another one; None where none does."""
    mine = edge.c.team == waiter.team, edge.c.task_id == waiter.id, sa.not_(edge.c.waived)
    query = tasks().where(task.c.team == waiter.team, task.c.id.in_(sa.select(edge.c.after_id).where(*mine)))
    row = read.conn.execute(query.where(task.c.state == State.REJECTED).order_by(task.c.id)).first()
    return None if row is None else task_of(row)
