"""What a model suggests for a brief, and the part of it that can be shown."""

from pydantic import BaseModel, ConfigDict, Field

from storage.rules.values.task import Suggested, Wondered
from storage.rules.words import one_line, visible

MOST = 3


class Question(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="One short question")
    choices: list[str] = Field(description="Two to four short answers")
    assumed: str = Field(description="What the work goes on with meanwhile, a few words")


class Suggestion(BaseModel):
    """What you suggest."""

    model_config = ConfigDict(extra="forbid")

    criteria: list[str] = Field(default_factory=list)
    questions: list[Question] = Field(default_factory=list)


def shown(suggestion: Suggestion) -> Suggested | None:
    """Return the part of a suggestion that can be shown: short lines and real choices; None when nothing is left."""
    criteria = tuple(one_line(c)[:120] for c in suggestion.criteria if visible(c))[:MOST]
    questions = tuple(
        Wondered(about=f"model{n}", text=one_line(q.text)[:150], choices=choices, assumed=one_line(q.assumed)[:80])
        for n, q in enumerate(suggestion.questions[:MOST])
        if len(choices := tuple(one_line(c)[:40] for c in q.choices if visible(c))[:4]) >= 2 and visible(q.text)
    )
    return Suggested(criteria, questions) if criteria or questions else None
