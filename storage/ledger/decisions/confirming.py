"""Takes the answer that what was approved is still right; the question goes."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.ledger.decisions.clicks import Click
from storage.ledger.messages.clicked import check_place
from storage.ledger.messages.shown import digests_of, touch
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.ask import Kind
from storage.rules.values.item import Item
from storage.tables import item


def confirm(tx: Tx, claim: Claim, click: Click) -> Item:
    """Keep that what was approved is still right; the question is gone.

    Raises:
        Refused: it is not theirs, or not from a message of ours.
        Stale: it is answered, or was opened again.
        Duplicate: Slack sent this before.
    """
    asked, _ = access.bare_item(tx, claim, Action.APPROVE, click.key)
    if asked.kind is not Kind.STILL_RIGHT:
        raise Refused("That button is out of date. /sluice shows what is open.", Reason.OUT_OF_DATE)
    shown = digests_of(tx, claim.team, asked.id)
    check_place(tx, asked, shown, click.place)
    tx.once(claim.team, click.dedup, click.key)
    mine = item.c.team == claim.team, item.c.id == asked.id, item.c.closed_at.is_(None)
    values = {"closed_at": tx.now, "version": item.c.version + 1}
    if tx.conn.execute(sa.update(item).where(*mine).values(values)).rowcount != 1:
        raise Stale("It was answered already.")
    tx.note(claim.team, claim.user, Happening.STILL_RIGHT, asked.task.name)
    touch(tx, asked, shown, click.place)
    return asked
