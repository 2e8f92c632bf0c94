"""The verdicts that a critic gives, in the shape that its model answers in."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Judged(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: int = Field(description="The criterion's number")
    verdict: Literal["met", "not met", "in doubt"]
    quotation: str = Field(default="", description="Word for word from the draft")
    reason: str = Field(default="", description="One short sentence")


class Contradiction(BaseModel):
    model_config = ConfigDict(extra="forbid")

    draft: str = Field(description="Word for word from the draft")
    source: str = Field(description="Word for word from the source")


class Review(BaseModel):
    """Your verdicts."""

    model_config = ConfigDict(extra="forbid")

    criteria: list[Judged]
    unsourced: list[str] = Field(default_factory=list, description="Claims without a source, word for word")
    contradictions: list[Contradiction] = Field(default_factory=list)
    look_first: str = Field(default="", description="What the reviewer should look at first, one sentence")
    would_change: str = Field(default="", description="The one change that would help most, one sentence")
