"""How much a reviewer has: what waits for them, what is under way for them, and whether that leaves room."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read
from storage.ledger.shelf.queue import ahead
from storage.prepared import Statement
from storage.rules.gate import Cause, Load, held
from storage.rules.people import Person
from storage.rules.values.item import Remedy
from storage.rules.values.task import State, Task
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


class Room:
    """What would hold tasks that are about to start, looked up once for all of a reviewer's from one assigner."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: dict[tuple[str, str, str, bool], Load | None] = {}

    def hold(self, waiter: Task, freed: int = 0, of_assigner: int = 0, before: int = 0) -> Cause | None:
        """Return what would hold a task that is to start now; None where nothing does.

        Args:
            freed: how many tasks leave its reviewer's shelf first, `of_assigner` those of them that are of the same
                assigner.
            before: how many of the same assigner start before it.
        """
        if waiter.held_by:
            return Cause.STREAM
        counts = self._load(waiter)
        if counts is None or waiter.brief.worker.is_person:
            return None
        share = 0 if counts.own else max(0, counts.from_assigner - of_assigner + before)
        waiting, under_way = counts.waiting - freed, counts.under_way + before
        why = held(replace(counts, waiting=waiting, under_way=under_way, from_assigner=share), waiter.brief.urgent)
        return why.cause if why is not None else None

    def _load(self, waiter: Task) -> Load | None:
        """Return the load of who decides on a task, with those that wait for room before it; None of who is not
        known."""
        key = waiter.team, waiter.reviewer, waiter.assigner, waiter.brief.urgent
        if key not in self._known:
            person = people.find(self._read, waiter.team, waiter.reviewer)
            self._known[key] = self._with_ahead(person, waiter) if person is not None else None
        return self._known[key]

    def _with_ahead(self, person: Person, waiter: Task) -> Load:
        counts = load(self._read, person, waiter.assigner)
        others, _ = ahead(self._read, person, waiter.assigner, urgent=waiter.brief.urgent)
        return replace(counts, under_way=counts.under_way + others)
