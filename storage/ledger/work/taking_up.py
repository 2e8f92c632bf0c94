"""An attempt is taken by a worker, with all that belongs to its work."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.file_rows import names_of_files
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.work.answers_given import answers_of, asked_about, replies_of
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.spending import give_back, took_before
from storage.ledger.work.versions import beside
from storage.prepared import Statement
from storage.rules.happenings import Happening
from storage.rules.lifecycle import RUNNING
from storage.rules.mixing import MIX
from storage.rules.values.attempt import TAKEABLE, AttemptState
from storage.rules.values.spent import Spent
from storage.rules.values.task import Task
from storage.tables import attempt, draft


@Statement
def _take(team: str, attempt_id: int, now: datetime) -> Any:
    state = sa.or_(*(attempt.c.state == str(one) for one in TAKEABLE))
    takeable = attempt.c.team == team, attempt.c.id == attempt_id, state
    running = {"state": str(AttemptState.RUNNING), "generation": attempt.c.generation + 1, "began_at": now}
    return sa.update(attempt).where(*takeable).values(running).returning(attempt)


def begin(tx: Tx, team: str, attempt_id: int) -> Assignment | None:
    """Take an attempt, and return its work; None when its task has moved on meanwhile."""
    row = _take.first(tx.conn, team, attempt_id, tx.now)
    if row is None:
        return None
    task = get_task(tx, team, row.task_id)
    if task.state not in RUNNING:
        return None
    if row.generation == 1:
        tx.note(team, task.brief.worker.name, Happening.BEGIN, task.name, became=f"v{row.draft_version}")
    previous = load_draft(tx, team, task.id, row.base) if row.base else None
    asked = asked_about(tx, task)
    answers, grants = answers_of(asked)
    spent, calls = Spent(), 0
    if row.generation > 1:
        give_back(tx, team, attempt_id)
        spent, calls = took_before(tx, team, attempt_id)
    return Assignment(
        attempt=attempt_id,
        generation=row.generation,
        task=task,
        version=row.draft_version,
        previous=previous,
        points=tuple(row.points),
        note=row.note,
        candidate=row.candidate,
        answers=answers,
        grants=grants,
        spent=spent,
        calls=calls,
        came_with=names_of_files(tx, team, task.id, row.base)[1:] if row.base else (),  # the first is its text
        earlier=_earlier(tx, task, row.base),
        replies=replies_of(asked),
        others=beside(tx, task, row.base) if MIX in row.points else (),
    )


def _earlier(read: Read, task: Task, base: int) -> tuple[str, ...]:
    """What was answered to the points of the versions before one, in their order."""
    if not base:
        return ()
    query = sa.select(draft.c.answer).where(
        draft.c.team == task.team, draft.c.task_id == task.id, draft.c.version < base, draft.c.answer != ""
    )
    return tuple(read.conn.execute(query.order_by(draft.c.version)).scalars())
