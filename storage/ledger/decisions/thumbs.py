"""A reviewer says that the critic was wrong about a check: it is no doubt any more, and its record keeps it."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.ledger.decisions.deciding import reread
from storage.ledger.messages.redraws import redraw
from storage.rules.authority import UNKNOWN, Action, Claim
from storage.rules.happenings import Happening
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.check import DOUBTFUL
from storage.rules.values.item import Item
from storage.tables import check, draft


def toggle(tx: Tx, claim: Claim, key: str, version: int, number: int, dedup: str | None = None) -> Item:
    """Keep that the critic was wrong about a check that is not met or in doubt; a second time takes it back.

    Args:
        key, version: of the item, and of the draft that the person saw.
        number: which of the draft's checks, from 0.

    Raises:
        Refused: they do not decide it, or there is no such check.
        Stale: it is decided, or a newer version came in.
        Duplicate: Slack sent this before.
    """
    item = access.item(tx, claim, Action.APPROVE, key)
    tx.once(claim.team, dedup, key)
    versions = {item.draft_version, *(one.version for one in item.candidates)}
    if not item.open or item.decision is not None or version not in versions:
        raise Stale("It does not wait for you any more: nothing was changed.")
    of_draft = draft.c.team == claim.team, draft.c.task_id == item.task.id, draft.c.version == version
    checks = sa.select(check.c.id, check.c.finding, check.c.wrong, check.c.criterion)
    mine = check.c.team == claim.team, check.c.draft_id == sa.select(draft.c.id).where(*of_draft).scalar_subquery()
    rows = tx.conn.execute(checks.where(*mine).order_by(check.c.id)).all()
    if not 0 <= number < len(rows) or rows[number].finding not in DOUBTFUL:
        raise Refused(UNKNOWN, Reason.UNKNOWN)
    row, said = rows[number], "" if rows[number].wrong else claim.user
    one = check.c.team == claim.team, check.c.id == row.id
    tx.conn.execute(sa.update(check).where(*one).values(wrong=said))
    what = Happening.CRITIC_WRONG if said else Happening.CRITIC_RIGHT
    tx.note(claim.team, claim.user, what, item.task.name, became=f"v{version}", why=row.criterion[:200])
    redraw(tx, claim.team, item.id)
    return reread(tx, item)
