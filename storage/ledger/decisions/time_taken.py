"""How long an agent's attempt at a draft took."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.work.versions import worked_on
from storage.prepared import Statement
from storage.rules.values.attempt import AttemptState
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item
from storage.tables import attempt


@Statement
def _done(team: str, task_id: int, version: int) -> sa.Select[Any]:
    of_draft = attempt.c.team == team, attempt.c.task_id == task_id, attempt.c.draft_version == version
    return sa.select(attempt.c.began_at, attempt.c.ended_at).where(*of_draft, attempt.c.state == str(AttemptState.DONE))


def time_taken(read: Read, item: Item, draft: Draft) -> tuple[float | None] | None:
    """Return the seconds that an agent's attempt at a draft took, as (seconds,), or (None,) where they are not known;
    None where no agent made it."""
    version = worked_on(read, item.task, draft.version)
    row = _done.first(read.conn, item.task.team, item.task.id, version)
    if row is None:
        return None
    return ((row.ended_at - row.began_at).total_seconds() if row.began_at and row.ended_at else None,)
