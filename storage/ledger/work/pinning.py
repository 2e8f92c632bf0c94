"""What tools of others said of themselves when they were first seen; what changed stays off until it is accepted.

The words that are accepted stand in the history, found again by their hash; those that are off stand beside it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx, take_turn
from storage.ledger.messages.posting import tell_admins
from storage.rules.happenings import Happening
from storage.rules.refusal import Stale
from storage.tables import change, tool

HASH = 32  # hexadecimal digits of it that are shown, and asked for
BARE = re.compile("[0-9a-f]{64}")  # what an older version kept of words that are off


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A tool that is off, since it says something else.

    Attributes:
        before: what it said when it was accepted; None where that is not kept any more, "" for a new tool.
        now: what it says; None where an older version of Sluice did not keep it.
    """

    name: str
    before: str | None
    now: str | None


def digest(words: str) -> str:
    """Return the hash of a tool's words."""
    return hashlib.sha256(words.encode(errors="surrogatepass")).hexdigest()


def check(
    tx: Tx, team: str, server: str, seen: Mapping[str, str], former: Mapping[str, str] | None = None
) -> frozenset[str]:
    """Return the names of a server's tools that are off, since their words changed. A new server's words are kept.

    Args:
        seen: by name, what each says.
        former: by name, the hash that version 0.2 would keep: a tool that is known by it is known.
    """
    mine = tool.c.team == team, tool.c.server == server
    rows = tx.conn.execute(sa.select(tool.c.name, tool.c.sha256, tool.c.refused).where(*mine)).all()
    known, refused = {row.name: row.sha256 for row in rows}, {row.name: row.refused for row in rows}
    for name in [n for n in seen if n in known and known[n] == (former or {}).get(n)]:
        known[name] = digest(seen[name])
        tx.conn.execute(sa.update(tool).where(*mine, tool.c.name == name).values(sha256=known[name]))
        tx.note(team, "", Happening.TOOL_SEEN, f"{server}.{name}", became=seen[name])
    new = [n for n in seen if n not in known]
    if new:  # of a server that is known already, a new tool is a change like any other
        row = {"team": team, "server": server, "at": tx.now}
        tx.conn.execute(sa.insert(tool), [row | {"name": n, "sha256": "" if known else digest(seen[n])} for n in new])
        for name in [] if known else new:
            tx.note(team, "", Happening.TOOL_SEEN, f"{server}.{name}", became=seen[name])
    changed = frozenset(n for n, words in seen.items() if known.get(n, "" if known else digest(words)) != digest(words))
    back = [n for n in seen if n not in changed]
    tx.conn.execute(sa.update(tool).where(*mine, tool.c.name.in_(back)).values(refused=""))
    for name in changed:
        tx.conn.execute(sa.update(tool).where(*mine, tool.c.name == name).values(refused=seen[name]))
        if refused.get(name) != seen[name]:  # else it is in the history already
            why = "it is off until an administrator accepts it"
            tx.note(team, "", Happening.TOOL_CHANGED, f"{server}.{name}", why=why)
    if changed:
        names = ", ".join(sorted(changed))
        text = f"The MCP server “{server}” says something else now of {names}: off until sluice accept {server}."
        tell_admins(tx, team, text, f"words of {server}: {names}")
    return changed


def changed(read: Read, team: str) -> tuple[tuple[str, str], ...]:
    """Return (server, tool) of each tool of a workspace that is off."""
    rows = read.conn.execute(sa.select(tool.c.server, tool.c.name).where(tool.c.team == team, tool.c.refused != ""))
    return tuple((r.server, r.name) for r in rows)


def changed_anywhere(read: Read) -> tuple[tuple[str, str], ...]:
    """Return (server, tool) of each tool that is off in any workspace, for who administers the installation."""
    rows = read.conn.execute(sa.select(tool.c.server, tool.c.name).where(tool.c.refused != "").distinct())
    return tuple((r.server, r.name) for r in rows)


def changes(read: Read, team: str, server: str) -> tuple[Change, ...]:
    """Return what a server's changed tools said and say now, in the order of their names."""
    return tuple(
        Change(
            name=row.name,
            before=_words(read, team, f"{server}.{row.name}", row.sha256),
            now=None if BARE.fullmatch(row.refused) else row.refused,
        )
        for row in _off(read, team, server)
    )


def changes_anywhere(read: Read, server: str) -> tuple[Change, ...]:
    """Return a server's changes over all workspaces, each change once."""
    found = {change for team in _teams(read, server) for change in changes(read, team, server)}
    return tuple(sorted(found, key=lambda change: (change.name, change.now or "", change.before or "")))


def hash_of(changes: Iterable[Change]) -> str:
    """Return the hash of exactly the words that these changes would accept."""
    said = sorted((change.name, digest(change.now)) for change in changes if change.now is not None)
    return digest(json.dumps(said))[:HASH]


def accept_anywhere(tx: Tx, server: str, seen: str) -> tuple[str, ...]:
    """Accept the words that a server's changed tools say now, in all workspaces; return the names of the tools.

    Args:
        seen: the hash of what was looked at.

    Raises:
        Stale: they say something else than what was looked at.
    """
    teams = _teams(tx, server)
    for team in teams:
        take_turn(tx.conn, team)
    here = [change for change in changes_anywhere(tx, server) if change.now is not None]
    if not here or hash_of(here) != seen:
        raise Stale("What was looked at is not what the tools say now.")
    return tuple(sorted({name for team in teams for name in take(tx, team, server)}))


def take(tx: Tx, team: str, server: str) -> tuple[str, ...]:
    """Accept the words that a server's changed tools say now, as far as they are known; return the tools' names."""
    rows = [row for row in _off(tx, team, server) if not BARE.fullmatch(row.refused)]
    for row in rows:
        mine = tool.c.team == team, tool.c.server == server, tool.c.name == row.name
        tx.conn.execute(sa.update(tool).where(*mine).values(sha256=digest(row.refused), refused=""))
        tx.note(team, "", Happening.TOOL_ACCEPTED, f"{server}.{row.name}", became=row.refused)
    return tuple(row.name for row in rows)


def _teams(read: Read, server: str) -> list[str]:
    """Return the workspaces in which some of a server's tools are off."""
    query = sa.select(tool.c.team).where(tool.c.server == server, tool.c.refused != "").distinct()
    return sorted(read.conn.execute(query).scalars())


def _off(read: Read, team: str, server: str) -> list[sa.Row[tuple[str, str, str]]]:
    off = tool.c.team == team, tool.c.server == server, tool.c.refused != ""
    query = sa.select(tool.c.name, tool.c.sha256, tool.c.refused).where(*off)
    return list(read.conn.execute(query.order_by(tool.c.name)))


def _words(read: Read, team: str, subject: str, sha256: str) -> str | None:
    """Return the words with this hash from the history; "" for no hash, None where they are not kept any more."""
    if not sha256:
        return ""
    about = (
        change.c.team == team,
        change.c.subject == subject,
        change.c.what.in_((Happening.TOOL_SEEN, Happening.TOOL_ACCEPTED)),
    )
    rows = read.conn.execute(sa.select(change.c.became).where(*about).order_by(change.c.id.desc())).scalars()
    return next((words for words in rows if digest(words) == sha256), None)
