"""The most that one person may take: `[per_person]` in sluice.toml."""

from pydantic import BaseModel, ConfigDict, Field

from agents.roster.kinds import Count
from bot.people.rates import DAY, MINUTE, Rate, Rates


class PerPerson(BaseModel):
    """The most that one person may have, so that nobody takes all of it; 0 for no bound.

    Attributes:
        running: attempts under way; by default a quarter of `attempts`, at least one.
        commands_minute: slash commands.
        files_day: files that are read as material.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    running: Count | None = Field(default=None, ge=0, le=200)
    commands_minute: Count = Field(default=60, ge=0, le=100_000)
    files_day: Count = Field(default=200, ge=0, le=100_000)

    def at_once(self, attempts: int) -> int:
        """Return how many of `attempts`, which may run at once, may be one person's."""
        return max(1, attempts // 4) if self.running is None else self.running

    def rates(self) -> Rates:
        """Return new counters that go by these bounds."""
        return Rates(Rate(self.commands_minute, MINUTE), Rate(self.files_day, DAY))
