"""The tools that change the files of an attempt's clone. What they write stands in git's index at once, and so in the
patch."""

import asyncio
from typing import Any

from langchain.tools import ToolRuntime, tool

from agents.models.run import run_of
from agents.tools import disk
from agents.tools.git_index import check_known, take
from agents.tools.run_folders import folder_of, tree_of


@tool
async def edit_file(name: str, old: str, new: str, runtime: ToolRuntime[Any, Any]) -> str:
    """Replace a passage of a file. `old` must stand in it exactly once."""
    await check_known(folder_of(runtime), name)
    text = (await asyncio.to_thread(disk.read, tree_of(runtime), name)).decode("utf-8")
    if text.count(old) != 1 or not old:
        raise ValueError(f"`old` stands {text.count(old)} times in {name}; it must be once.")
    await asyncio.to_thread(disk.write, tree_of(runtime), name, text.replace(old, new).encode())
    return f"Changed {name}."


@tool
async def write_file(name: str, text: str, runtime: ToolRuntime[Any, Any]) -> str:
    """Write a whole file, new or not."""
    if await asyncio.to_thread(disk.there, tree_of(runtime), name):
        await check_known(folder_of(runtime), name)
    await asyncio.to_thread(disk.write, tree_of(runtime), name, text.encode())
    try:
        async with run_of(runtime).turn:
            await take(folder_of(runtime), name)
    except ValueError:
        await asyncio.to_thread(disk.remove, tree_of(runtime), name)
        raise
    return f"Wrote {name}."


@tool
async def move_file(name: str, to: str, runtime: ToolRuntime[Any, Any]) -> str:
    """Rename a file, or move it to another folder."""
    await check_known(folder_of(runtime), name)
    await asyncio.to_thread(disk.move, tree_of(runtime), name, to)
    try:
        async with run_of(runtime).turn:
            await take(folder_of(runtime), to)
    except ValueError:
        await asyncio.to_thread(disk.move, tree_of(runtime), to, name)
        raise
    return f"Moved {name} to {to}."


@tool
async def delete_file(name: str, runtime: ToolRuntime[Any, Any]) -> str:
    """Delete a file."""
    await check_known(folder_of(runtime), name)
    await asyncio.to_thread(disk.remove, tree_of(runtime), name)
    return f"Deleted {name}."
