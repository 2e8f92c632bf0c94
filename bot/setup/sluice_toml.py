"""What `sluice.toml` may set."""

import difflib
import re
from collections.abc import Mapping
from datetime import time
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from agents.models.prices import Price
from agents.roster.agent_spec import AgentSpec
from agents.roster.kinds import Amount, Count, Flag
from agents.roster.repository_spec import RepositorySpec
from agents.roster.server_spec import ServerSpec
from agents.roster.web_spec import WebSpec
from bot.setup.bounds import Acts, Budget
from bot.setup.per_person import PerPerson
from bot.setup.retention import Retention
from bot.setup.zones import zone

AGENT = re.compile(r"[a-z][a-z0-9_-]{1,30}")  # as a command names it
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def _clock(said: Any) -> time | None:
    """Return a time of day, “9:00” or “9.30”; None where it is none: a zone or seconds would be lost without a word."""
    if isinstance(said, time):
        return said if said == time(said.hour, said.minute) else None
    clock = _CLOCK.fullmatch(said.strip()) if isinstance(said, str) else None
    return time(int(clock[1]), int(clock[2])) if clock else None


class File(BaseModel):
    """`sluice.toml`. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    admins: tuple[Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{2,}$")], ...] = ()
    zone: str = "UTC"
    times: tuple[time, ...] = (time(9), time(13), time(16, 30))
    days: str = Field(default="weekdays", pattern="^(weekdays|daily)$")
    limit: Count = Field(default=12, ge=1, le=100)
    most: Count = Field(default=10, ge=1, le=20)
    undo_seconds: Amount = Field(default=30, ge=0, le=600, allow_inf_nan=False)
    settle_seconds: Amount = Field(default=120, ge=1, le=3600, allow_inf_nan=False)
    alone_minutes: Amount = Field(default=10, ge=0, le=120, allow_inf_nan=False)
    four_eyes: Flag = False
    members_set_channel_times: Flag = False
    post_seconds: Amount = Field(default=1.0, ge=0, le=60, allow_inf_nan=False)
    attempts: Count = Field(default=32, ge=1, le=200)
    link_hosts: tuple[Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$")], ...] = ()
    command_prefix: str = Field(default="", pattern="^[a-z0-9-]{0,10}$")
    agents: Mapping[str, AgentSpec] = {}
    critic_model: str | None = None
    send_back: Flag = True
    suggest: Flag = True
    still_right_share: Amount = Field(default=0.05, ge=0, le=1, allow_inf_nan=False)
    budget: Budget = Budget()
    per_person: PerPerson = PerPerson()
    acts: Acts = Acts()
    keep: Retention = Retention()
    prices: Mapping[str, Price] = {}
    web: WebSpec = WebSpec()
    repositories: Mapping[str, RepositorySpec] = {}
    mcp: Mapping[str, ServerSpec] = {}

    @model_validator(mode="after")
    def _tools(self) -> "File":
        known = {"files", "web", "python", "repository", *(f"mcp:{name}" for name in self.mcp)}
        for name in self.agents:
            if not AGENT.fullmatch(name):
                raise ValueError(f"agents.{name}: the name of an agent has 2 to 31 small letters, digits and dashes")
        for name, spec in self.agents.items():
            for tool in set(spec.tools) - known:
                meant = difflib.get_close_matches(tool, known, 1, 0.5)
                near = f" Did you mean {meant[0]}?" if meant else ""
                raise ValueError(
                    f"agents.{name}: there are no tools called {tool}.{near} Known: {', '.join(sorted(known))}"
                )
        return self

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if zone(value) is None:
            raise ValueError(f"“{value}” is no time zone; for example: Europe/Rome, America/New_York")
        return value

    @field_validator("prices")
    @classmethod
    def _prices(cls, value: Mapping[str, Price]) -> Mapping[str, Price]:
        if bare := next((name for name in value if ":" not in name), None):
            raise ValueError(f"“{bare}”: a model is named with its provider, for example: openai:gpt-5-mini")
        return value

    @field_validator("times", mode="before")
    @classmethod
    def _times(cls, value: Any) -> Any:
        made = [_clock(one) for one in value] if isinstance(value, list | tuple) else []
        if not made or None in made:
            raise ValueError('times are hours and minutes as text, at least one, for example ["9:00", "13:00"]')
        return sorted({one for one in made if one is not None})
