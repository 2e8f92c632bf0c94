"""One connection of an attempt to an MCP server."""

import asyncio
import os
from collections.abc import Collection, Iterable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from langchain_core.tools import BaseTool

from agents import processors
from agents.roster.ends import Broken
from agents.roster.server_spec import ServerSpec
from agents.tools.calls import call_key
from agents.tools.mcp_failures import why

KEYS = ("idempotency_key", "idempotencyKey")  # what servers call the argument


async def connected(name: str, spec: ServerSpec, parts: AsyncExitStack) -> list[BaseTool]:
    """Return the tools of a server, connected for as long as `parts` is open.

    Raises:
        Broken: it does not, or lacks a tool that the settings name.
    """
    try:
        async with AsyncExitStack() as own:  # it closes before anything is raised: its groups would wrap that
            async with asyncio.timeout(spec.seconds):
                tools = await _connected(name, spec, own)
            fault = _fault(spec, {own_name(t, name) for t in tools})
            if not fault:
                parts.push_async_exit(own.pop_all())
    except (Exception, BaseExceptionGroup) as error:  # whatever a server that is down or wrong makes of it
        text = why(error, spec)[:200]
        raise Broken(f"The MCP server “{name}” can't be used: {text}.", f"mcp {name}") from None
    if fault:
        raise Broken(f"[mcp.{name}] in sluice.toml: {fault}.", f"mcp {name}")
    return tools


def _fault(spec: ServerSpec, there: Collection[str]) -> str:
    """Return which tools the settings name that a server does not have; empty where it has all."""
    for setting, named in (("sends", spec.sends), ("keyed", spec.keyed)):
        if unknown := set(named) - set(there) - {"*"}:
            return f"`{setting}` names {_listed(unknown)}, which it does not have; it has {_listed(there)}"
    return ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


async def _connected(name: str, spec: ServerSpec, parts: AsyncExitStack) -> list[BaseTool]:
    from langchain_mcp_adapters.tools import load_mcp_tools

    session = await (_by_address(name, spec, parts) if spec.url else _by_command(spec, parts))
    patience = timedelta(seconds=spec.seconds)

    named: dict[str, str] = {}  # by tool: the argument that it takes a key in

    async def keyed(request: Any, handler: Any) -> Any:
        """A call that is made again after a crash has the key that it had before, so that a server can know it."""
        key = call_key(request.runtime) if request.runtime else ""
        args = {**request.args, named[request.name]: key} if key and request.name in named else request.args
        return await session.call_tool(request.name, args, patience, meta={"idempotencyKey": key})

    tools = await load_mcp_tools(session, server_name=name, tool_name_prefix=True, tool_interceptors=[keyed])
    named |= {own_name(t, name): arg for t in tools if (arg := key_argument(t))}
    return tools


async def _by_address(name: str, spec: ServerSpec, parts: AsyncExitStack) -> Any:
    from langchain_mcp_adapters.client import MultiServerMCPClient

    client = MultiServerMCPClient({name: spec.connection()})  # type: ignore[dict-item]
    return await parts.enter_async_context(client.session(name))


async def _by_command(spec: ServerSpec, parts: AsyncExitStack) -> Any:
    """Return a session with a server that is begun here. What it writes on its standard error is dropped: it may be
    what people wrote, and our log holds none of that."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    dropped = parts.enter_context(Path(os.devnull).open("w"))  # noqa: SIM115, it is closed with the parts
    server = StdioServerParameters(command=spec.command, args=list(spec.args), env=dict(spec.env) or None)
    with processors.own().spread():
        read, write = await parts.enter_async_context(stdio_client(server, errlog=dropped))
    session = await parts.enter_async_context(ClientSession(read, write))
    await session.initialize()
    return session


def key_argument(tool: BaseTool) -> str:
    """Return the name of the argument for an idempotency key; empty when the tool has none."""
    return next((name for name in KEYS if name in tool.args), "")


def own_name(tool: BaseTool, server: str) -> str:
    """Return a tool's name without its server's."""
    return tool.name.removeprefix(f"{server}_")
