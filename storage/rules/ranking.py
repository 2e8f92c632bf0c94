"""Which items a collection brings, and in which order. Whatever waits, the choice is quick."""

from collections.abc import Callable, Sequence
from heapq import nlargest, nsmallest

from storage.rules.beginnings import best_prefix, best_prefixes
from storage.rules.exact_order import FEW, exact, states
from storage.rules.exchanging import exchange
from storage.rules.order_cost import Candidate, Sitting
from storage.rules.ordering import by_ratio, by_stream

TRIES = 4  # beginnings that are worth exchanges
SPARE = 4  # so many more than the most, by ratio, may be exchanged in: beyond them stands what is only short
Rule = Callable[[Sequence[Candidate], int, Sitting], list[Candidate]]  # at most so many of many, in their order


def choose(items: Sequence[Candidate], most: int, sitting: Sitting) -> list[Candidate]:
    """Choose at most `most` items and their order, urgent ones first, then those of a stream that was said to come
    first; never costlier than first-in-first-out."""
    return min((_in_tiers(rule, items, most, sitting) for rule in (_cheapest, oldest_first)), key=sitting.cost)


def _in_tiers(rule: Rule, items: Sequence[Candidate], most: int, sitting: Sitting) -> list[Candidate]:
    """Return what a rule says of what is urgent, then of what was said to come first, then of all else."""
    tiers = {True: [c for c in items if c.urgent], False: [c for c in items if not c.urgent]}
    order = rule(tiers[True], most, sitting)
    for first in (True, False):
        tier = [c for c in tiers[False] if c.first is first]
        if tier:
            order = [*order, *rule(tier, most - len(order), sitting.after(order))]
    return order


def _cheapest(items: Sequence[Candidate], most: int, sitting: Sitting) -> list[Candidate]:
    """Return the cheapest of a few beginnings, each made cheaper by exchanges, or the oldest in their best order."""
    ranked = by_ratio(items)
    pool, beginnings = ranked[: most + SPARE], _beginnings(items, ranked, most, sitting)
    few = nsmallest(TRIES, beginnings, key=sitting.cost)
    order = min((exchange(beginning, pool, sitting) for beginning in few), key=sitting.cost)
    sets = [some for some in (order, oldest_first(items, most, sitting)) if states(some) <= FEW]
    return min((order, *(exact(some, sitting) for some in sets)), key=sitting.cost)


def oldest_first(items: Sequence[Candidate], most: int, _sitting: Sitting) -> list[Candidate]:
    """Return at most `most` items: those that were ready first."""
    return nsmallest(most, items, key=lambda c: (c.ready_at, c.key))


def _beginnings(
    items: Sequence[Candidate], ranked: Sequence[Candidate], most: int, sitting: Sitting
) -> list[list[Candidate]]:
    """Return the best prefixes, each promising stream whole before the others, Smith's order, and the oldest first."""
    streams = by_stream(ranked, most).values()
    queues = nlargest(most, streams, key=lambda queue: best_prefix(queue, sitting)[0])  # no other has its turn
    prefixes = best_prefixes(queues, min(most, len(ranked)), sitting)
    whole = [[*queue, *(c for c in prefixes if c.stream != queue[0].stream)][:most] for queue in queues]
    return [prefixes, *whole, list(ranked[:most]), oldest_first(items, most, sitting)]
