"""What stands around items in their pipelines: what starts when one is approved, and what flowed before it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.edges import edges_at
from storage.ledger.rows import load_drafts, task_of, tasks
from storage.rules.flowing import met
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Flowed, Item
from storage.rules.values.task import State, Task
from storage.tables import decision, item, task


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The tasks directly around others: those that wait for them, and those before them that flowed, by id."""

    behind: Mapping[int, tuple[str, ...]]
    flowed: Mapping[int, tuple[Task, ...]]


def with_steps(read: Read, team: str, items: Sequence[Item]) -> list[Item]:
    """Return items with the names of the tasks that start when they are approved, and the steps that flowed before."""
    direct = _neighbours(read, team, {item.task.id for item in items})
    before = dict(direct.flowed)
    new = {step.id for steps in before.values() for step in steps}
    while new:  # what flowed before what flowed
        further = _neighbours(read, team, new).flowed
        new = {step.id for steps in further.values() for step in steps} - set(before)
        before.update(further)
    checked = _met(read, team, [step for steps in before.values() for step in steps]) if before else {}
    return [
        replace(
            item,
            next_steps=direct.behind.get(item.task.id, ()),
            flowed=tuple(checked[step.id] for step in _all_before(item.task.id, before)),
        )
        for item in items
    ]


def _all_before(task_id: int, before: Mapping[int, tuple[Task, ...]]) -> list[Task]:
    steps = before.get(task_id, ())
    return [*(step for one in steps for step in _all_before(one.id, before)), *steps]


def _met(read: Read, team: str, steps: Sequence[Task]) -> dict[int, Flowed]:
    drafts = load_drafts(read, team, {(step.id, step.draft_version) for step in steps})
    return {
        step.id: Flowed(step.name, step.key, met(draft) if (draft := drafts.get((step.id, step.draft_version))) else "")
        for step in steps
    }


def _neighbours(read: Read, team: str, task_ids: Set[int]) -> Neighbours:
    pairs = edges_at(read, team, task_ids)
    behind, flowed = dict[int, tuple[str, ...]](), dict[int, tuple[Task, ...]]()
    if not pairs:
        return Neighbours(behind, flowed)
    ends = {end for pair in pairs for end in (pair.task_id, pair.after_id)}
    others = {r.id: task_of(r) for r in read.conn.execute(tasks().where(task.c.team == team, task.c.id.in_(ends)))}
    by_hand = _approved(read, team, [one.id for one in others.values() if one.flows])
    for pair in sorted(pairs, key=lambda pair: (pair.task_id, pair.after_id)):
        waiter, before = others[pair.task_id], others[pair.after_id]
        if before.id in task_ids and waiter.state is State.BLOCKED and not pair.waived:
            behind[before.id] = (*behind.get(before.id, ()), waiter.name)
        went_on = before.flows and before.state is State.APPROVED and before.id not in by_hand
        if waiter.id in task_ids and went_on:
            flowed[waiter.id] = (*flowed.get(waiter.id, ()), before)
    return Neighbours(behind, flowed)


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
