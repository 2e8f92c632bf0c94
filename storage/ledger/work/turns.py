"""Whose attempt is next: one person has at most so many under way, and who has the fewest goes first."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.prepared import Statement
from storage.rules.jobs import JobKind
from storage.rules.lifecycle import RUNNING
from storage.rules.values.attempt import TAKEABLE, AttemptState
from storage.rules.values.task import Task
from storage.tables import attempt, task, workspace

HURRY = {True: -10, False: 0}
BEHIND = 4  # how far others may come before who has much under way: what is urgent, or revised, still comes first


@Statement
def _turn(team: str, assigner: str) -> sa.Select[Any]:
    """Return the query of how many attempts of a person are under way, and who stopped all work."""
    of_task = sa.and_(task.c.id == attempt.c.task_id, task.c.team == attempt.c.team)
    running = sa.or_(*(task.c.state == str(state) for state in sorted(RUNNING)))
    takeable = sa.or_(*(attempt.c.state == state for state in TAKEABLE))
    theirs = task.c.team == team, task.c.assigner == assigner, running, attempt.c.team == team, takeable
    counted = (
        sa.select(sa.func.count()).join_from(attempt, task, of_task).where(*theirs).scalar_subquery().label("under_way")
    )
    return sa.select(counted, workspace.c.stopped_by).where(workspace.c.team == team)


@Statement
def _held_back(team: str, attempt_id: int) -> sa.Executable:
    mine = attempt.c.team == team, attempt.c.id == attempt_id
    return sa.update(attempt).where(*mine).values(state=str(AttemptState.HELD))


def promise_attempt(tx: Tx, task: Task, attempt_id: int, hurry: int = 0) -> None:
    """Promise an attempt; hold it while all agents are stopped, or its assigner has as much under way as allowed."""
    under_way, stopped = _under_way_and_stopped(tx, task.team, task.assigner)
    others = under_way - 1 if tx.terms.at_once else 0  # it counts itself
    if stopped or (tx.terms.at_once and others >= tx.terms.at_once):
        _held_back.run(tx.conn, task.team, attempt_id)
        return
    priority = HURRY[task.brief.urgent] - hurry + min(others, BEHIND)
    tx.promise(task.team, JobKind.ATTEMPT, attempt_id, priority=priority)


def let_next(tx: Tx, team: str, assigner: str) -> None:
    """Promise a person's held attempts, as far as they may have more under way: urgent work first, then the oldest."""
    if not tx.terms.at_once:
        return
    under_way, stopped = _under_way_and_stopped(tx, team, assigner)
    free = tx.terms.at_once - under_way
    held = _held(tx, team, task.c.assigner == assigner, free) if free > 0 and not stopped else []
    for row in held:
        unhold(tx, row)


def unhold(tx: Tx, row: Any) -> None:
    """Promise an attempt that was held."""
    mine = attempt.c.team == row.team, attempt.c.id == row.attempt_id
    tx.conn.execute(sa.update(attempt).where(*mine).values(state=AttemptState.DUE))
    promise_attempt(tx, task_of(row), row.attempt_id)


def resume(tx: Tx, team: str) -> None:
    """Promise all held attempts, as far as the limits of now allow: the limits may have been others before."""
    for row in all_held(tx, team):
        unhold(tx, row)


def all_held(read: Read, team: str) -> list[Any]:
    """Return the held attempts of a workspace, with their tasks: urgent work first, then the oldest."""
    return _held(read, team, sa.true())


def _held(read: Read, team: str, whose: sa.ColumnElement[bool], most: int | None = None) -> list[Any]:
    of_task = sa.and_(task.c.id == attempt.c.task_id, task.c.team == attempt.c.team)
    query = tasks().join(attempt, of_task).add_columns(attempt.c.id.label("attempt_id"))
    these = query.where(task.c.team == team, attempt.c.team == team, attempt.c.state == AttemptState.HELD, whose)
    return list(read.conn.execute(these.order_by(task.c.urgent.desc(), attempt.c.id).limit(most)).all())


def _under_way_and_stopped(read: Read, team: str, assigner: str) -> tuple[int, str]:
    """Return how many attempts of a person are under way, and the administrator who stopped all work, if one did."""
    under_way, stopped = _turn.first(read.conn, team, assigner) or (0, "")
    return int(under_way), str(stopped or "")
