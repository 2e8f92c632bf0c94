"""The tools of one agent: what it always has, and what is opened for each attempt."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from langchain_core.tools import BaseTool

from storage.ledger.working import Assignment

Opens = Callable[[Assignment, AsyncExitStack], Awaitable[Sequence[BaseTool]]]


@dataclass(frozen=True, slots=True)
class Toolbox:
    """
    Attributes:
        notes: what the agent is told of its tools, and of those that it does not have.
        opens: makes the tools that live as long as one attempt.
    """

    always: Sequence[BaseTool] = ()
    notes: Sequence[str] = ()
    opens: Sequence[Opens] = field(default=())

    @property
    def still(self) -> bool:
        """Whether each attempt has the same tools."""
        return not self.opens

    async def tools(self, given: Assignment, parts: AsyncExitStack) -> list[BaseTool]:
        found = list(self.always)
        for opens in self.opens:
            found += await opens(given, parts)
        return found
