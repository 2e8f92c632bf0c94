"""Reactions that were removed before they decided."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.rules.authority import Claim
from storage.rules.values.place import Place
from storage.tables import inbox


def take_back(tx: Tx, claim: Claim, place: Place, name: str, at: str) -> None:
    """Note that a reaction was removed before it decided: Slack may report its start after its end."""
    key = f"{_gone(claim, place, name)}{at}"[:120]
    if tx.conn.execute(sa.select(inbox.c.key).where(inbox.c.team == claim.team, inbox.c.key == key)).first() is None:
        tx.once(claim.team, key)


def was_taken_back(read: Read, claim: Claim, place: Place, name: str, at: str) -> bool:
    """Tell whether a reaction that was added at `at`, by Slack's clock, was removed later."""
    before = _gone(claim, place, name)
    mine = inbox.c.team == claim.team, inbox.c.key.startswith(before, autoescape=True)
    ends = read.conn.execute(sa.select(inbox.c.key).where(*mine)).scalars()
    return any(_instant(key.removeprefix(before)) > _instant(at) for key in ends)


def _gone(claim: Claim, place: Place, name: str) -> str:
    return f"gone:{claim.user}:{place.channel}:{place.ts}:{name}:"


def _instant(ts: str) -> tuple[int, int]:
    seconds, _, rest = ts.partition(".")
    return (int(seconds), int(rest)) if seconds.isdecimal() and rest.isdecimal() else (0, 0)
