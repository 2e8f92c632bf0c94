"""Tools of MCP servers: one connection an attempt, names with the server's before them, and descriptions that stay what
they were when they were first seen."""

import asyncio
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import structlog
from langchain_core.tools import BaseTool
from yarl import URL

from agents.contract import Broken
from agents.specs import ServerSpec
from agents.tools.box import Opens
from agents.tools.calls import Repeat, call_key
from storage.ledger.working import Assignment

log = structlog.get_logger()

KEYS = ("idempotency_key", "idempotencyKey")  # what servers call the argument


class Pins(Protocol):
    """Remembers what tools said of themselves when they were first seen."""

    async def check(self, team: str, server: str, seen: Mapping[str, str]) -> frozenset[str]:
        """Those that say something else now: by name, `seen` holds the hash of what each says."""
        ...


def opener(name: str, spec: ServerSpec, pins: Pins) -> Opens:
    """Connects an attempt to a server."""

    async def opens(given: Assignment, folder: Path, parts: AsyncExitStack) -> Sequence[BaseTool]:
        tools = await connected(name, spec, parts)
        changed = await pins.check(given.team, name, {t.name: fingerprint(t) for t in tools})
        for tool in sorted(changed):
            log.warning("mcp.changed", server=name, tool=tool)
        return [_labelled(t, name, spec) for t in tools if t.name not in changed]

    return opens


async def connected(name: str, spec: ServerSpec, parts: AsyncExitStack) -> list[BaseTool]:
    """The tools of a server that answers, for as long as `parts`.

    Raises:
        Broken: it does not, or lacks a tool that the settings name.
    """
    try:
        async with asyncio.timeout(spec.seconds):
            tools = await _connected(name, spec, parts)
    except (Exception, BaseExceptionGroup) as error:  # whatever a server that is down or wrong makes of it
        said = _why(error, spec)[:200]
        raise Broken(f"The MCP server “{name}” can't be used: {said}.", f"mcp {name}") from None
    there = {_own(t, name) for t in tools}
    for setting, named in (("sends", spec.sends), ("keyed", spec.keyed)):
        if unknown := set(named) - there - {"*"}:
            said = f"`{setting}` names {_listed(unknown)}, which it does not have; it has {_listed(there)}"
            raise Broken(f"[mcp.{name}] in sluice.toml: {said}.", f"mcp {name}")
    return tools


def _why(error: BaseException, spec: ServerSpec) -> str:
    """What lies at the bottom of a failure, in words."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    where = str(URL(spec.url).with_query(None).with_user(None)) if spec.url else spec.command  # no key of it
    if isinstance(error, TimeoutError):
        return f"{where} does not answer within {spec.seconds:g} seconds"
    return f"{where}: {str(error).replace(spec.url, where) if spec.url else error or type(error).__name__}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


async def _connected(name: str, spec: ServerSpec, parts: AsyncExitStack) -> list[BaseTool]:
    from langchain_mcp_adapters.client import MultiServerMCPClient
    from langchain_mcp_adapters.tools import load_mcp_tools

    client = MultiServerMCPClient({name: spec.connection()})  # type: ignore[dict-item]
    session = await parts.enter_async_context(client.session(name))

    patience = timedelta(seconds=spec.seconds)

    named: dict[str, str] = {}  # by tool: the argument that it takes a key in

    async def keyed(request: Any, handler: Any) -> Any:
        """A call that is made again after a crash has the key that it had before, so that a server can know it."""
        key = call_key(request.runtime) if request.runtime else ""
        args = {**request.args, named[request.name]: key} if key and request.name in named else request.args
        return await session.call_tool(request.name, args, patience, meta={"idempotencyKey": key})

    tools = await load_mcp_tools(session, server_name=name, tool_name_prefix=True, tool_interceptors=[keyed])
    named |= {_own(t, name): arg for t in tools if (arg := key_argument(t))}
    return tools


def key_argument(tool: BaseTool) -> str:
    """Return the argument that a tool takes an idempotency key in; empty where it has none."""
    return next((name for name in KEYS if name in tool.args), "")


def _own(tool: BaseTool, server: str) -> str:
    """Return a tool's name without its server's."""
    return tool.name.removeprefix(f"{server}_")


def fingerprint(tool: BaseTool) -> str:
    said = json.dumps([tool.name, tool.description, tool.args], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _labelled(tool: BaseTool, server: str, spec: ServerSpec) -> BaseTool:
    sends = "*" in spec.sends or _own(tool, server) in spec.sends
    labels = {} if spec.labels is None else {"labels": list(spec.labels)}
    tool.metadata = {**(tool.metadata or {}), **labels, "asks": sends, "repeat": _repeat(tool, server, spec, sends)}
    return tool


def _repeat(tool: BaseTool, server: str, spec: ServerSpec, sends: bool) -> Repeat:
    """Return whether a call may be made again when its end is not known."""
    hints = tool.metadata or {}
    if not sends or hints.get("readOnlyHint") is True or hints.get("idempotentHint") is True:
        return Repeat.FREELY
    keyed = "*" in spec.keyed or _own(tool, server) in spec.keyed or key_argument(tool)
    return Repeat.KEYED if keyed else Repeat.ASK
