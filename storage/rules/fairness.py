"""One other person's tasks take at most a share of a collection, while anything else is ready."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from storage.rules.gate import share_of
from storage.rules.order_cost import Candidate

Compose = Callable[[Sequence[Candidate], int], tuple[Candidate, ...]]  # at most so many of many, in their order
ROUNDS = 8  # choices that are made at most: each holds back everything more of who had too much


def fairly(items: Sequence[Candidate], others: Mapping[int, str], most: int, compose: Compose) -> tuple[Candidate, ...]:
    """Return what a collection brings: of each other person's no more than their share, while anything else is ready.

    Args:
        others: who assigned an item, by its key; without the person's own.
        compose: chooses and orders.
    """
    pool, left = list(items), list[Candidate]()
    order = compose(pool, most)
    for _ in range(ROUNDS if others else 0):
        over = _over(order, others, share_of(most))
        if not over:
            break
        within = {one.key for one in order} - {one.key for one in over}
        users = {others[one.key] for one in over}
        held = {one.key for one in pool if others.get(one.key) in users and one.key not in within and not one.urgent}
        left += [one for one in pool if one.key in held]
        pool = [one for one in pool if one.key not in held]
        order = compose(pool, most)
    room = most - len(order)
    return compose([*order, *compose(left, room)], most) if room > 0 and left else order


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
