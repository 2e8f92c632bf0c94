"""How much one person may ask for: commands in a minute, files in a day. Counted by each process, from its start."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MOST = 10_000  # people that are counted; of more all are counted anew


@dataclass(frozen=True, slots=True)
class Rate:
    """A bound on how often a person does something within a time; 0 for no bound."""

    most: int
    within: timedelta
    _taken: dict[str, deque[datetime]] = field(default_factory=dict)

    def wait(self, user: str, now: datetime) -> timedelta:
        """Count one more act of a person; where they must wait first, count nothing and return for how long."""
        if not self.most:
            return timedelta(0)
        if len(self._taken) >= MOST:
            self._taken.clear()
        taken = self._taken.setdefault(user, deque())
        while taken and not timedelta(0) <= now - taken[0] < self.within:  # a clock may be set back
            taken.popleft()
        if len(taken) >= self.most:
            return taken[0] + self.within - now
        taken.append(now)
        return timedelta(0)


@dataclass(frozen=True, slots=True)
class Rates:
    """The bounds of one person."""

    commands: Rate = Rate(0, MINUTE)
    files: Rate = Rate(0, DAY)
