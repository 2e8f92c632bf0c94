"""What stands around items in their pipelines: what starts when one is approved, and what flowed before it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from storage.ledger.core.ledger import Read
from storage.ledger.rows.draft_rows import load_drafts
from storage.ledger.shelf.load import Room
from storage.ledger.shelf.neighbours import Neighbours, neighbours
from storage.rules.flowing import met
from storage.rules.gate import Cause
from storage.rules.values.item import Flowed, Item
from storage.rules.values.task import Task


def with_steps(read: Read, team: str, items: Sequence[Item]) -> list[Item]:
    """Return items with the names of the tasks that start when they are approved, of those before them that were opened
    again, and the steps that flowed before."""
    direct = neighbours(read, team, {item.task.id for item in items})
    before = dict(direct.flowed)
    new = {step.id for steps in before.values() for step in steps}
    while new:  # what flowed before what flowed
        further = neighbours(read, team, new).flowed
        new = {step.id for steps in further.values() for step in steps} - set(before)
        before.update(further)
    room = Room(read)
    checked = _met(read, team, [step for steps in before.values() for step in steps]) if before else {}
    return [
        replace(
            item,
            next_steps=tuple(name for _, name in direct.behind.get(item.task.id, ())),
            next_waits=_waits(direct, item.task),
            next_held=_held(room, direct, item),
            reopened_before=direct.reopened.get(item.task.id, ()),
            flowed=tuple(checked[step.id] for step in _all_before(item.task.id, before)),
        )
        for item in items
    ]


def _waits(direct: Neighbours, target: Task) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the tasks after one that wait for others, too, each with the names of those."""
    before = ((name, direct.open_before.get(id_, {})) for id_, name in direct.behind.get(target.id, ()))
    others = ((name, tuple(other for id_, other in open_.items() if id_ != target.id)) for name, open_ in before)
    return tuple((name, open_) for name, open_ in others if open_)


def _held(room: Room, direct: Neighbours, item: Item) -> tuple[tuple[str, str], ...]:
    """Return the names of the tasks that would be held when an item is approved, each with what would hold it; of those
    that wait for others, too, nobody can say that yet."""
    waits, seat = dict(_waits(direct, item.task)), item.stands_for or item.reviewer
    found, started, over = list[tuple[str, str]](), list[Task](), dict[tuple[object, ...], Cause]()
    for id_, name in direct.behind.get(item.task.id, ()):
        if name in waits:
            continue
        waiter = direct.waiters[id_]
        agent = not waiter.brief.worker.is_person
        alike = waiter.reviewer, waiter.assigner, waiter.brief.urgent, waiter.stream_id, agent
        frees = item.task if waiter.reviewer == seat and not item.rests else None
        cause = over.get(alike) or room.hold(waiter, frees, started)
        if cause is not None:
            found.append((name, str(cause)))
            over[alike] = cause  # of a thousand steps those that are alike wait for the same
        elif agent:
            started.append(waiter)
    return tuple(found)


def _all_before(task_id: int, before: Mapping[int, tuple[Task, ...]]) -> list[Task]:
    steps = before.get(task_id, ())
    return [*(step for one in steps for step in _all_before(one.id, before)), *steps]


def _met(read: Read, team: str, steps: Sequence[Task]) -> dict[int, Flowed]:
    drafts = load_drafts(read, team, {(step.id, step.draft_version) for step in steps})
    return {
        step.id: Flowed(step.name, step.key, met(draft) if (draft := drafts.get((step.id, step.draft_version))) else "")
        for step in steps
    }
