"""Tools of MCP servers: one connection an attempt, names with the server's before them, and descriptions that stay what
they were when they were first seen."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import structlog
from langchain_core.tools import BaseTool

from agents.roster.server_spec import ServerSpec
from agents.tools.box import Opens
from agents.tools.calls import Repeat
from agents.tools.mcp_connection import connected, key_argument, own_name
from agents.tools.pins import Pins, former_fingerprint, words
from storage.ledger.work.assignment import Assignment

log = structlog.get_logger()

READABLE = 50_000  # characters that a tool may say of itself: a person reads them before they are accepted


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


def _labelled(tool: BaseTool, server: str, spec: ServerSpec) -> BaseTool:
    sends = "*" in spec.sends or own_name(tool, server) in spec.sends
    labels = {} if spec.labels is None else {"labels": list(spec.labels)}
    tool.metadata = {**(tool.metadata or {}), **labels, "asks": sends, "repeat": _repeat(tool, server, spec, sends)}
    return tool


def _repeat(tool: BaseTool, server: str, spec: ServerSpec, sends: bool) -> Repeat:
    """Return whether a call may be made again when its end is not known."""
    hints = tool.metadata or {}
    if not sends or hints.get("readOnlyHint") is True or hints.get("idempotentHint") is True:
        return Repeat.FREELY
    keyed = "*" in spec.keyed or own_name(tool, server) in spec.keyed or key_argument(tool)
    return Repeat.KEYED if keyed else Repeat.ASK
