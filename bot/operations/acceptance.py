"""`sluice accept`: what an MCP server's tools said, what they say now, and that exactly this is accepted."""

from collections.abc import Sequence

from bot.operations.tool_changes import difference
from bot.setup.database import beside
from bot.setup.settings import BadSettings, Settings
from storage.ledger.work import pinning
from storage.rules.refusal import Stale


async def show(settings: Settings, server: str) -> Sequence[str]:
    """Return the lines that show what has changed, and what to write to accept it; none where nothing has.

    Raises:
        BadSettings: no server has this name, or the ledger can't be opened.
    """
    _check_named(settings, server)
    ledger = beside(settings)
    try:
        changes = await ledger.see(pinning.changes_anywhere, server)
    finally:
        ledger.close()
    lines = [line for change in changes for line in difference(change)]
    if any(change.now is not None for change in changes):
        lines.append(f"To accept exactly this: sluice accept {server} {pinning.hash_of(changes)}")
    return lines


async def accept(settings: Settings, server: str, seen: str) -> Sequence[str]:
    """Accept the tools as `show` showed them; return the names of the tools that are on again.

    Args:
        seen: the hash that `show` ended with.

    Raises:
        BadSettings: no server has this name, the ledger can't be opened, or the tools say something else now.
    """
    _check_named(settings, server)
    ledger = beside(settings)
    try:
        return await ledger.do(lambda tx: pinning.accept_anywhere(tx, server, seen.strip().lower()))
    except Stale:
        again = f"Look once more: sluice accept {server}"
        raise BadSettings(f"Nothing is accepted: “{seen}” is not what “{server}” says now. {again}") from None
    finally:
        ledger.close()


def _check_named(settings: Settings, server: str) -> None:
    """Check that the settings name a server.

    Raises:
        BadSettings: no server has this name.
    """
    if server not in settings.file.mcp:
        there = ", ".join(sorted(settings.file.mcp)) or "none"
        raise BadSettings(f"sluice.toml names no MCP server “{server}”. There: {there}.")
