"""Where a person left off in their streams: read from the history, without a model."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.streams.acts import acts_of
from storage.ledger.streams.taking_part import party
from storage.rules.authority import Action, Claim
from storage.rules.recap import Recap, recap
from storage.rules.values.task import Task
from storage.tables import task

LATEST = 12  # tasks of a stream, those that changed last, whose history is read for a line
ALL = 60  # for a stream's page


def recaps(read: Read, claim: Claim, streams: Collection[int], latest: int = LATEST) -> Mapping[int, Recap]:
    """Return where a person left off in streams, by the stream's id; only tasks of theirs count.

    Raises:
        Refused: they are no full member.
    """
    access.check(read, claim, Action.LOOK)
    theirs = _latest(read, claim, sorted(set(streams)), latest)
    acts = acts_of(read, claim.team, {each.name: each for each in theirs})
    stream_by_task = {each.name: each.stream_id for each in theirs}
    return {
        stream: recap([act for act in acts if stream_by_task[act.task] == stream], claim.user) for stream in streams
    }


def _latest(read: Read, claim: Claim, streams: Sequence[int], latest: int) -> list[Task]:
    """Return a person's tasks among those of each stream that changed last."""
    if not streams:
        return []
    parts = [
        sa.select(
            sa.select(task.c.id)
            .where(task.c.team == claim.team, task.c.stream_id == stream)
            .order_by(task.c.changed_at.desc())
            .limit(latest)
            .subquery()
        )
        for stream in streams
    ]
    query = tasks().where(task.c.id.in_(sa.union_all(*parts)), party(claim.team, claim.user))
    return [task_of(row) for row in read.conn.execute(query)]
