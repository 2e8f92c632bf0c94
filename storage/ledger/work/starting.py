"""Attempts are promised: as a task starts, for its next version, and again where one was not done."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.work.owing import owe
from storage.ledger.work.state import change_state
from storage.ledger.work.turns import promise_attempt
from storage.ledger.work.versions import worked_on
from storage.prepared import insert
from storage.rules.lifecycle import Event
from storage.rules.values.attempt import AttemptState
from storage.rules.values.task import Task
from storage.tables import attempt, draft

# fmt: off
_NEW_ATTEMPT = insert(
    attempt, "team", "task_id", "draft_version", "generation", "candidate", "batch", "base", "state", "points", "note",
    "made_at", returning="id",
)
# fmt: on


def start(
    tx: Tx,
    task: Task,
    *,
    event: Event | None = Event.START,
    points: tuple[str, ...] = (),
    note: str = "",
    version: int = 1,
    base: int = 0,
) -> None:
    """Promise the attempts of a next version in this transaction: one for a revision, and where a second would
    be the same, else as many as the brief asks.

    Args:
        event: None when the task works already.
        base: the version that is to be changed; 0 for none.
    """
    if event is not None:
        change_state(tx, task, event, task.brief.worker.name)
    is_new = task.brief.worker.is_person and not _has_begun(tx, task)
    candidate = candidate_of(tx, task, base) if base else 0
    alone = base or task.brief.worker.is_person or task.brief.worker.name in tx.terms.alike
    for n in range(1 if alone else task.brief.versions):
        asked = {"batch": version, "base": base, "points": list(points), "note": note}
        _attempt(tx, task, version + n, candidate + n, asked)
    if task.brief.worker.is_person:
        owe(tx, task, is_new=is_new)


def _has_begun(read: Read, task: Task) -> bool:
    """Tell whether somebody has worked on a task before."""
    made = attempt.c.team == task.team, attempt.c.task_id == task.id
    return read.conn.execute(sa.select(attempt.c.id).where(*made).limit(1)).first() is not None


def begin(tx: Tx, task: Task) -> None:
    """Start a task that waited for room; one that another worker had goes on with what was asked of them."""
    before = attempt.c.team == task.team, attempt.c.task_id == task.id
    if tx.conn.execute(sa.select(attempt.c.id).where(*before).limit(1)).first() is None:
        start(tx, task)
    else:
        restart_attempt(tx, task, Event.START)


def _attempt(tx: Tx, task: Task, version: int, candidate: int, asked: Mapping[str, Any]) -> None:
    """Have one version made.

    Args:
        asked: the batch that it is part of, the version that is to be changed, the points, and the note.
    """
    row = {"team": task.team, "task_id": task.id, "generation": 0, "state": AttemptState.DUE, "made_at": tx.now}
    if task.brief.worker.is_person:
        _NEW_ATTEMPT(
            tx.conn, row | {"draft_version": version, "candidate": 0, "state": AttemptState.THEIRS} | dict(asked)
        )
        return
    (attempt_id,) = _NEW_ATTEMPT(tx.conn, row | {"draft_version": version, "candidate": candidate} | dict(asked))
    promise_attempt(tx, task, attempt_id, hurry=5 if asked["base"] else 0)


def restart_attempt(tx: Tx, task: Task, event: Event | None = None) -> None:
    """Promise all of the newest attempt's work once more, with what was asked for then."""
    last = _newest(tx, task)
    points, version = tuple(last.points), next_version(tx, task)
    start(tx, task, event=event, version=version, base=last.base, points=points, note=last.note)


def retry(tx: Tx, task: Task) -> None:
    """Promise again those of several versions side by side that were not done; all of them where none was done."""
    last = _newest(tx, task)
    batch = attempt.c.team == task.team, attempt.c.task_id == task.id, attempt.c.batch == last.batch
    rows = tx.conn.execute(sa.select(attempt.c.candidate, attempt.c.state).where(*batch)).all()
    done = {row.candidate for row in rows if row.state == AttemptState.DONE}
    left = sorted({row.candidate for row in rows} - done)
    if not done or not left:
        restart_attempt(tx, task)
        return
    asked = {"batch": last.batch, "base": last.base, "points": list(last.points), "note": last.note}
    for version, candidate in enumerate(left, next_version(tx, task)):
        _attempt(tx, task, version, candidate, asked)


def _newest(read: Read, task: Task) -> Any:
    of_task = attempt.c.team == task.team, attempt.c.task_id == task.id
    return read.conn.execute(sa.select(attempt).where(*of_task).order_by(attempt.c.id.desc()).limit(1)).one()


def next_version(read: Read, task: Task) -> int:
    """Return the number of the next version: one more than any draft of the task has, shown or not."""
    newest = read.conn.execute(
        sa.select(sa.func.max(draft.c.version)).where(draft.c.team == task.team, draft.c.task_id == task.id)
    ).scalar()
    return (newest or 0) + 1


def candidate_of(read: Read, task: Task, version: int) -> int:
    """Return which of several attempts side by side made a version, from 0; whoever edited it since."""
    worked = attempt.c.draft_version == worked_on(read, task, version)
    made = read.conn.execute(
        sa.select(attempt.c.candidate)
        .where(attempt.c.team == task.team, attempt.c.task_id == task.id, worked)
        .order_by(attempt.c.id.desc())
    ).scalar()
    return made or 0
