"""What belongs together is brought together: the ready rows of one series count as one thing in a collection."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from storage.rules.order_cost import Candidate

MOST = 100  # rows of one card: more do not fit in the list that is ticked


Groups = Mapping[int, tuple[Candidate, ...]]  # by the key of what stands for them


def joined(items: Sequence[Candidate], group_of: Mapping[int, int]) -> tuple[Sequence[Candidate], Groups]:
    """Return what is chosen among: each item by itself, but the first of a group for all of it; and the groups.

    Args:
        group_of: the group of an item, by its key; those of no group are left out.
    """
    if not group_of:
        return items, {}
    groups = dict[int, list[Candidate]]()
    for item in items:
        if item.key in group_of:
            groups.setdefault(group_of[item.key], []).append(item)
    held = [members[:MOST] for members in map(_in_order, groups.values())]
    alone = [item for item in items if item.key not in group_of]
    return [*alone, *map(_as_one, held)], {members[0].key: tuple(members) for members in held}


def _in_order(members: Sequence[Candidate]) -> list[Candidate]:
    return sorted(members, key=lambda item: item.key)


def _as_one(members: Sequence[Candidate]) -> Candidate:
    """Return a group as one thing: its attention and its weight are those of all its members."""
    return replace(
        members[0],
        minutes=sum(item.minutes for item in members),
        weight=sum(item.weight for item in members),
        ready_at=min(item.ready_at for item in members),
        urgent=any(item.urgent for item in members),
    )
