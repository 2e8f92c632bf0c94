"""How long an agent's attempt at a draft took."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.work.versions import worked_on
from storage.rules.values.attempt import AttemptState
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item
from storage.tables import attempt


def time_taken(read: Read, item: Item, draft: Draft) -> tuple[float | None] | None:
    """Return the seconds that an agent's attempt at a draft took, as (seconds,), or (None,) where they are not known;
    None where no agent made it."""
    version = worked_on(read, item.task, draft.version)
    of_draft = (
        attempt.c.task_id == item.task.id,
        attempt.c.draft_version == version,
        attempt.c.state == AttemptState.DONE,
    )
    query = sa.select(attempt.c.began_at, attempt.c.ended_at).where(attempt.c.team == item.task.team, *of_draft)
    row = read.conn.execute(query).first()
    if row is None:
        return None
    return ((row.ended_at - row.began_at).total_seconds() if row.began_at and row.ended_at else None,)
