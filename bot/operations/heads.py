"""The newest seal of each workspace's history, kept in a file beside the ledger.

Who can write the database, and nothing else, can take its newest seals away and leave a chain that fits. The file says
what the newest one was. Who can write both has to be met with a head that is kept elsewhere.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import structlog

from storage.ledger.core.ledger import Ledger
from storage.ledger.history import auditing
from storage.ledger.privacy import retaining

log = structlog.get_logger()

FILE = "heads.json"


def kept(home: Path) -> Mapping[str, str]:
    """Return the head of each workspace's history as it was noted last; empty where none was."""
    try:
        heads = json.loads((home / FILE).read_text())
    except (OSError, ValueError):
        return {}
    return {str(team): str(head) for team, head in heads.items()} if isinstance(heads, dict) else {}


async def note(ledger: Ledger, home: Path) -> None:
    """Keep the newest head of each workspace, unless the one that is kept is in its history no more: that stays, until
    somebody has looked at it."""
    before, now = kept(home), dict[str, str]()
    for team in await ledger.see(retaining.teams):
        head, known = await ledger.see(auditing.head, team, before.get(team, ""))
        lost = bool(before.get(team)) and not known
        if lost:
            log.warning("history.shorter", team=team, advice="sluice audit verify")
        now |= {team: before[team] if lost else head} if lost or head else {}
    if now != before:
        _write(home, now)


def begin_anew(home: Path) -> None:
    """Forget the heads: the ledger is filled from a copy, whose history may end earlier."""
    (home / FILE).unlink(missing_ok=True)


def _write(home: Path, heads: Mapping[str, str]) -> None:
    new = home / f"{FILE}.new"
    new.write_text(json.dumps(heads))
    new.replace(home / FILE)
