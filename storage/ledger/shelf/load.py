"""How much a reviewer has: what waits for them, what is under way for them, and whether that leaves room."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read
from storage.ledger.shelf.held_streams import held_streams
from storage.ledger.shelf.queue import ahead, with_budget
from storage.prepared import Statement
from storage.rules.gate import Cause, Held, Load, held, hold_for, hold_on
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
    """What the gate would say of tasks that are about to start; what it goes by is read once for all of them."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._people: dict[tuple[str, str], Person | None] = {}
        self._loads: dict[tuple[str, str, str, bool], Load] = {}
        self._streams: dict[tuple[str, int], Mapping[int, Held]] = {}

    def hold(self, waiter: Task, frees: Task | None, before: Collection[Task] = ()) -> Cause | None:
        """Return what would hold a task that is to start now; None where nothing does.

        Args:
            frees: the task that leaves its reviewer's shelf first; None where none does.
            before: the tasks that start before it.
        """
        owner, reviewer = (self._person(waiter.team, user) for user in (waiter.assigner, waiter.reviewer))
        if owner is None or reviewer is None:
            return Cause.NOT_KNOWN
        agent = not waiter.brief.worker.is_person
        nobody, resting = hold_for(owner.actor, reviewer.actor), self._held(waiter)
        held_now = nobody or hold_on(resting, waiter.stream_id, agent)
        if held_now is None and agent:
            held_now = held(self._then(waiter, reviewer, frees, before), waiter.brief.urgent)
        return held_now.cause if held_now is not None else None

    def _then(self, waiter: Task, reviewer: Person, frees: Task | None, before: Collection[Task]) -> Load:
        """Return the load of its reviewer when a task is to start."""
        now = self._load(waiter, reviewer)
        own_frees = frees is not None and frees.assigner == waiter.assigner
        beside = [each for each in before if each.reviewer == waiter.reviewer and not each.brief.worker.is_person]
        own = sum(each.assigner == waiter.assigner for each in beside)
        return replace(
            now,
            waiting=now.waiting - (frees is not None),
            under_way=now.under_way + len(beside),
            from_assigner=0 if now.own else max(0, now.from_assigner - own_frees + own),
        )

    def _load(self, waiter: Task, reviewer: Person) -> Load:
        """Return the load of a reviewer now, with those that wait for room before a task."""
        key = waiter.team, waiter.reviewer, waiter.assigner, waiter.brief.urgent
        if key not in self._loads:
            counts = load(self._read, reviewer, waiter.assigner)
            spent = held_streams(self._read, waiter.team, with_budget(self._read, reviewer))
            first, _ = ahead(self._read, reviewer, waiter.assigner, urgent=waiter.brief.urgent, spent=spent)
            self._loads[key] = replace(counts, under_way=counts.under_way + first)
        return self._loads[key]

    def _person(self, team: str, user: str) -> Person | None:
        if (team, user) not in self._people:
            self._people[team, user] = people.find(self._read, team, user)
        return self._people[team, user]

    def _held(self, waiter: Task) -> Mapping[int, Held]:
        """Return why the stream of a task lets none start, by its id; nothing where it does."""
        stream = waiter.stream_id
        if stream is None:
            return {}
        if (waiter.team, stream) not in self._streams:
            self._streams[waiter.team, stream] = held_streams(self._read, waiter.team, (stream,))
        return self._streams[waiter.team, stream]
