"""Calls of tools that do something outside: noted before each, since a crash may keep its end from us."""

from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.work.assignment import Assignment
from storage.rules.refusal import Stale
from storage.rules.values.attempt import AttemptState
from storage.tables import attempt, step


@dataclass(frozen=True, slots=True)
class Step:
    """A call of a tool.

    Attributes:
        key: names the call, the same after a crash.
        sha256: of its arguments.
    """

    key: str
    tool: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Before:
    """The facts about a call that is about to be made.

    Attributes:
        times: how often it began before; 0 where it is new.
        other: whether that was another call with the same arguments, whose end is not known any more.
    """

    times: int
    other: bool


def begin(tx: Tx, assignment: Assignment, call: Step, after: int) -> Before:
    """Return what is known of a call; note that the call begins only if it began exactly `after` times before.

    Raises:
        Stale: the attempt was ended meanwhile, or taken up by another worker.
    """
    _check_running(tx, assignment)
    before = _before(tx, assignment, call)
    if before.times == after:
        _note(tx, assignment, call, after + 1)
    return before


def _check_running(read: Read, assignment: Assignment) -> None:
    mine = (
        attempt.c.team == assignment.team,
        attempt.c.id == assignment.attempt,
        attempt.c.generation == assignment.generation,
    )
    if read.conn.execute(sa.select(attempt.c.id).where(*mine, attempt.c.state == AttemptState.RUNNING)).first() is None:
        raise Stale("This attempt was ended meanwhile; it calls nothing any more.")


def _before(read: Read, assignment: Assignment, call: Step) -> Before:
    team = step.c.team == assignment.team
    times = read.conn.execute(sa.select(step.c.times).where(team, step.c.key == call.key)).scalar()
    if times is not None:
        return Before(times, other=False)
    lost = read.conn.execute(sa.select(sa.func.sum(step.c.times)).where(*_alike(assignment, call))).scalar()
    return Before(int(lost or 0), other=bool(lost))


def _alike(assignment: Assignment, call: Step) -> tuple[sa.ColumnElement[bool], ...]:
    """Calls of the same tool with the same arguments whose ends are lost."""
    return *_of(assignment), step.c.tool == call.tool, step.c.sha256 == call.sha256, step.c.lost


def _of(assignment: Assignment) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        step.c.team == assignment.team,
        step.c.task_id == assignment.task.id,
        step.c.candidate == assignment.candidate,
    )


def _note(tx: Tx, assignment: Assignment, call: Step, times: int) -> None:
    tx.conn.execute(sa.delete(step).where(*_alike(assignment, call)))
    mine = step.c.team == assignment.team, step.c.key == call.key
    if tx.conn.execute(sa.update(step).where(*mine).values(times=times)).rowcount:
        return
    of_task = {"team": assignment.team, "task_id": assignment.task.id, "candidate": assignment.candidate, "at": tx.now}
    row = {**of_task, "key": call.key, "tool": call.tool, "sha256": call.sha256, "times": times}
    tx.conn.execute(sa.insert(step), row)


def lose(tx: Tx, assignment: Assignment, key: str = "") -> None:
    """Note that a call's end is not known: no answer came, or it was lost with the conversation. No key means all."""
    of_call = (step.c.key == key,) if key else ()
    tx.conn.execute(sa.update(step).where(*_of(assignment), *of_call).values(lost=True))


def forget(tx: Tx, team: str, task_id: int) -> None:
    """Delete what was noted of a closed task's calls."""
    tx.conn.execute(sa.delete(step).where(step.c.team == team, step.c.task_id == task_id))
