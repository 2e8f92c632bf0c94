"""The beginnings of streams that take most weight away per minute."""

from collections.abc import Sequence
from itertools import accumulate

from storage.rules.order_cost import Candidate, Sitting


def best_prefixes(streams: Sequence[Sequence[Candidate]], most: int, sitting: Sitting) -> list[Candidate]:
    """Return, again and again, that beginning of a stream which takes most weight away per minute."""
    queues, chosen = list(streams), list[Candidate]()
    while len(chosen) < most:
        room = most - len(chosen)
        n = max(range(len(queues)), key=lambda n: best_prefix(queues[n][:room], sitting)[0])
        _, size = best_prefix(queues[n][:room], sitting)
        prefix, queues[n] = queues[n][:size], queues[n][size:]
        chosen, sitting = [*chosen, *prefix], sitting.after(prefix)
    return chosen


def best_prefix(queue: Sequence[Candidate], sitting: Sitting) -> tuple[float, int]:
    """Return the highest weight per minute that a beginning of a stream has, and its size."""
    if not queue:
        return -1.0, 0
    weights = accumulate(item.weight for item in queue)
    setup = sitting.setup(sitting.last, queue[0].stream)
    minutes = accumulate(item.minutes for item in queue)
    ratios = [taken / (setup + spent) for taken, spent in zip(weights, minutes, strict=True)]
    best = max(ratios)
    return best, ratios.index(best) + 1
