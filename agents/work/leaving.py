"""What tools leave in a folder, for the rest of a conversation to build on."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import AnyMessage, ToolMessage
from langchain_core.tools import BaseTool
from langgraph.prebuilt.tool_node import ToolCallRequest

from agents.models.run import Run
from agents.work.places import PLACE, place_of


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


def elsewhere(messages: Sequence[AnyMessage], tools: Sequence[BaseTool], here: str) -> bool:
    """Tell whether anything that later work builds on lies in another folder than this one."""
    last = place_of(messages)
    return any(m.additional_kwargs.get(PLACE, last) != here for m in left(messages, tools))


def left(messages: Sequence[AnyMessage], tools: Sequence[BaseTool]) -> list[ToolMessage]:
    """Return the results of the tools that leave something in the workspace."""
    names = leaving(tools)
    return [m for m in messages if isinstance(m, ToolMessage) and m.name in names]
