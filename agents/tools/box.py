"""The tools of one agent: what it always has, what is opened for each attempt, and what is looked at in the end."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from langchain_core.tools import BaseTool

from agents.models.run import Run
from storage.ledger.work.assignment import Assignment
from storage.rules.values.change import Change
from storage.rules.values.draft import File

BRINGS = "brings"  # in a call's artifact: what it brought beyond what its tool always brings
LAST = "last"  # in an attempt's folder: the files of the version before


@dataclass(frozen=True, slots=True)
class Closing:
    """The files and words found in the workspace at the end; they go with the draft whatever the agent says.

    Attributes:
        text: stands behind the agent's words.
        change: what the work does to a repository.
    """

    text: str = ""
    files: tuple[File, ...] = ()
    change: Change | None = None


Opens = Callable[[Assignment, Path, AsyncExitStack], Awaitable[Sequence[BaseTool]]]
Closes = Callable[[Run], Awaitable[Closing]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolbox:
    """The tools of an agent, and what happens before and after an attempt.

    Attributes:
        notes: what the agent is told of its tools, and of those that it does not have.
        opens: makes ready what an attempt needs; the tools that live as long as it.
        closes: looks at what was left in the workspace.
    """

    always: Sequence[BaseTool] = ()
    notes: Sequence[str] = ()
    opens: Sequence[Opens] = field(default=())
    closes: Sequence[Closes] = field(default=())

    async def tools(self, assignment: Assignment, folder: Path, parts: AsyncExitStack) -> list[BaseTool]:
        """Return the tools for one attempt, after opening what they need; `parts` closes it later."""
        by_name = {t.name: t for t in self.always}
        for opens in self.opens:
            by_name |= {t.name: t for t in await opens(assignment, folder, parts)}
        return list(by_name.values())

    async def close(self, run: Run) -> Closing:
        """Return what the work has left in the workspace, from all `closes` together."""
        found = [await closes(run) for closes in self.closes]
        files = tuple(file for each in found for file in each.files)
        change = next((each.change for each in found if each.change), None)
        return Closing("".join(each.text for each in found), files, change)


def joined(*boxes: Toolbox) -> Toolbox:
    """Return one toolbox with the contents of several; what several of them open is opened once."""
    return Toolbox(
        always=[tool for box in boxes for tool in box.always],
        notes=[note for box in boxes for note in box.notes],
        opens=list(dict.fromkeys(opens for box in boxes for opens in box.opens)),
        closes=[closes for box in boxes for closes in box.closes],
    )
