"""Tasks that wait for nothing any more are freed."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.pipelines.asking import close_items_of
from storage.rules.happenings import Happening
from storage.rules.values.step import Step
from storage.rules.values.task import State, Task
from storage.tables import edge, task


def states_before(read: Read, done: Task, waiters: Sequence[Step]) -> Mapping[int, Sequence[State]]:
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


def free_tasks(tx: Tx, done: Task, waiters: Sequence[Step]) -> None:
    """Let tasks wait for room from now on, all in one statement."""
    if not waiters:
        return
    ids = [waiter.id for waiter in waiters]
    still = task.c.team == done.team, task.c.id.in_(ids), task.c.state == State.BLOCKED
    values = {"state": State.WAITING, "version": task.c.version + 1, "changed_at": tx.now}
    tx.conn.execute(sa.update(task).where(*still).values(values))
    close_items_of(tx, done.team, ids, f"{done.name} was approved meanwhile.")
    names, why = [waiter.name for waiter in waiters], f"after {done.name}"
    tx.note_each(done.team, "", Happening.FREE, names, was=State.BLOCKED, became=State.WAITING, why=why)
