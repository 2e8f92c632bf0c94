"""Whether it is worth while to look for another job: what a look saw, and what the database told since it began."""

import time
from math import inf

JUST_NOW = 0.05  # seconds for which a look is worth another one: after that, some may have come due by the clock


class News:
    """What one process knows of the jobs that wait in its queues, between two looks."""

    def __init__(self) -> None:
        self._told: set[str] = set()
        self._emptied: dict[str, float] = {}  # when a look took the last job of a queue

    def tell(self, queue: str) -> None:
        """Note that the database says that a queue has a new job, or one whose lock is free."""
        self._told.add(queue)

    def told(self, queue: str) -> bool:
        """Tell whether there were news of a queue since the last look at it began."""
        return queue in self._told

    def begin(self, queue: str) -> None:
        """Note that a look begins, which sees all that was told until now."""
        self._told.discard(queue)

    def emptied(self, queue: str) -> None:
        """Note that a look took the last job of a queue."""
        self._emptied[queue] = time.monotonic()

    def is_empty(self, queue: str) -> bool:
        """Tell, once after `emptied`, whether there is surely nothing to look for."""
        return time.monotonic() - self._emptied.pop(queue, -inf) < JUST_NOW and queue not in self._told
