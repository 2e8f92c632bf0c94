"""What an installation bounds in sluice.toml: places and people in `[acts]`, and dollars in `[budget]`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from agents.roster.kinds import Amount
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

    task: Amount = Field(default=2.0, ge=0, allow_inf_nan=False)
    person_day: Amount = Field(default=20.0, ge=0, allow_inf_nan=False)
    workspace_day: Amount = Field(default=100.0, ge=0, allow_inf_nan=False)

    def caps(self) -> Budgets:
        """Return the limits on cost as the ledger counts them, in micro-dollars; None for no limit."""
        task, person, workspace = (
            max(1, round(dollars * DOLLAR)) if dollars else None
            for dollars in (self.task, self.person_day, self.workspace_day)
        )
        return Budgets(task=task, person_day=person, workspace_day=workspace, strict=bool(self.model_fields_set))
