"""A person as the ledger knows them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from storage.rules.authority import Actor
from storage.rules.values.schedule import Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Settings and standing of one person. `schedule` is None where they switched collections off."""

    team: str
    user: str
    name: str
    zone: str
    room: int
    most: int
    brought: int  # how many of their first tasks were counted, which come as soon as they are ready
    chose_times: bool
    dm: str
    schedule: Schedule | None
    schedule_id: int | None
    comes_at: datetime | None  # when their next collection is looked for: later than its slot while it is held back
    actor: Actor
    profile_at: datetime | None
    quiet_at: datetime | None = None
    refuses: bool = False  # takes no tasks of others
    busy_until: datetime | None = None
    stand_in: str = ""  # who decides in their place while they are away
    away_until: datetime | None = None
    first_stream: int | None = None  # comes first on `first_day`, a local date
    first_day: str = ""

    def is_away(self, now: datetime) -> bool:
        """Tell whether they said that they are away, and the time is not over."""
        return self.away_until is not None and self.away_until > now

    def local_day(self, now: datetime) -> str:
        """Return the date of an instant in their zone: “2026-11-26”."""
        return f"{now.astimezone(ZoneInfo(self.zone or 'UTC')):%F}"

    def first_on(self, now: datetime) -> int | None:
        """Return the id of the stream that comes first on the day of an instant, as they said; None for none."""
        return self.first_stream if self.first_stream and self.first_day == self.local_day(now) else None

    @property
    def mention(self) -> str:
        """The name of the person after “@”; a mention by their id while the name is not known."""
        return f"@{self.name}" if self.name else f"<@{self.user}>"
