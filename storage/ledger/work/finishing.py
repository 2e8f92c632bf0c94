"""The last of an attempt's batch has ended: what was made goes to the shelf, or why nothing was."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.progress import redraw_progress
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.freeing import free_budget
from storage.ledger.work.gate import release
from storage.ledger.work.readying import ready
from storage.ledger.work.state import change_state
from storage.prepared import PreparedQuery, PreparedRows
from storage.rules.lifecycle import Event
from storage.rules.values.ask import Kind
from storage.rules.values.attempt import LIVE, AttemptState
from storage.rules.values.draft import Draft
from storage.rules.values.item import Remedy
from storage.rules.values.task import Task
from storage.tables import attempt

_TEAM: sa.BindParameter[str] = sa.bindparam("team_")
_BATCH_OF = PreparedQuery(
    lambda _: sa.select(attempt.c.batch).where(attempt.c.team == _TEAM, attempt.c.id == sa.bindparam("id_")),
    {"team_": attempt.c.team.type, "id_": attempt.c.id.type},
)
_TOGETHER = PreparedRows(
    lambda _: (
        sa.select(attempt.c.candidate, attempt.c.draft_version, attempt.c.state, attempt.c.error)
        .where(attempt.c.team == _TEAM, attempt.c.task_id == sa.bindparam("task_"))
        .where(attempt.c.batch == sa.bindparam("batch_"))
        .order_by(attempt.c.id)
    ),
    {"team_": attempt.c.team.type, "task_": attempt.c.task_id.type, "batch_": attempt.c.batch.type},
)


def batch_of(read: Read, assignment: Assignment) -> int:
    """Return the first version of those that were begun together."""
    (batch,) = _BATCH_OF(read.conn, {"team_": assignment.team, "id_": assignment.attempt})
    return int(batch)


def finish(
    tx: Tx, done: Task, batch: int, last: Draft | None, why: str = "", remedy: Remedy = Remedy.BRIEF
) -> str | None:
    """Put what was made on the shelf, once the last of an attempt's batch has ended; where nothing was, say why."""
    together = _TOGETHER.all(tx.conn, {"team_": done.team, "task_": done.id, "batch_": batch})
    newest = {r.candidate: r for r in together}
    rows = newest.values()  # without those that a Retry took the place of
    if any(r.state in LIVE for r in rows):
        return None
    versions = tuple(sorted(r.draft_version for r in rows if r.state == AttemptState.DONE))
    lost = [r.error for r in rows if r.state == AttemptState.FAILED]
    key = ready(tx, done, versions, last, lost) if versions else _failed(tx, done, why, remedy)
    release(tx, done.team, done.reviewer)
    free_budget(tx, done.team, done.stream_id, besides=done.reviewer)
    redraw_progress(tx, done)
    return key


def _failed(tx: Tx, done: Task, why: str, remedy: Remedy) -> str:
    change_state(tx, done, Event.FAIL, done.brief.worker.name, why)
    return shelve(tx, done, Shelved(kind=Kind.PROBLEM, words=20, problem=why, remedy=remedy))
