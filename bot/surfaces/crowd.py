"""A crowd: so many commands at once that the last of them would wait long for its receipt, and Slack waits 3 seconds.

What comes while a crowd is worked on is kept and acknowledged, which takes a fifth of the work; its turn comes after.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

AT_ONCE = 100  # commands that are worked on before they are acknowledged


@dataclass(slots=True)
class Crowd:
    """How many commands are worked on now, before they are acknowledged."""

    _inside: int = 0

    @property
    def is_here(self) -> bool:
        """Whether one more command has to wait for its turn."""
        return self._inside >= AT_ONCE

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """Count a command, as long as the context lasts."""
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
