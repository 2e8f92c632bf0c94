"""Shelves for the tests of ranking, and an exact solver that knows no rule of ours."""

import random

from hypothesis import strategies as st

from storage.rules.order_cost import SWITCH, Candidate

RATIOS = st.tuples(st.integers(0, 3), st.floats(0.5, 10), st.floats(0.1, 9))
few = st.lists(RATIOS, min_size=1, max_size=6).map(
    lambda rows: [
        Candidate(key=n, stream=s, minutes=m, weight=w, ready_at=float(n)) for n, (s, m, w) in enumerate(rows)
    ]
)


def shelf(dice: random.Random, size: int, streams: int) -> list[Candidate]:
    """Items of many shapes: flat, uneven or equal weights, short and long, of one stream or each of its own."""
    spread, longest = dice.choice((0.0, 0.5, 1.0)), dice.choice((1.0, 3.0, 10.0))
    weights = [dice.lognormvariate(0, spread) for _ in range(size)]
    minutes = [round(dice.uniform(0.5, longest), dice.choice((0, 1, 9))) + 0.25 for _ in range(size)]
    ready = [dice.choice((0.0, dice.random())) for _ in range(size)]
    rows = zip(minutes, weights, ready, strict=True)
    return [
        Candidate(key=n, stream=dice.randrange(streams), minutes=m, weight=w, ready_at=at)
        for n, (m, w, at) in enumerate(rows)
    ]


def least(items: list[Candidate], most: int) -> float:
    """Return the least cost of any ordered choice, over (set of chosen, last stream)."""
    total = sum(c.weight for c in items)
    layer: dict[tuple[int, int], float] = {(0, -1): 0.0}
    for _ in range(most):
        following: dict[tuple[int, int], float] = {}
        for (chosen, last), so_far in layer.items():
            left = total - sum(c.weight for n, c in enumerate(items) if chosen >> n & 1)
            for n, c in enumerate(items):
                if not chosen >> n & 1:
                    price = so_far + left * (c.minutes + (SWITCH if c.stream != last else 0.0))
                    state = chosen | 1 << n, c.stream
                    following[state] = min(price, following.get(state, price))
        layer = following
    return min(layer.values())
