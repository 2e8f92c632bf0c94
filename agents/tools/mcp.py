"""Tools of MCP servers: one connection an attempt, names with the server's before them, and descriptions that stay what
they were when they were first seen."""

import asyncio
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

import structlog
from langchain_core.tools import BaseTool

from agents.roster.ends import Broken
from agents.roster.server_spec import ServerSpec
from agents.tools.box import Opens
from agents.tools.calls import Repeat, call_key
from storage.ledger.work.assignment import Assignment

log = structlog.get_logger()

READABLE = 50_000  # characters that a tool may say of itself: a person reads them before they are accepted
SHORT = 4  # characters of a part of an address that is no key
HOST = re.compile(
    r"(?P<scheme>https?://)(?P<user>[^\s/?#@'\"<>]*@)?(?P<host>[^\s/?#'\"<>]+)(?P<rest>[^\s'\"<>]*)", re.I
)
KEYS = ("idempotency_key", "idempotencyKey")  # what servers call the argument


class Pins(Protocol):
    """A memory of what tools said of themselves when they were first seen."""

    async def check(self, team: str, server: str, seen: Mapping[str, str], former: Mapping[str, str]) -> frozenset[str]:
        """Return the names of the tools whose descriptions have changed.

        Args:
            seen: by name, what each says of itself.
            former: by name, the hash that version 0.2 of Sluice made of a part of it.
        """
        ...


def opener(name: str, spec: ServerSpec, pins: Pins) -> Opens:
    """Return the function that connects an attempt to a server and returns its tools, without changed ones."""

    async def opens(assignment: Assignment, folder: Path, parts: AsyncExitStack) -> Sequence[BaseTool]:
        tools = await connected(name, spec, parts)
        long = {t.name for t in tools if len(words(t)) > READABLE}
        seen = {t.name: words(t) for t in tools if t.name not in long}
        changed = await pins.check(assignment.team, name, seen, {t.name: former_fingerprint(t) for t in tools})
        for tool in sorted(changed | long):
            log.warning("mcp.changed" if tool in changed else "mcp.too_long", server=name, tool=tool)
        return [_labelled(t, name, spec) for t in tools if t.name not in changed | long]

    return opens


async def connected(name: str, spec: ServerSpec, parts: AsyncExitStack) -> list[BaseTool]:
    """Return the tools of a server, connected for as long as `parts` is open.

    Raises:
        Broken: it does not, or lacks a tool that the settings name.
    """
    try:
        async with asyncio.timeout(spec.seconds):
            tools = await _connected(name, spec, parts)
    except (Exception, BaseExceptionGroup) as error:  # whatever a server that is down or wrong makes of it
        text = _why(error, spec)[:200]
        raise Broken(f"The MCP server “{name}” can't be used: {text}.", f"mcp {name}") from None
    there = {_own(t, name) for t in tools}
    for setting, named in (("sends", spec.sends), ("keyed", spec.keyed)):
        if unknown := set(named) - there - {"*"}:
            text = f"`{setting}` names {_listed(unknown)}, which it does not have; it has {_listed(there)}"
            raise Broken(f"[mcp.{name}] in sluice.toml: {text}.", f"mcp {name}")
    return tools


def _why(error: BaseException, spec: ServerSpec) -> str:
    """What lies at the bottom of a failure, in words."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    where = HOST.sub(r"\g<scheme>\g<host>", spec.url) if spec.url else spec.command  # a key may stand behind it
    if isinstance(error, TimeoutError):
        return f"{where} does not answer within {spec.seconds:g} seconds"
    return f"{where}: {without_keys(str(error), spec.url) or type(error).__name__}"


def without_keys(text: str, url: str) -> str:
    """Return a text without the user, path and query of an address, together or alone: each may be a key."""
    text = HOST.sub(r"\g<scheme>\g<host>", text)
    address = HOST.match(url)
    parts = re.split(r"[/?#&=:@]", f"{address['user'] or ''}/{address['rest']}") if address else []
    for part in sorted({each for p in parts for each in (p, unquote(p)) if len(p) > SHORT}, key=len, reverse=True):
        text = text.replace(part, "…")
    return text


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
    """Return the name of the argument for an idempotency key; empty when the tool has none."""
    return next((name for name in KEYS if name in tool.args), "")


def _own(tool: BaseTool, server: str) -> str:
    """Return a tool's name without its server's."""
    return tool.name.removeprefix(f"{server}_")


def words(tool: BaseTool) -> str:
    """Return all that a tool says of itself and that a model or a rule uses, as lines to compare."""
    schema = tool.args_schema if isinstance(tool.args_schema, dict) else tool.get_input_jsonschema()
    hints = {name: hint for name, hint in (tool.metadata or {}).items() if name.endswith("Hint")}
    said = {"arguments": schema, "hints": hints}
    text = f"{tool.description}\n\n{json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False, default=str)}"
    return text.replace("\0", "\\0").encode(errors="backslashreplace").decode()  # as every database keeps it


def former_fingerprint(tool: BaseTool) -> str:
    """Return the hash of a tool's words that version 0.2 kept."""
    text = json.dumps([tool.name, tool.description, tool.args], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


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
