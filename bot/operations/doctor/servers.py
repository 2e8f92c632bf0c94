"""The MCP servers: whether each answers, and whether a tool says something new."""

import contextlib

from agents.roster.ends import Broken
from agents.roster.server_spec import ServerSpec
from agents.tools import mcp_connection
from bot.operations.doctor.reading import read_ledger
from bot.operations.finding import Finding
from bot.setup.settings import Settings
from storage.ledger.work import pinning
from storage.rules.words import many


async def examine_server(name: str, spec: ServerSpec) -> Finding:
    """Tell whether an MCP server answers, and has the tools that are named of it."""
    try:
        async with contextlib.AsyncExitStack() as parts:
            tools = await mcp_connection.connected(name, spec, parts)
    except Broken as no:
        return Finding(what="mcp", ok=False, say=str(no))
    return Finding(what="mcp", ok=True, say=f"{name}: {many(len(tools), 'tool')}")


async def changed_tools(settings: Settings) -> list[Finding]:
    """Return the tools of MCP servers that say something else than when they were accepted."""
    if not settings.file.mcp:
        return []
    off = await read_ledger(settings, pinning.changed_anywhere)
    names = ", ".join(f"{server}: {tool}" for server, tool in off)
    how = "look at what it says now: sluice accept SERVER"
    return [
        Finding(
            what="mcp",
            ok=not off,
            say=f"changed and off: {names}; {how}" if off else "no tool is off because its description changed",
        )
    ]
