"""Choosing 5 of 9 and ordering them, beside an exact solver over subsets that is this benchmark's own."""

import random

from benchmarks.rows import Row
from storage.rules.ranking import SWITCH, Candidate, choose, cost

INSTANCES, ITEMS, MOST, SEED = 1000, 9, 5, 20261124


def instance(dice: random.Random) -> list[Candidate]:
    streams, heavy = dice.randint(2, 6), dice.choice((0.0, 0.5, 1.0))
    return [
        Candidate(n, dice.randrange(streams), dice.uniform(0.5, 10), dice.lognormvariate(0, heavy), dice.random())
        for n in range(ITEMS)
    ]


def optimum(items: list[Candidate]) -> float:
    """The least cost of any ordered choice: states are (set of chosen, last stream), no rule assumed."""
    total = sum(c.weight for c in items)
    layer: dict[tuple[int, int], float] = {(0, -1): 0.0}
    for _ in range(MOST):
        following: dict[tuple[int, int], float] = {}
        for (chosen, last), so_far in layer.items():
            left = total - sum(c.weight for n, c in enumerate(items) if chosen >> n & 1)
            for n, c in enumerate(items):
                if not chosen >> n & 1:
                    price = so_far + left * (c.minutes + (SWITCH if c.stream != last else 0.0))
                    state = (chosen | 1 << n, c.stream)
                    following[state] = min(price, following.get(state, price))
        layer = following
    return min(layer.values())


async def rows() -> list[Row]:
    dice, gaps, fifo_gaps, worse = random.Random(SEED), list[float](), list[float](), 0
    for _ in range(INSTANCES):
        items = instance(dice)
        waiting, best = sum(c.weight for c in items), optimum(items)
        ours = cost(choose(items, MOST), waiting, None)
        fifo = cost(sorted(items, key=lambda c: c.ready_at)[:MOST], waiting, None)
        gaps.append(ours / best - 1)
        fifo_gaps.append(fifo / best - 1)
        worse += ours > fifo + 1e-9
    mean, fifo_mean = sum(gaps) / INSTANCES, sum(fifo_gaps) / INSTANCES
    return [
        Row(
            "order",
            f"{mean:.2%} over the optimum",
            f"{fifo_mean:.0%} first-in-first-out",
            "",
            "at most 2 % on average",
            mean <= 0.02,
        ),
        Row("order", f"{worse} of {INSTANCES} worse", "first-in-first-out", "", "never worse", worse == 0),
    ]
