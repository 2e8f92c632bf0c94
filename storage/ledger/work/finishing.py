"""The last of an attempt's batch has ended: what was made goes to the shelf, or why nothing was."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.progress import redraw_progress
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.gate import release
from storage.ledger.work.readying import ready
from storage.ledger.work.state import change_state
from storage.rules.lifecycle import Event
from storage.rules.values.ask import Kind
from storage.rules.values.attempt import LIVE, AttemptState
from storage.rules.values.draft import Draft
from storage.rules.values.item import Remedy
from storage.rules.values.task import Task
from storage.tables import attempt


def batch_of(read: Read, assignment: Assignment) -> int:
    """Return the first version of those that were begun together."""
    of_attempt = attempt.c.team == assignment.team, attempt.c.id == assignment.attempt
    return int(read.conn.execute(sa.select(attempt.c.batch).where(*of_attempt)).scalar_one())


def finish(
    tx: Tx, task: Task, batch: int, last: Draft | None, why: str = "", remedy: Remedy = Remedy.BRIEF
) -> str | None:
    """Put what was made on the shelf, once the last of an attempt's batch has ended; where nothing was, say why."""
    together = attempt.c.team == task.team, attempt.c.task_id == task.id, attempt.c.batch == batch
    columns = attempt.c.candidate, attempt.c.draft_version, attempt.c.state, attempt.c.error
    newest = {r.candidate: r for r in tx.conn.execute(sa.select(*columns).where(*together).order_by(attempt.c.id))}
    rows = newest.values()  # without those that a Retry took the place of
    if any(r.state in LIVE for r in rows):
        return None
    versions = tuple(sorted(r.draft_version for r in rows if r.state == AttemptState.DONE))
    lost = [r.error for r in rows if r.state == AttemptState.FAILED]
    key = ready(tx, task, versions, last, lost) if versions else _failed(tx, task, why, remedy)
    release(tx, task.team, task.reviewer)
    redraw_progress(tx, task)
    return key


def _failed(tx: Tx, task: Task, why: str, remedy: Remedy) -> str:
    change_state(tx, task, Event.FAIL, task.brief.worker.name, why)
    return shelve(tx, task, Shelved(kind=Kind.PROBLEM, words=20, problem=why, remedy=remedy))
