"""What came with a brief, laid into the workspace before the agent looks."""

import asyncio
import contextlib
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from langchain_core.tools import BaseTool

from agents.tools import disk
from storage.ledger.work.assignment import Assignment


async def supplied(assignment: Assignment, folder: Path, parts: AsyncExitStack) -> Sequence[BaseTool]:
    """Write the sources of the brief into the workspace, before the agent looks; it adds no tools."""
    await asyncio.to_thread(_supply, assignment, folder)
    return ()


def _supply(assignment: Assignment, folder: Path) -> None:
    """Put the sources of the brief into `in/`, as files; of the same name each gets a number."""
    taken: set[str] = set()
    for source in assignment.task.brief.sources:
        plain = "".join(c if c.isalnum() or c in "._- " else "-" for c in source.name).strip(". ")[:80] or "source"
        stem, dot, end = (plain if "." in plain else f"{plain}.md").rpartition(".")
        name = next(n for k in range(1, 100) if (n := f"{stem}{f'-{k}' if k > 1 else ''}{dot}{end}") not in taken)
        taken.add(name)
        with contextlib.suppress(ValueError):  # what it made of its own workspace meanwhile is in the way
            disk.write(folder, f"in/{name}", source.text.encode())
