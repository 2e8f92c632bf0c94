"""Which kinds of access a run has had: from its beginning, from people's words, and from each call."""

from collections.abc import Mapping, Sequence

from langchain_core.messages import AnyMessage, ToolMessage
from langchain_core.tools import BaseTool

from agents.work.labels import Label, brought, labels
from agents.work.steering import MARK
from storage.ledger.work.assignment import Assignment

REFUSED = "The person refused this call. Do not try it again; go on without it and say so."


def begun_with(assignment: Assignment) -> frozenset[Label]:
    """Return what a run holds before its first call. People's words are private data, unless the brief is public.
    Text of other people may stand below the brief's first line, in files and in the version before.
    """
    brief = assignment.task.brief
    said_since = assignment.asked or assignment.answers or assignment.replies
    private = not brief.public or brief.sources or said_since
    from_others = brief.sources or "\n" in brief.goal.strip() or assignment.previous is not None
    return frozenset([Label.PRIVATE] * bool(private) + [Label.UNTRUSTED] * bool(from_others))


def held(assignment: Assignment, messages: Sequence[AnyMessage], tools: Mapping[str, BaseTool]) -> frozenset[Label]:
    """Return what a run has had so far: from its beginning, from people's words since, and from each call.
    Nothing of it is ever taken back, because the messages of a conversation stay.
    """
    found = set(begun_with(assignment))
    for message in messages:
        if message.id and message.id.startswith(MARK):
            found.add(Label.PRIVATE)
        if isinstance(message, ToolMessage) and message.content != REFUSED:
            found |= labels(tools.get(message.name or "")) | brought(message)
    return frozenset(found)


def read_outside(messages: Sequence[AnyMessage], tools: Mapping[str, BaseTool]) -> bool:
    """Tell whether any call brought content from outside."""
    calls = [m for m in messages if isinstance(m, ToolMessage) and m.content != REFUSED]
    return any(Label.UNTRUSTED in labels(tools.get(m.name or "")) | brought(m) for m in calls)
