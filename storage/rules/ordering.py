"""Items sorted by Smith's rule, and by stream."""

from collections.abc import Sequence

from storage.rules.order_cost import Candidate


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
