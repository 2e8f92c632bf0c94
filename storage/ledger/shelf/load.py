"""How much a reviewer has: what waits for them, what is under way for them, and whether that leaves room."""

from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read
from storage.ledger.shelf.queue import ahead
from storage.prepared import Statement
from storage.rules.gate import Load
from storage.rules.people import Person
from storage.rules.values.item import Remedy
from storage.rules.values.task import State
from storage.rules.values.worker import WorkerKind
from storage.tables import item, task, workspace


@Statement
def _counts(team: str, user: str) -> sa.Select[Any]:
    """Return the query of what waits for a person, what is under way for them, and who stopped all work."""
    # What was approved already, and only did not get to its place, holds nothing back.
    waits = item.c.team == team, item.c.closed_at.is_(None), sa.not_(item.c.rest)
    counts = *waits, item.c.remedy != str(Remedy.DELIVERY)
    own = *counts, item.c.reviewer == user, item.c.stands_for == ""
    elsewhere = *counts, item.c.stands_for != "", item.c.stands_for == user  # on the shelf of who stands in for them
    under_way = (
        *(task.c.team == team, task.c.reviewer == user, task.c.state == str(State.WORKING)),
        task.c.worker_kind == str(WorkerKind.AGENT),  # what colleagues do is never held
        *(task.c.id.not_in(sa.select(item.c.task_id).where(*waiting)) for waiting in (own, elsewhere)),
    )
    waiting = [sa.select(sa.func.count(item.c.task_id.distinct())).where(*part) for part in (own, elsewhere)]
    return sa.select(
        (waiting[0].scalar_subquery() + waiting[1].scalar_subquery()).label("waiting"),
        sa.select(sa.func.count()).where(*under_way).scalar_subquery().label("under_way"),
        sa.select(workspace.c.stopped_by).where(workspace.c.team == team).scalar_subquery().label("stopped_by"),
    )


def load(read: Read, reviewer: Person, assigner: str) -> Load:
    """Return the load of one reviewer, read in one statement, in two where somebody else assigned; each task counts
    once, and a resting one does not."""
    waiting, under_way, stopped = _counts.first(read.conn, reviewer.team, reviewer.user)
    own = assigner == reviewer.user
    others = 0 if own else _of_assigner(read, reviewer, assigner)
    return Load(
        waiting=waiting,
        under_way=under_way,
        limit=reviewer.room,
        from_assigner=others,
        own=own,
        stopped_by=stopped or "",
    )


def _of_assigner(read: Read, reviewer: Person, assigner: str) -> int:
    rests = item.c.team == reviewer.team, item.c.closed_at.is_(None), item.c.rest
    return read.conn.execute(
        sa.select(sa.func.count()).where(
            task.c.team == reviewer.team,
            task.c.reviewer == reviewer.user,
            task.c.assigner == assigner,
            sa.or_(task.c.worker_kind == str(WorkerKind.AGENT), task.c.state == State.READY),
            task.c.state.in_((State.WORKING, State.ASKING, State.READY, State.FAILED)),
            task.c.id.not_in(sa.select(item.c.task_id).where(*rests)),
        )
    ).scalar_one()


def is_full(read: Read, team: str, user: str, freed: int = 0) -> bool:
    """Tell whether one more task that is not urgent would have to wait for a reviewer's room.

    Args:
        freed: how many tasks leave their shelf first.
    """
    person = people.find(read, team, user)
    if person is None:
        return False
    before, _ = ahead(read, person, user, urgent=False)
    return load(read, person, user).total - freed + before >= person.room
