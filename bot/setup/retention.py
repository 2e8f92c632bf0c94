"""How long records are kept: `[keep]` in sluice.toml, in days."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from agents.roster.kinds import Count
from storage.ledger.privacy.keeping import Keep


class Retention(BaseModel):
    """The days for which each kind of record is kept; 0 means for ever.

    Requests are always forgotten: they hold what people wrote, as Slack sent it; so is a workspace where the app
    was uninstalled.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    requests: Count = Field(default=30, ge=7, le=3650)
    versions: Count = Field(default=365, ge=0, le=36500)
    deliveries: Count = Field(default=730, ge=0, le=36500)
    changes: Count = Field(default=1095, ge=0, le=36500)
    uninstalled: Count = Field(default=30, ge=1, le=3650)

    def keep(self) -> Keep:
        """Return how long each kind of record is kept; None where it is kept for ever."""
        versions, deliveries, changes = (
            timedelta(days=n) if n else None for n in (self.versions, self.deliveries, self.changes)
        )
        always = {"requests": timedelta(days=self.requests), "uninstalled": timedelta(days=self.uninstalled)}
        return Keep(versions=versions, deliveries=deliveries, changes=changes, **always)
