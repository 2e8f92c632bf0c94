"""Which items a collection brings, and in which order.

The order of a digest is one machine with set-up times between families, 1 | s_f | sum w_j C_j.
Choosing takes the best prefix of a stream again and again; the few chosen are then ordered exactly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

SWITCH = 2.0  # minutes to get into another stream
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Group(IntEnum):
    """Tiers in the order in which they are shown."""

    URGENT = 0
    ONE_TAP = 1
    OPEN_FIRST = 2
    CAN_WAIT = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """What ranking needs to know of an item: `weight` is the cost of an hour's waiting, `minutes` of attention."""

    key: int
    stream: int
    minutes: float
    weight: float
    ready_at: float = 0.0
    group: Group = Group.OPEN_FIRST


def weight(now: datetime, ready_at: datetime, due: datetime | None, blocks: int = 0) -> float:
    """Cost of an hour's waiting: one, more for its age (up to four days), its due time, and what waits for it."""
    age = min(4.0, max(0.0, (now - ready_at) / DAY))
    return 1.0 + 0.5 * age + 2.0 * blocks + _pressure(now, due)


def _pressure(now: datetime, due: datetime | None) -> float:
    if due is None:
        return 0.0
    left = due - now
    steps = ((timedelta(0), 8.0), (4 * HOUR, 6.0), (DAY, 3.0), (3 * DAY, 1.5))
    return next((w for limit, w in steps if left <= limit), 0.5)


def why(now: datetime, ready_at: datetime, due: datetime | None, urgent: bool) -> str:
    """The reason in words, never a score; empty when it is simply its turn. A due time is shown by itself."""
    if urgent:
        return "urgent"
    if due is not None and due <= now:
        return "overdue"
    days = (now - ready_at).days
    return f"ready for {days} days" if days >= 2 else ""


def group(now: datetime, ready_at: datetime, due: datetime | None, urgent: bool, minutes: float, doubts: int) -> Group:
    """The tier of an item: urgent, done in a minute without a doubt, able to wait for days, or to be opened first."""
    if urgent:
        return Group.URGENT
    if minutes <= 1.0 and doubts == 0:
        return Group.ONE_TAP
    soon = due is not None and due - now <= 2 * DAY
    old = now - ready_at >= 2 * DAY
    return Group.OPEN_FIRST if soon or old or due is None else Group.CAN_WAIT


def cost(order: Sequence[Candidate], waiting: float, last: int | None, switch: float = SWITCH) -> float:
    """Weighted minutes of waiting while `order` is worked through; `waiting` is the weight of all that waits now."""
    total, left = 0.0, waiting
    for item in order:
        total += left * (item.minutes + (switch if item.stream != last else 0.0))
        left, last = left - item.weight, item.stream
    return total


def by_ratio(items: Sequence[Candidate]) -> list[Candidate]:
    """Smith's rule: most weight per minute first; the older first among equals."""
    return sorted(items, key=lambda c: (-c.weight / c.minutes, c.ready_at, c.key))


def exact(
    items: Sequence[Candidate], waiting: float, last: int | None = None, switch: float = SWITCH
) -> list[Candidate]:
    """The cheapest order of a few items, by dynamic programming over (how many of each stream are done, last stream).

    Exact because within a stream Smith's rule holds and a step's cost depends only on what still waits.
    """
    streams = sorted({c.stream for c in items})
    queues = [by_ratio([c for c in items if c.stream == s]) for s in streams]
    start = (tuple(0 for _ in streams), streams.index(last) if last in streams else -1)
    best: dict[tuple[tuple[int, ...], int], tuple[float, tuple[Candidate, ...]]] = {start: (0.0, ())}
    for _ in range(len(items)):
        layer: dict[tuple[tuple[int, ...], int], tuple[float, tuple[Candidate, ...]]] = {}
        for (done, at), (so_far, path) in best.items():
            left = waiting - sum(c.weight for c in path)
            for k, queue in enumerate(queues):
                if done[k] == len(queue):
                    continue
                item = queue[done[k]]
                price = so_far + left * (item.minutes + (switch if k != at else 0.0))
                state = (done[:k] + (done[k] + 1,) + done[k + 1 :], k)
                if state not in layer or price < layer[state][0]:
                    layer[state] = (price, (*path, item))
        best = layer
    return list(min(best.values(), key=lambda v: v[0])[1]) if items else []


def choose(items: Sequence[Candidate], most: int, last: int | None = None, switch: float = SWITCH) -> list[Candidate]:
    """At most `most` of many, in their exact order: the cheapest of three choices, then improved by single exchanges.

    First-in-first-out is one of the three, so the choice is never worse than that.
    """
    if len(items) <= most:
        return exact(items, sum(c.weight for c in items), last, switch)
    waiting = sum(c.weight for c in items)
    oldest = sorted(items, key=lambda c: (c.ready_at, c.key))[:most]
    picks = [_best_prefixes(items, most, last, switch), oldest, by_ratio(items)[:most]]

    def priced(pick: Sequence[Candidate]) -> tuple[float, list[Candidate]]:
        order = exact(pick, waiting, last, switch)
        return cost(order, waiting, last, switch), order

    found = min((priced(p) for p in picks), key=lambda v: v[0])
    return _exchange(found, _promising(items, most), priced)


def _best_prefixes(items: Sequence[Candidate], most: int, last: int | None, switch: float) -> list[Candidate]:
    """Of all streams and all prefixes the one with the highest weight per minute, until there are enough."""
    queues: dict[int, list[Candidate]] = {}
    for c in by_ratio(items):
        queues.setdefault(c.stream, []).append(c)
    queues = {s: q[:most] for s, q in queues.items()}
    chosen: list[Candidate] = []
    while len(chosen) < most and queues:
        room = most - len(chosen)
        stream, size, _ = max(
            (_best_prefix(s, q[:room], 0.0 if s == last else switch) for s, q in queues.items()), key=lambda v: v[2]
        )
        chosen += queues[stream][:size]
        queues[stream] = queues[stream][size:]
        if not queues[stream]:
            del queues[stream]
        last = stream
    return chosen


def _best_prefix(stream: int, queue: Sequence[Candidate], setup: float) -> tuple[int, int, float]:
    best, total, spent = (stream, 1, 0.0), 0.0, setup
    for size, c in enumerate(queue, 1):
        total, spent = total + c.weight, spent + c.minutes
        if total / spent > best[2]:
            best = (stream, size, total / spent)
    return best


def _promising(items: Sequence[Candidate], most: int) -> list[Candidate]:
    """The few that an exchange may bring in: the best by ratio."""
    return by_ratio(items)[: most + 4]


def _exchange(
    found: tuple[float, list[Candidate]],
    pool: Sequence[Candidate],
    priced: Callable[[Sequence[Candidate]], tuple[float, list[Candidate]]],
) -> list[Candidate]:
    """One pass of single exchanges that make the choice cheaper."""
    for new in pool:
        if new in found[1]:
            continue
        rivals = (priced([new if c is old else c for c in found[1]]) for old in found[1])
        found = min(found, *rivals, key=lambda v: v[0])
    return found[1]
