"""Which kinds of access a tool gives to an agent."""

from enum import StrEnum

from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool

from agents.tools.box import BRINGS


class Label(StrEnum):
    """The kinds of access that a tool gives to an agent."""

    PRIVATE = "private data"
    UNTRUSTED = "content from outside"
    OUT = "a way out"


def labels(tool: BaseTool | None) -> frozenset[Label]:
    """Return what a tool brings; a tool that does not say brings all three."""
    if tool is None:
        return frozenset()
    said = (tool.metadata or {}).get("labels")
    return frozenset(Label) if said is None else frozenset(Label(x) for x in said)


def brought(message: ToolMessage) -> frozenset[Label]:
    """Return what a call brought beyond what its tool always brings; the tool itself says so."""
    more = message.artifact.get(BRINGS) if isinstance(message.artifact, dict) else None
    return frozenset(Label(label) for label in more or ())
