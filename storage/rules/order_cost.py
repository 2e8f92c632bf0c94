"""What an order costs the one who works through it: the measure of every choice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

SWITCH = 2.0  # minutes to get into another stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The facts about an item for ranking: `weight` is the cost of an hour's waiting, `minutes` of attention."""

    key: int
    stream: int
    minutes: float
    weight: float
    ready_at: float = 0.0
    urgent: bool = False  # comes before all that is not
    behind: int = 0  # tasks that wait for it
    first: bool = False  # comes before all that is neither, as its reviewer said


@dataclass(frozen=True, slots=True)
class Sitting:
    """A person at the moment when they begin.

    Attributes:
        waiting: the weight of all that waits for them, whether it is brought or not.
        last: the stream that they are in already.
    """

    waiting: float
    last: int | None = None
    switch: float = SWITCH

    def cost(self, order: Sequence[Candidate]) -> float:
        """Return the cost of an order: the weighted minutes of waiting while it is worked through."""
        total, left, last = 0.0, self.waiting, self.last
        for item in order:
            total += left * (item.minutes + self.setup(last, item.stream))
            left, last = left - item.weight, item.stream
        return total

    def setup(self, before: int | None, stream: int | None) -> float:
        """Return the minutes that a change from one stream to another takes; 0 within a stream."""
        return 0.0 if stream == before else self.switch

    def after(self, order: Sequence[Candidate]) -> "Sitting":
        """Return the sitting that is left when `order` is done."""
        left = self.waiting - sum(item.weight for item in order)
        return replace(self, waiting=left, last=order[-1].stream) if order else self


def sitting(items: Sequence[Candidate]) -> Sitting:
    """Return the sitting of a person for whom these items wait, and nothing else."""
    return Sitting(sum(item.weight for item in items))
