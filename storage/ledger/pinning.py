"""What tools of others said of themselves when they were first seen; what changed stays off until it is accepted."""

from collections.abc import Mapping

import sqlalchemy as sa

from storage.ledger.core import Tx, take_turn
from storage.ledger.posting import tell_admins
from storage.tables import tool


def check(tx: Tx, team: str, server: str, seen: Mapping[str, str]) -> frozenset[str]:
    """Which of a server's tools say something else now; the first words of a new one are kept.

    Args:
        seen: by name, the hash of what each says.
    """
    mine = tool.c.team == team, tool.c.server == server
    known = {r.name: r.sha256 for r in tx.conn.execute(sa.select(tool.c.name, tool.c.sha256).where(*mine))}
    of_server = {"team": team, "server": server, "at": tx.now}
    new = {n: h for n, h in seen.items() if n not in known}
    if new:  # of a server that is known already, a new tool is a change like any other
        rows = [{**of_server, "name": n, "sha256": "" if known else h} for n, h in new.items()]
        tx.conn.execute(sa.insert(tool), rows)
    changed = frozenset(n for n, h in seen.items() if known.get(n, "" if known else h) != h)
    back = [n for n in seen if n not in changed]
    tx.conn.execute(sa.update(tool).where(*mine, tool.c.name.in_(back)).values(refused=""))
    for name in changed:
        tx.conn.execute(sa.update(tool).where(*mine, tool.c.name == name).values(refused=seen[name]))
        tx.note(team, "", "tool changed", f"{server}.{name}", why="it is off until an administrator accepts it")
    if changed:
        names = ", ".join(sorted(changed))
        said = f"The MCP server “{server}” says something else now of {names}: off until sluice accept {server}."
        tell_admins(tx, team, said, f"words of {server}: {names}")
    return changed


def changed(tx: Tx, team: str) -> tuple[tuple[str, str], ...]:
    """(server, tool) of what is off."""
    rows = tx.conn.execute(sa.select(tool.c.server, tool.c.name).where(tool.c.team == team, tool.c.refused != ""))
    return tuple((r.server, r.name) for r in rows)


def changed_anywhere(tx: Tx) -> tuple[tuple[str, str], ...]:
    """The same over all workspaces, for who administers the installation."""
    rows = tx.conn.execute(sa.select(tool.c.server, tool.c.name).where(tool.c.refused != "").distinct())
    return tuple((r.server, r.name) for r in rows)


def accept_anywhere(tx: Tx, server: str) -> tuple[str, ...]:
    """Take what a server's changed tools say now, in all workspaces; their names."""
    off = sa.select(tool.c.team).where(tool.c.server == server, tool.c.refused != "").distinct()
    teams = tx.conn.execute(off.order_by(tool.c.team)).scalars().all()
    for team in teams:
        take_turn(tx.conn, team)
    return tuple(sorted({name for team in teams for name in accept(tx, team, server)}))


def accept(tx: Tx, team: str, server: str) -> tuple[str, ...]:
    """Take what a server's changed tools say now; their names."""
    off = tool.c.team == team, tool.c.server == server, tool.c.refused != ""
    taken = sa.update(tool).where(*off).values(sha256=tool.c.refused, refused="").returning(tool.c.name)
    names = tuple(sorted(row.name for row in tx.conn.execute(taken)))
    tx.note(team, "", "tools accepted", server, became=", ".join(names)[:200])
    return names
