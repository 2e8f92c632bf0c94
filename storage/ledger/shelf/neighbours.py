"""The tasks directly around others: what waits for them, and what flowed before them."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.edges import edges_around
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.rules.lifecycle import CLOSED
from storage.rules.values.decision import Verdict
from storage.rules.values.task import State, Task
from storage.tables import decision, item, task


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The tasks directly around others: those that wait for them, each with its name, and those before them that
    flowed, by id.

    Attributes:
        open_before: by the id of a task that waits, those before it that are not approved, by id.
        waiters: the tasks that wait, by their ids.
        reopened: by the id of a task that has begun, the names of those before it that were opened again since.
    """

    behind: Mapping[int, tuple[tuple[int, str], ...]]
    open_before: Mapping[int, Mapping[int, str]]
    flowed: Mapping[int, tuple[Task, ...]]
    reopened: Mapping[int, tuple[str, ...]]
    waiters: Mapping[int, Task]


def neighbours(read: Read, team: str, task_ids: Set[int]) -> Neighbours:
    """Return the tasks directly around some, by the ids of those."""
    pairs = edges_around(read, team, task_ids)
    behind, flowed = dict[int, tuple[tuple[int, str], ...]](), dict[int, tuple[Task, ...]]()
    open_before, reopened, waiters = dict[int, dict[int, str]](), dict[int, tuple[str, ...]](), dict[int, Task]()
    if not pairs:
        return Neighbours(behind, open_before, flowed, reopened, waiters)
    ends = {end for pair in pairs for end in (pair.task_id, pair.after_id)}
    others = {r.id: task_of(r) for r in read.conn.execute(tasks().where(task.c.team == team, task.c.id.in_(ends)))}
    by_hand = _approved(read, team, [one.id for one in others.values() if one.flows])
    for pair in sorted(pairs, key=lambda pair: (pair.task_id, pair.after_id)):
        waiter, before = others[pair.task_id], others[pair.after_id]
        if before.id in task_ids and waiter.state is State.BLOCKED and not pair.waived:
            behind[before.id] = (*behind.get(before.id, ()), (waiter.id, waiter.name))
            waiters[waiter.id] = waiter
        if waiter.state is State.BLOCKED and not pair.waived and before.state is not State.APPROVED:
            open_before.setdefault(waiter.id, {})[before.id] = before.name
        elif waiter.state is not State.BLOCKED and _builds_on(waiter, before, pair.waived):
            reopened[waiter.id] = (*reopened.get(waiter.id, ()), before.name)
        went_on = before.flows and before.state is State.APPROVED and before.id not in by_hand
        if waiter.id in task_ids and went_on:
            flowed[waiter.id] = (*flowed.get(waiter.id, ()), before)
    return Neighbours(behind, _undecided(read, team, open_before), flowed, reopened, waiters)


def _builds_on(waiter: Task, before: Task, waived: bool) -> bool:
    """Tell whether a task has begun with the draft of one that is open again."""
    without = any(left.startswith(f"{before.name} (") for left in waiter.brief.left_out)
    return not waived and not without and before.state not in CLOSED


def _undecided(read: Read, team: str, open_before: Mapping[int, Mapping[int, str]]) -> dict[int, Mapping[int, str]]:
    """Return what tasks wait for, without what is approved and has no effect yet; read only where some wait for
    several."""
    if all(len(before) < 2 for before in open_before.values()):
        return dict(open_before)
    approved = _approved(read, team, sorted({id_ for before in open_before.values() for id_ in before}))
    return {
        waiter: {id_: name for id_, name in before.items() if id_ not in approved}
        for waiter, before in open_before.items()
    }


def _approved(read: Read, team: str, task_ids: Sequence[int]) -> frozenset[int]:
    """Return those of the tasks whose last draft a person approved: these did not go on by themselves."""
    if not task_ids:
        return frozenset()
    live = decision.c.verdict == str(Verdict.APPROVE), decision.c.undone_at.is_(None)
    last = decision.c.draft_version == task.c.draft_version
    query = (
        sa.select(item.c.task_id)
        .join_from(decision, item, sa.and_(item.c.team == decision.c.team, item.c.id == decision.c.item_id))
        .join(task, sa.and_(task.c.team == item.c.team, task.c.id == item.c.task_id))
        .where(decision.c.team == team, *live, last, item.c.task_id.in_(task_ids))
    )
    return frozenset(read.conn.execute(query).scalars())
