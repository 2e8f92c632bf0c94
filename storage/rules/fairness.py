"""One other person's tasks take at most a share of a collection, while anything else is ready."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from storage.rules.gate import share_of
from storage.rules.sitting import Candidate

Compose = Callable[[Sequence[Candidate], int], tuple[Candidate, ...]]  # at most so many of many, in their order


def fairly(items: Sequence[Candidate], others: Mapping[int, str], most: int, compose: Compose) -> tuple[Candidate, ...]:
    """Return what a collection brings: of each other person's no more than their share, while anything else is ready.

    Args:
        others: who assigned an item, by its key; without the person's own.
        compose: chooses and orders.
    """
    pool, left = list(items), list[Candidate]()
    order = compose(pool, most)
    while over := _over(order, others, share_of(most)):
        keys = {one.key for one in over}
        left += over
        pool = [one for one in pool if one.key not in keys]
        order = compose(pool, most)
    if len(order) == most or not left:
        return order
    room = most - len(order)  # nothing else is ready: the rest of the room is theirs
    return compose([*order, *compose(left, room)], most)


def _over(order: Sequence[Candidate], others: Mapping[int, str], share: int) -> list[Candidate]:
    """Return what of an order is more than somebody's share; what is urgent counts and stays."""
    seen, over = Counter[str](), list[Candidate]()
    for one in order:
        user = others.get(one.key)
        if user is None:
            continue
        seen[user] += 1
        if seen[user] > share and not one.urgent:
            over.append(one)
    return over
