"""What comes after a task, without the briefs: the whole of a pipeline of a thousand is read in a few milliseconds."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement
from storage.rules.chain import MOST_TASKS
from storage.rules.values.step import Step
from storage.rules.values.task import State, Task, name_of
from storage.rules.values.worker import Worker, WorkerKind
from storage.tables import edge, series, task


def all_behind(team: str, task_id: int) -> sa.Select[tuple[int]]:
    """Return the query of the ids of all tasks that come after one, directly or by others: at most MOST_TASKS
    of them."""
    first = sa.select(edge.c.task_id).where(edge.c.team == team, edge.c.after_id == task_id).cte(recursive=True)
    next_ones = sa.select(edge.c.task_id).join_from(first, edge, edge.c.after_id == first.c.task_id)
    behind = first.union(next_ones.where(edge.c.team == team))
    return sa.select(behind.c.task_id).limit(MOST_TASKS)


def steps_behind(read: Read, target: Task) -> tuple[Step, ...]:
    """Return the tasks that come after one, directly or by others, in the order of their making: at most MOST_TASKS of
    them."""
    behind = task.c.team == target.team, task.c.id.in_(all_behind(target.team, target.id))
    return _read(read.conn.execute(_steps().where(*behind)))


def steps_waiting_for(read: Read, target: Task) -> tuple[Step, ...]:
    """Return the tasks that come right after one and wait for it still, in the order of their making."""
    return _read(_waiting_for.all(read.conn, target.team, target.id))


def step_of(target: Task) -> Step:
    """Return a task as one among those that come after each other."""
    return Step(
        id=target.id,
        team=target.team,
        key=target.key,
        name=target.name,
        state=target.state,
        assigner=target.assigner,
        reviewer=target.reviewer,
        worker=target.brief.worker,
    )


def _steps() -> sa.Select[Any]:
    part = sa.and_(series.c.id == task.c.series_id, series.c.team == task.c.team)
    named = sa.func.coalesce(series.c.number, task.c.number).label("named"), task.c.run
    people = task.c.assigner, task.c.reviewer, task.c.worker, task.c.worker_kind
    columns = task.c.id, task.c.team, task.c.key, task.c.state, *named, *people
    return sa.select(*columns).join_from(task, series, part, isouter=True).order_by(task.c.id)


@Statement
def _waiting_for(team: str, task_id: int) -> sa.Select[Any]:
    after = sa.select(edge.c.task_id).where(edge.c.team == team, edge.c.after_id == task_id, sa.not_(edge.c.waived))
    return _steps().where(task.c.team == team, task.c.id.in_(after), task.c.state == str(State.BLOCKED))


def _read(rows: Iterable[Any]) -> tuple[Step, ...]:
    return tuple(
        Step(
            id=id_,
            team=team,
            key=key,
            name=name_of(number, run),
            state=State(state),
            assigner=assigner,
            reviewer=reviewer,
            worker=Worker(worker, WorkerKind(kind)),
        )
        for id_, team, key, state, number, run, assigner, reviewer, worker, kind in rows
    )
