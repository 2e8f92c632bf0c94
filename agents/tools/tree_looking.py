"""The tools that look at the files of an attempt's clone."""

import asyncio
from typing import Any

from langchain.tools import ToolRuntime, tool

from agents.roster.ends import CannotDo
from agents.tools import disk
from agents.tools.clone import in_tree
from agents.tools.files import shown
from agents.tools.run_folders import folder_of, tree_of

FOUND = 60  # lines of a search


@tool
async def list_files(runtime: ToolRuntime[Any, Any], pattern: str = "") -> str:
    """The files of the repository, or those that match a git pathspec such as 'src/*.py'."""
    listing = "ls-files", "--cached", "--others", "--exclude-standard", "--", pattern or "."
    try:
        names = (await in_tree(folder_of(runtime), *listing)).splitlines()
        gone = set((await in_tree(folder_of(runtime), "ls-files", "--deleted")).splitlines())
    except CannotDo as no:
        raise ValueError(str(no)) from None
    return "\n".join(n for n in names[:1000] if n not in gone) or "(no files)"


@tool
async def read_file(name: str, runtime: ToolRuntime[Any, Any], first_line: int = 1) -> str:
    """Read a file of the repository, 400 lines from `first_line`."""
    data = await asyncio.to_thread(disk.read, tree_of(runtime), name)
    return shown(name, data.decode("utf-8", "replace").splitlines(), first_line)


@tool
async def search(pattern: str, runtime: ToolRuntime[Any, Any]) -> str:
    """Search the repository with an extended regular expression; file, line and text."""
    try:
        found = await in_tree(folder_of(runtime), "grep", "-nIE", "--untracked", "-e", pattern)
    except CannotDo as no:
        return f"(nothing found; {no})" if "fatal" in str(no) else "(nothing found)"
    lines = found.splitlines()
    return "\n".join(line[:300] for line in lines[:FOUND]) + (f"\n({len(lines)} in all)" if len(lines) > FOUND else "")
