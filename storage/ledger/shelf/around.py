"""What stands around items in their pipelines: what starts when one is approved, and what flowed before it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from storage.ledger.core.ledger import Read
from storage.ledger.rows.draft_rows import load_drafts
from storage.ledger.shelf.load import is_full
from storage.ledger.shelf.neighbours import Neighbours, neighbours
from storage.rules.flowing import met
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
    full = _without_room(read, team, direct, items)
    checked = _met(read, team, [step for steps in before.values() for step in steps]) if before else {}
    return [
        replace(
            item,
            next_steps=tuple(name for _, name in direct.behind.get(item.task.id, ())),
            next_waits=_waits(direct, item.task),
            next_held=_held(direct, item, full),
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


def _without_room(read: Read, team: str, direct: Neighbours, items: Sequence[Item]) -> frozenset[tuple[str, str]]:
    """Return who would have no room for what starts when an item is approved, each with whose shelf that leaves."""
    pairs = {(user, item.reviewer) for item in items for user in _next_reviewers(direct, item)}
    return frozenset(pair for pair in pairs if is_full(read, team, pair[0], freed=int(pair[0] == pair[1])))


def _next_reviewers(direct: Neighbours, item: Item) -> list[str]:
    behind = (direct.takes_room.get(id_) for id_, _ in direct.behind.get(item.task.id, ()))
    return [user for user in behind if user is not None]


def _held(direct: Neighbours, item: Item, full: Set[tuple[str, str]]) -> tuple[str, ...]:
    """Return the names of the tasks that would wait for room when an item is approved."""
    behind = direct.behind.get(item.task.id, ())
    return tuple(name for id_, name in behind if (direct.takes_room.get(id_, ""), item.reviewer) in full)


def _all_before(task_id: int, before: Mapping[int, tuple[Task, ...]]) -> list[Task]:
    steps = before.get(task_id, ())
    return [*(step for one in steps for step in _all_before(one.id, before)), *steps]


def _met(read: Read, team: str, steps: Sequence[Task]) -> dict[int, Flowed]:
    drafts = load_drafts(read, team, {(step.id, step.draft_version) for step in steps})
    return {
        step.id: Flowed(step.name, step.key, met(draft) if (draft := drafts.get((step.id, step.draft_version))) else "")
        for step in steps
    }
