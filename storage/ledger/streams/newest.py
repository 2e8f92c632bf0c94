"""Who takes part in a stream, and the tasks of it that changed last."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.streams.taking_part import party
from storage.rules.authority import Claim
from storage.rules.values.stream import Stream
from storage.tables import task

MOST, NEWEST = 500, 500  # open tasks that are read, and tasks whose decisions and people are


def newest_tasks(claim: Claim, the_stream: Stream) -> sa.Select[tuple[int]]:
    """Return the query of the tasks of a stream that changed last: all else is history, however long that is."""
    newest = sa.select(task.c.id).where(task.c.team == claim.team, task.c.stream_id == the_stream.id)
    return sa.select(newest.order_by(task.c.changed_at.desc()).limit(NEWEST).subquery().c.id)


def members_of(read: Read, claim: Claim, the_stream: Stream) -> tuple[str, ...]:
    """Return the people with tasks in a stream, as far as a person may see those; the owner first."""
    mine = task.c.id.in_(newest_tasks(claim, the_stream)), party(claim.team, claim.user)
    rows = read.conn.execute(
        sa.select(task.c.assigner, task.c.reviewer, task.c.worker, task.c.worker_kind).where(*mine).distinct()
    ).all()
    named = {user for row in rows for user in (row.assigner, row.reviewer)}
    named |= {row.worker for row in rows if row.worker_kind == "person"}
    return tuple(user for user in dict.fromkeys((the_stream.owner, *sorted(named))) if user)
