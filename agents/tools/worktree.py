"""The tools of an attempt's clone: read, search and change its files. What they write stands in git's index at once,
and so in the patch."""

import asyncio
from pathlib import Path
from typing import Any

from langchain.tools import ToolRuntime, tool

from agents.models.run import run_of
from agents.roster.ends import CannotDo
from agents.tools import disk
from agents.tools.clone import TREE, in_tree
from agents.tools.files import shown

FOUND = 60  # lines of a search
BRINGS = ["private data", "content from outside"]


async def _known(folder: Path, name: str) -> bool:
    """Whether a file is the repository's or the agent's: a change to another one would be in no patch."""
    return bool(await in_tree(folder, "--literal-pathspecs", "ls-files", "--", "/".join(disk.parts(name))))


async def _check_known(folder: Path, name: str) -> None:
    """
    Raises:
        ValueError: the file is neither the repository's nor the agent's.
    """
    if not await _known(folder, name):
        raise ValueError(f"{name} is not in the repository.")


async def _taken(folder: Path, name: str) -> None:
    """Have a new file stand in the patch.

    Raises:
        ValueError: git does not take it.
    """
    if await _known(folder, name):
        return
    new = "/".join(disk.parts(name))
    try:
        await in_tree(folder, "--literal-pathspecs", "add", "--intent-to-add", "--force", "--", new)
    except CannotDo as no:
        raise ValueError(str(no)) from None


def _folder(runtime: Any) -> Path:
    return run_of(runtime).folder


def _place(runtime: Any) -> Path:
    return run_of(runtime).folder / TREE


@tool
async def list_files(runtime: ToolRuntime[Any, Any], pattern: str = "") -> str:
    """The files of the repository, or those that match a git pathspec such as 'src/*.py'."""
    listing = "ls-files", "--cached", "--others", "--exclude-standard", "--", pattern or "."
    try:
        names = (await in_tree(_folder(runtime), *listing)).splitlines()
        gone = set((await in_tree(_folder(runtime), "ls-files", "--deleted")).splitlines())
    except CannotDo as no:
        raise ValueError(str(no)) from None
    return "\n".join(n for n in names[:1000] if n not in gone) or "(no files)"


@tool
async def read_file(name: str, runtime: ToolRuntime[Any, Any], first_line: int = 1) -> str:
    """Read a file of the repository, 400 lines from `first_line`."""
    data = await asyncio.to_thread(disk.read, _place(runtime), name)
    return shown(name, data.decode("utf-8", "replace").splitlines(), first_line)


@tool
async def search(pattern: str, runtime: ToolRuntime[Any, Any]) -> str:
    """Search the repository with an extended regular expression; file, line and text."""
    try:
        found = await in_tree(_folder(runtime), "grep", "-nIE", "--untracked", "-e", pattern)
    except CannotDo as no:
        return f"(nothing found; {no})" if "fatal" in str(no) else "(nothing found)"
    lines = found.splitlines()
    return "\n".join(line[:300] for line in lines[:FOUND]) + (f"\n({len(lines)} in all)" if len(lines) > FOUND else "")


@tool
async def edit_file(name: str, old: str, new: str, runtime: ToolRuntime[Any, Any]) -> str:
    """Replace a passage of a file. `old` must stand in it exactly once."""
    await _check_known(_folder(runtime), name)
    text = (await asyncio.to_thread(disk.read, _place(runtime), name)).decode("utf-8")
    if text.count(old) != 1 or not old:
        raise ValueError(f"`old` stands {text.count(old)} times in {name}; it must be once.")
    await asyncio.to_thread(disk.write, _place(runtime), name, text.replace(old, new).encode())
    return f"Changed {name}."


@tool
async def write_file(name: str, text: str, runtime: ToolRuntime[Any, Any]) -> str:
    """Write a whole file, new or not."""
    if await asyncio.to_thread(disk.there, _place(runtime), name):
        await _check_known(_folder(runtime), name)
    await asyncio.to_thread(disk.write, _place(runtime), name, text.encode())
    try:
        async with run_of(runtime).turn:
            await _taken(_folder(runtime), name)
    except ValueError:
        await asyncio.to_thread(disk.remove, _place(runtime), name)
        raise
    return f"Wrote {name}."


@tool
async def move_file(name: str, to: str, runtime: ToolRuntime[Any, Any]) -> str:
    """Rename a file, or move it to another folder."""
    await _check_known(_folder(runtime), name)
    await asyncio.to_thread(disk.move, _place(runtime), name, to)
    try:
        async with run_of(runtime).turn:
            await _taken(_folder(runtime), to)
    except ValueError:
        await asyncio.to_thread(disk.move, _place(runtime), to, name)
        raise
    return f"Moved {name} to {to}."


@tool
async def delete_file(name: str, runtime: ToolRuntime[Any, Any]) -> str:
    """Delete a file."""
    await _check_known(_folder(runtime), name)
    await asyncio.to_thread(disk.remove, _place(runtime), name)
    return f"Deleted {name}."


LOOKS, CHANGES = (list_files, read_file, search), (edit_file, write_file, move_file, delete_file)
for each in (*LOOKS, *CHANGES):
    each.metadata = {"labels": BRINGS, "leaves": each in CHANGES, "frames": each is read_file}
