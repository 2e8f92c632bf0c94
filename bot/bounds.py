"""What an installation bounds in sluice.toml: dollars in `[budget]`, and the days that things are kept in `[keep]`."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from storage.ledger.retaining import Keep
from storage.rules.budget import DOLLAR, Budgets


class Budget(BaseModel):
    """Caps in dollars: on one task, and on the day (UTC) of a person and of the workspace."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    task: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    person_day: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    workspace_day: float | None = Field(default=None, gt=0, allow_inf_nan=False)

    def caps(self) -> Budgets:
        in_micros = (None if d is None else round(d * DOLLAR) for d in (self.task, self.person_day, self.workspace_day))
        return Budgets(*in_micros)


class Retention(BaseModel):
    """Days; 0 means for ever. Requests are always forgotten: they hold what people wrote, as Slack sent it; so is a
    workspace where the app was uninstalled."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    requests: int = Field(default=30, ge=7, le=3650)
    versions: int = Field(default=365, ge=0, le=36500)
    deliveries: int = Field(default=730, ge=0, le=36500)
    changes: int = Field(default=1095, ge=0, le=36500)
    uninstalled: int = Field(default=30, ge=1, le=3650)

    def keep(self) -> Keep:
        versions, deliveries, changes = (
            timedelta(days=n) if n else None for n in (self.versions, self.deliveries, self.changes)
        )
        always = {"requests": timedelta(days=self.requests), "uninstalled": timedelta(days=self.uninstalled)}
        return Keep(versions=versions, deliveries=deliveries, changes=changes, **always)
