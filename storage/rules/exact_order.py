"""The cheapest order of a few items, where finding it is little work.

One machine with set-up times between families, 1 | s_f | sum w_j C_j.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import prod

from storage.rules.order_cost import Candidate, Sitting
from storage.rules.ordering import by_ratio, by_stream

FEW = 4_000  # states of an exact order: more would take longer than a person notices
State = tuple[tuple[int, ...], int | None]  # how many of each stream are done, and the last stream
Path = tuple[float, float, tuple[Candidate, ...]]  # its cost, the weight that still waits, and the order


def states(items: Sequence[Candidate]) -> int:
    """Return how many states an exact order has to look at: exponential in the number of streams."""
    sizes = Counter(item.stream for item in items).values()
    return prod(size + 1 for size in sizes) * len(sizes)


def exact(items: Sequence[Candidate], sitting: Sitting) -> list[Candidate]:
    """Return the cheapest order, by dynamic programming over (how many of each stream are done, last stream).

    Exact because within a stream Smith's rule holds and a step's cost depends only on what still waits.
    """
    queues = list(by_stream(by_ratio(items), len(items)).values())
    layer: dict[State, Path] = {((0,) * len(queues), sitting.last): (0.0, sitting.waiting, ())}
    for _ in items:
        following: dict[State, Path] = {}
        for state, path in layer.items():
            for next_state, longer in _steps(queues, state, path, sitting):
                if next_state not in following or longer[0] < following[next_state][0]:
                    following[next_state] = longer
        layer = following
    return list(min(layer.values(), key=lambda path: path[0])[2])


def _steps(
    queues: Sequence[Sequence[Candidate]], state: State, path: Path, sitting: Sitting
) -> Iterator[tuple[State, Path]]:
    """Yield what comes next: the first of each stream that is not done."""
    (done, last), (cost, left, order) = state, path
    for n, queue in enumerate(queues):
        if done[n] < len(queue):
            item = queue[done[n]]
            step = left * (item.minutes + sitting.setup(last, item.stream))
            next_state = (*done[:n], done[n] + 1, *done[n + 1 :]), item.stream
            yield next_state, (cost + step, left - item.weight, (*order, item))
