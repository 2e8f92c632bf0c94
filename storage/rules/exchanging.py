"""An order that no single exchange makes cheaper."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.rules.order_cost import Candidate, Sitting

ROUNDS = 8  # of exchanges; three are enough as a rule
NOTHING = 1e-9  # a difference that is none


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
