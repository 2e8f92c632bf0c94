"""Orders of a few items: the cheapest where that is little work, else one that no single exchange makes cheaper.

One machine with set-up times between families, 1 | s_f | sum w_j C_j.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from storage.rules.sitting import Candidate, Sitting

FEW = 4_000  # states of an exact order: more would take longer than a person notices
ROUNDS = 8  # of exchanges; three are enough as a rule
NOTHING = 1e-9  # a difference that is none

State = tuple[tuple[int, ...], int | None]  # how many of each stream are done, and the last stream
Path = tuple[float, float, tuple[Candidate, ...]]  # its cost, the weight that still waits, and the order


def by_ratio(items: Sequence[Candidate]) -> list[Candidate]:
    """Sort items by Smith's rule: most weight per minute first; the older first among equals."""
    return sorted(items, key=lambda c: (-c.weight / c.minutes, c.ready_at, c.key))


def by_stream(ranked: Sequence[Candidate], most: int) -> dict[int, list[Candidate]]:
    """Return the first items of each stream, at most `most` of each, by the stream's id."""
    queues: dict[int, list[Candidate]] = {}
    for item in ranked:
        queue = queues.setdefault(item.stream, [])
        if len(queue) < most:
            queue.append(item)
    return queues


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


def exchange(order: Sequence[Candidate], pool: Sequence[Candidate], sitting: Sitting) -> list[Candidate]:
    """Exchange one item at a time for a better one, itself or one of a pool, at its best place, while that is
    cheaper."""
    best, cost = list(order), sitting.cost(order)
    for _ in range(ROUNDS):
        before = cost
        for n in range(len(best)):
            rest, there = [*best[:n], *best[n + 1 :]], {c.key for c in best}
            others = [c for c in pool if c.key not in there]
            price, place, item = _best_place(rest, [best[n], *others], sitting)
            if price < cost - NOTHING:
                best, cost = [*rest[:place], item, *rest[place:]], price
        if cost == before:
            break
    return best


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place for an item: between two streams, with what waits there and the minutes from there to the end."""

    before: int | None
    after: int | None
    waiting: float
    minutes: float


def _best_place(
    order: Sequence[Candidate], pool: Sequence[Candidate], sitting: Sitting
) -> tuple[float, int, Candidate]:
    """Return the cheapest way to put one of a pool into an order: the cost, the place, and the item."""
    base, places = sitting.cost(order), _places(order, sitting)
    return min(
        ((base + _added(item, place, sitting), n, item) for item in pool for n, place in enumerate(places)),
        key=lambda way: way[0],
    )


def _places(order: Sequence[Candidate], sitting: Sitting) -> list[Place]:
    """Return all places of an order, the first and the last included."""
    streams = [sitting.last, *(item.stream for item in order), None]
    steps = [item.minutes + sitting.setup(before, item.stream) for before, item in zip(streams, order, strict=False)]
    places, waiting, minutes = list[Place](), sitting.waiting, sum(steps)
    for n, item in enumerate(order):
        places.append(Place(before=streams[n], after=item.stream, waiting=waiting, minutes=minutes))
        waiting, minutes = waiting - item.weight, minutes - steps[n]
    return [*places, Place(before=streams[len(order)], after=None, waiting=waiting, minutes=0.0)]


def _added(item: Candidate, place: Place, sitting: Sitting) -> float:
    """Return what an item adds to the cost at a place: its own step, less of its weight for all that comes after it,
    and another change of stream."""
    left = place.waiting - item.weight
    own = place.waiting * (item.minutes + sitting.setup(place.before, item.stream)) - item.weight * place.minutes
    if place.after is None:
        return own
    return own + left * (sitting.setup(item.stream, place.after) - sitting.setup(place.before, place.after))
