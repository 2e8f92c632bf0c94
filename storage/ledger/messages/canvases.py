"""Which canvas of Slack's a post leads to: made once, however often the post is tried."""

import contextlib

import sqlalchemy as sa

from storage.ledger.core.ledger import Duplicate, Read, Tx
from storage.rules.happenings import Happening
from storage.tables import inbox


def _key(post_id: int) -> str:
    return f"canvas:{post_id}"


def keep(tx: Tx, team: str, post_id: int, canvas: str) -> None:
    """Keep the id of the canvas that was made for a post."""
    with contextlib.suppress(Duplicate):
        tx.once(team, _key(post_id), kept={"canvas": canvas})
        tx.note(team, "", Happening.CANVAS, f"P-{post_id}", became=canvas)


def find(read: Read, team: str, post_id: int) -> str:
    """Return the id of the canvas that a post leads to; '' while there is none."""
    mine = inbox.c.team == team, inbox.c.key == _key(post_id)
    kept = read.conn.execute(sa.select(inbox.c.kept).where(*mine)).scalar()
    return str(kept["canvas"]) if kept else ""


def forget(tx: Tx, team: str, post_id: int) -> None:
    """Note that a post leads to no canvas after all."""
    mine = inbox.c.team == team, inbox.c.key == _key(post_id)
    tx.conn.execute(sa.delete(inbox).where(*mine))
