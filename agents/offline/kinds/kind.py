"""The kinds of lines: what was decided, what follows, what is open, and what else there is."""

from dataclasses import dataclass
from enum import StrEnum

from agents.offline.material.material import Material
from agents.offline.remarks.remark import Remark
from storage.rules.words import many


class Kind(StrEnum):
    """The kind of a line, by what it says."""

    DECIDED = "decided"
    STEP = "step"
    UNOWNED = "step without an owner"
    OPEN = "open"
    OTHER = "other"


STEPS = (Kind.STEP, Kind.UNOWNED)
NO_OWNER = "Next steps, no owner found"  # a heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The lines of material, by their kinds.

    Attributes:
        unowned: the next steps of which nobody is named as their owner.
        rest: all that is of no kind that we know.
    """

    decided: tuple[Remark, ...]
    steps: tuple[Remark, ...]
    unowned: tuple[Remark, ...]
    open: tuple[Remark, ...]
    rest: Material

    @property
    def told_steps(self) -> str:
        """The number of next steps, and of those without an owner, in words; empty when there are none."""
        count, lost = len(self.steps) + len(self.unowned), len(self.unowned)
        without = f", {f'{lost} with ' if count > 1 else ''}no owner found" if lost else ""
        return f"{many(count, 'next step')}{without}" if count else ""
