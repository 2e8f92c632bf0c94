"""What an installation bounds in sluice.toml: places and people in `[acts]`, dollars in `[budget]`, what one person
takes in `[per_person]`, and the days that things are kept in `[keep]`."""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.people.rates import DAY, MINUTE, Rate, Rates
from storage.ledger.privacy.keeping import Keep
from storage.rules.budget import DOLLAR, Budgets


class Acts(BaseModel):
    """The channels and people that Sluice acts for; where none are named, all channels that it is in, all full members.

    Attributes:
        channels: direct messages to the app work besides.
        people: administrators are let in besides.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    channels: tuple[Annotated[str, Field(pattern=r"^[CG][A-Z0-9]{2,}$")], ...] = ()
    people: tuple[Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{2,}$")], ...] = ()


class Budget(BaseModel):
    """Caps in dollars: on one task, and on the day (UTC) of a person and of the workspace; 0 for none.

    They hold without being set; but only caps that were set keep a model from working whose price is not known.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    task: float = Field(default=2.0, ge=0, allow_inf_nan=False)
    person_day: float = Field(default=20.0, ge=0, allow_inf_nan=False)
    workspace_day: float = Field(default=100.0, ge=0, allow_inf_nan=False)

    def caps(self) -> Budgets:
        """Return the limits on cost as the ledger counts them, in micro-dollars; None for no limit."""
        task, person, workspace = (
            round(dollars * DOLLAR) if dollars else None for dollars in (self.task, self.person_day, self.workspace_day)
        )
        return Budgets(task=task, person_day=person, workspace_day=workspace, strict=bool(self.model_fields_set))


class PerPerson(BaseModel):
    """The most that one person may have, so that nobody takes all of it; 0 for no bound.

    Attributes:
        running: attempts under way; by default a quarter of `attempts`, at least one.
        commands_minute: slash commands.
        files_day: files that are read as material.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    running: int | None = Field(default=None, ge=0, le=200)
    commands_minute: int = Field(default=60, ge=0, le=100_000)
    files_day: int = Field(default=200, ge=0, le=100_000)

    def at_once(self, attempts: int) -> int:
        """Return how many of `attempts`, which may run at once, may be one person's."""
        return max(1, attempts // 4) if self.running is None else self.running

    def rates(self) -> Rates:
        """Return new counters that go by these bounds."""
        return Rates(Rate(self.commands_minute, MINUTE), Rate(self.files_day, DAY))


class Retention(BaseModel):
    """The days for which each kind of record is kept; 0 means for ever.

    Requests are always forgotten: they hold what people wrote, as Slack sent it; so is a workspace where the app
    was uninstalled.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    requests: int = Field(default=30, ge=7, le=3650)
    versions: int = Field(default=365, ge=0, le=36500)
    deliveries: int = Field(default=730, ge=0, le=36500)
    changes: int = Field(default=1095, ge=0, le=36500)
    uninstalled: int = Field(default=30, ge=1, le=3650)

    def keep(self) -> Keep:
        """Return how long each kind of record is kept; None where it is kept for ever."""
        versions, deliveries, changes = (
            timedelta(days=n) if n else None for n in (self.versions, self.deliveries, self.changes)
        )
        always = {"requests": timedelta(days=self.requests), "uninstalled": timedelta(days=self.uninstalled)}
        return Keep(versions=versions, deliveries=deliveries, changes=changes, **always)
