"""Where tools left what the rest of a conversation builds on: steps are shared by all machines, folders may not be."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage
from langchain_core.tools import BaseTool
from langgraph.prebuilt.tool_node import ToolCallRequest

from agents.models.run import Run

PLACE, ANEW = "sluice_place", "sluice_anew"  # among what a message is noted with
BEGAN_AGAIN = "The folder that it had worked in was not at hand where it went on, so it began again."


class Leaving(AgentMiddleware[Any, Run]):
    """A middleware that adds to a tool's result in which folder it lies, when the tool leaves something there."""

    def __init__(self, tools: Sequence[BaseTool]) -> None:
        super().__init__()
        self._names = leaving(tools)

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[Any]]
    ) -> Any:
        """Run a tool, and add the folder to its result when the tool leaves something there."""
        done = await handler(request)
        if request.tool_call["name"] not in self._names or not isinstance(done, ToolMessage):
            return done
        place = cast(Run, request.runtime.context).place
        return done.model_copy(update={"additional_kwargs": {**done.additional_kwargs, PLACE: place}})


def leaving(tools: Sequence[BaseTool]) -> frozenset[str]:
    """Return the names of the tools that leave something in the workspace."""
    return frozenset(t.name for t in tools if (t.metadata or {}).get("leaves"))


def began(name: str, text: str, place: str, anew: bool) -> HumanMessage:
    """Return the message that begins a turn in a folder."""
    return HumanMessage(text, id=name, additional_kwargs={PLACE: place, **({ANEW: True} if anew else {})})


def place_of(messages: Sequence[AnyMessage], name: str = "") -> str:
    """Return the folder that a turn began in; without a name, that of the last turn; empty when there is none."""
    turns = [m for m in messages if isinstance(m, HumanMessage) and PLACE in m.additional_kwargs]
    named = [m for m in turns if name in ("", m.id)]
    return str(named[-1].additional_kwargs[PLACE]) if named else ""


def elsewhere(messages: Sequence[AnyMessage], tools: Sequence[BaseTool], here: str) -> bool:
    """Tell whether anything that later work builds on lies in another folder than this one."""
    last = place_of(messages)
    return any(m.additional_kwargs.get(PLACE, last) != here for m in left(messages, tools))


def left(messages: Sequence[AnyMessage], tools: Sequence[BaseTool]) -> list[ToolMessage]:
    """Return the results of the tools that leave something in the workspace."""
    names = leaving(tools)
    return [m for m in messages if isinstance(m, ToolMessage) and m.name in names]


def began_again(messages: Sequence[AnyMessage], name: str) -> bool:
    """Tell whether a turn had begun before, in a folder that was not available."""
    return any(ANEW in m.additional_kwargs for m in messages if m.id == name)
