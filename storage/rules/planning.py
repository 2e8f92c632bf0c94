"""What one sitting holds, and in which order."""

from collections.abc import Iterable, Sequence

from storage.rules.order_cost import SWITCH, Candidate
from storage.rules.values.sitting import Planned

LONGEST = 60.0  # minutes of review: beyond an hour reviewers find less (Cohen 2006, SmartBear at Cisco)


def plan(order: Sequence[Candidate], most: int) -> tuple[Planned, ...]:
    """Return what one sitting holds: at most `most` items and an hour, urgent ones first, stream by stream."""
    streams = [*_by_stream(c for c in order if c.urgent), *_by_stream(c for c in order if not c.urgent)]
    planned, spent, last = list[Planned](), 0.0, None
    for candidate in streams[:most]:
        spent += candidate.minutes + (0.0 if last in (None, candidate.stream) else SWITCH)
        if planned and spent > LONGEST:
            break
        planned, last = [*planned, Planned(candidate.key, candidate.minutes)], candidate.stream
    return tuple(planned)


def _by_stream(order: Iterable[Candidate]) -> list[Candidate]:
    """Return what an order holds, each stream in the place of its first item and ended before the next begins."""
    streams = dict[int, list[Candidate]]()
    for candidate in order:
        streams.setdefault(candidate.stream, []).append(candidate)
    return [candidate for members in streams.values() for candidate in members]
