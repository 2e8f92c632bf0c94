"""The last of an attempt's batch has ended: what was made goes to the shelf, or why nothing was."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.progress import redraw_progress
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.freeing import free_budget
from storage.ledger.work.gate import release
from storage.ledger.work.readying import put_on_shelf
from storage.ledger.work.state import change_state
from storage.prepared import Statement
from storage.rules.lifecycle import Event
from storage.rules.values.ask import Kind
from storage.rules.values.attempt import LIVE, AttemptState
from storage.rules.values.draft import Draft
from storage.rules.values.item import Remedy
from storage.rules.values.task import Task
from storage.tables import attempt


@Statement
def _batch_of(team: str, attempt_id: int) -> sa.Select[tuple[int]]:
    return sa.select(attempt.c.batch).where(attempt.c.team == team, attempt.c.id == attempt_id)


@Statement
def _together(team: str, task_id: int, batch: int) -> sa.Select[Any]:
    columns = attempt.c.candidate, attempt.c.draft_version, attempt.c.state, attempt.c.error
    these = attempt.c.team == team, attempt.c.task_id == task_id, attempt.c.batch == batch
    return sa.select(*columns).where(*these).order_by(attempt.c.id)


def batch_of(read: Read, assignment: Assignment) -> int:
    """Return the first version of those that were begun together."""
    (batch,) = _batch_of.first(read.conn, assignment.team, assignment.attempt)
    return int(batch)


def finish(
    tx: Tx, done: Task, batch: int, last: Draft | None, why: str = "", remedy: Remedy = Remedy.BRIEF
) -> str | None:
    """Put what was made on the shelf, once the last of an attempt's batch has ended; where nothing was, say why."""
    together = _together.all(tx.conn, done.team, done.id, batch)
    newest = {r.candidate: r for r in together}
    rows = newest.values()  # without those that a Retry took the place of
    if any(r.state in LIVE for r in rows):
        return None
    versions = tuple(sorted(r.draft_version for r in rows if r.state == AttemptState.DONE))
    lost = [r.error for r in rows if r.state == AttemptState.FAILED]
    key = put_on_shelf(tx, done, versions, last, lost) if versions else _failed(tx, done, why, remedy)
    release(tx, done.team, done.reviewer)
    free_budget(tx, done.team, done.stream_id, besides=done.reviewer)
    redraw_progress(tx, done)
    return key


def _failed(tx: Tx, done: Task, why: str, remedy: Remedy) -> str:
    change_state(tx, done, Event.FAIL, done.brief.worker.name, why)
    return shelve(tx, done, Shelved(kind=Kind.PROBLEM, words=20, problem=why, remedy=remedy))
