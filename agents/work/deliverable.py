"""What an agent hands in."""

from pydantic import BaseModel, ConfigDict, Field

from agents.roster.ends import CannotDo

ANSWERS = 50  # to a reviewer's points


class Unusable(CannotDo):
    """A hand-in that is no draft; the message says why, to the model for one repair, then to the reviewer."""


class Deliverable(BaseModel):
    """What you hand in."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(description="What it is, at most 60 characters")
    summary: str = Field(description="Two lines for the reviewer: what they get, with the figures that matter")
    body: str = Field(description="The whole deliverable, in Markdown")
    look_first: str = Field(default="", description="The one place that the reviewer should look at first")
    answers: list[str] = Field(
        default_factory=list,
        max_length=ANSWERS,
        description="For a revision: how each of the reviewer's points was met, in order, or “Not possible: why”",
    )
