"""Which items a collection brings, and in which order. Whatever waits, the choice is quick."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from heapq import nlargest, nsmallest
from itertools import accumulate

from storage.rules.ordering import FEW, by_ratio, by_stream, exact, exchange, states
from storage.rules.sitting import Candidate, Sitting

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PRESSURE = (timedelta(0), 8.0), (4 * HOUR, 6.0), (DAY, 3.0), (3 * DAY, 1.5)  # of what is due within that time
ON_TIME = timedelta(minutes=5)  # what comes with the collection at which it is due is not overdue
LEFT = {1: "left once", 2: "left twice"}
REASONS = 2  # that a card has room for
TWICE = 2.0  # what waits in a stream of high priority
TRIES = 4  # beginnings that are worth exchanges
SPARE = 4  # so many more than the most, by ratio, may be exchanged in: beyond them stands what is only short

Rule = Callable[[Sequence[Candidate], int, Sitting], list[Candidate]]  # at most so many of many, in their order


def weight(now: datetime, ready_at: datetime, due: datetime | None, blocks: int = 0, priority: int = 0) -> float:
    """Return the cost of an hour's waiting: one, more for age (up to four days), due time, and what waits for it; twice
    all that in a stream of high priority."""
    age = min(4.0, max(0.0, (now - ready_at) / DAY))
    return (1.0 + 0.5 * age + 2.0 * blocks + _pressure(now, due)) * (TWICE if priority else 1.0)


def _pressure(now: datetime, due: datetime | None) -> float:
    if due is None:
        return 0.0
    left = due - now
    return next((w for limit, w in PRESSURE if left <= limit), 0.5)


def why(
    now: datetime, ready_at: datetime, due: datetime | None, urgent: bool, *, behind: int = 0, left: int = 0
) -> str:
    """Return the reasons in words, never a score, the strongest two; '' when it is simply its turn. A due time is shown
    by itself.

    Args:
        behind: tasks that wait for it.
        left: how often it was brought and left.
    """
    days = (now - ready_at).days
    reasons = (
        "urgent" if urgent else "",
        "overdue" if due is not None and now - due > ON_TIME else "",
        f"{behind} {'task waits' if behind == 1 else 'tasks wait'} for it" if behind else "",
        LEFT.get(left, f"left {left} times") if left else "",
        f"ready for {days} days" if days >= 2 else "",
    )
    return " · ".join([reason for reason in reasons if reason][:REASONS])


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
    """Return the cheapest of a few beginnings, each made cheaper by exchanges."""
    ranked = by_ratio(items)
    pool, beginnings = ranked[: most + SPARE], _beginnings(items, ranked, most, sitting)
    few = nsmallest(TRIES, beginnings, key=sitting.cost)
    order = min((exchange(beginning, pool, sitting) for beginning in few), key=sitting.cost)
    return min(order, exact(order, sitting), key=sitting.cost) if states(order) <= FEW else order


def oldest_first(items: Sequence[Candidate], most: int, _sitting: Sitting) -> list[Candidate]:
    """Return at most `most` items: those that were ready first."""
    return nsmallest(most, items, key=lambda c: (c.ready_at, c.key))


def _beginnings(
    items: Sequence[Candidate], ranked: Sequence[Candidate], most: int, sitting: Sitting
) -> list[list[Candidate]]:
    """Return the best prefixes, each promising stream whole before the others, Smith's order, and the oldest first."""
    streams = by_stream(ranked, most).values()
    queues = nlargest(most, streams, key=lambda queue: _best_prefix(queue, sitting)[0])  # no other has its turn
    prefixes = _best_prefixes(queues, min(most, len(ranked)), sitting)
    whole = [[*queue, *(c for c in prefixes if c.stream != queue[0].stream)][:most] for queue in queues]
    return [prefixes, *whole, list(ranked[:most]), oldest_first(items, most, sitting)]


def _best_prefixes(streams: Sequence[Sequence[Candidate]], most: int, sitting: Sitting) -> list[Candidate]:
    """Return, again and again, that beginning of a stream which takes most weight away per minute."""
    queues, chosen = list(streams), list[Candidate]()
    while len(chosen) < most:
        room = most - len(chosen)
        n = max(range(len(queues)), key=lambda n: _best_prefix(queues[n][:room], sitting)[0])
        _, size = _best_prefix(queues[n][:room], sitting)
        prefix, queues[n] = queues[n][:size], queues[n][size:]
        chosen, sitting = [*chosen, *prefix], sitting.after(prefix)
    return chosen


def _best_prefix(queue: Sequence[Candidate], sitting: Sitting) -> tuple[float, int]:
    """Return the highest weight per minute that a beginning of a stream has, and its size."""
    if not queue:
        return -1.0, 0
    weights = accumulate(item.weight for item in queue)
    setup = sitting.setup(sitting.last, queue[0].stream)
    minutes = accumulate(item.minutes for item in queue)
    ratios = [taken / (setup + spent) for taken, spent in zip(weights, minutes, strict=True)]
    best = max(ratios)
    return best, ratios.index(best) + 1
