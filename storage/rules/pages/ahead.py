"""What views draw of what lies ahead of a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from storage.rules.gate import Held, hold_on
from storage.rules.values.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What lies ahead of a person.

    Attributes:
        fresh: how much waits for them that no message has brought.
        left: how much waits that was brought, the first of it at `left_at`, and the minutes that it is likely to take.
        together: whether all of that was brought at one time.
        held: why no task of a stream starts, by the stream's id.
    """

    fresh: int = 0
    left: int = 0
    left_at: datetime | None = None
    together: bool = True
    minutes: float = 0.0
    held: Mapping[int, Held] = field(default_factory=dict)

    def holds(self, target: Task) -> Held | None:
        """Return why a task's stream does not let it start; None where it does."""
        return hold_on(self.held, target.stream_id, not target.brief.worker.is_person)
