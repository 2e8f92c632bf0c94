"""A crowd: so many commands at once that the last of them would wait long for its receipt, and Slack waits 3 seconds.

What comes while a crowd is worked on is kept and acknowledged, which takes a fifth of the work; its turn comes after.
"""

import contextlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

AT_ONCE = 100  # commands that are worked on before they are acknowledged


@dataclass(slots=True)
class Crowd:
    """How many commands are worked on now, before they are acknowledged, and which wait for their turn."""

    _inside: int = 0
    _waiting: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def has_room(self, whose: str) -> bool:
        """Tell whether one more command can be worked on now.

        Args:
            whose: the person and the conversation: while words of theirs wait there, what they write after waits, too.
        """
        return self._inside < AT_ONCE and whose not in self._waiting

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """Count a command, as long as the context lasts."""
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1

    def wait(self, whose: str, key: str) -> None:
        """Take note that a command waits for its turn."""
        self._waiting[whose].add(key)

    def leave(self, whose: str, key: str) -> None:
        """Take note that it does not wait any more."""
        if whose in self._waiting:
            self._waiting[whose].discard(key)
            if not self._waiting[whose]:
                del self._waiting[whose]
