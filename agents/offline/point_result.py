"""What one point of a reviewer changed in a draft, and the answer to it."""

from collections.abc import Callable
from dataclasses import dataclass

from agents.offline.arranged import Section
from agents.offline.material.material import Material
from agents.offline.swaps import Swap


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The sections after one point of a reviewer, and the answer to that point.

    Attributes:
        answer: what was done, or why it was not.
        swaps: the values that were corrected.
    """

    sections: list[Section]
    answer: str
    done: bool = True
    swaps: tuple[Swap, ...] = ()

    @property
    def line(self) -> str:
        """The answer after “done” or “not done”."""
        return f"{'done' if self.done else 'not done'}: {self.answer}"


Verb = Callable[[str, list[Section], Material], Step | None]
