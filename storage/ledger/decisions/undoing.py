"""A decision is taken back before its effect."""

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Tx
from storage.ledger.decisions.deciding import reread
from storage.ledger.messages.shown import digests_of, touch
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.offers import check_undo
from storage.rules.refusal import Reason, Stale
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.tables import decision, item


def undo(tx: Tx, claim: Claim, key: str, dedup: str | None = None, place: Place | None = None) -> Item:
    """Take a decision back before its effect; the item is open as before.

    Args:
        place: the message where it was pressed.

    Raises:
        Refused: someone else's, or too late.
    """
    target = access.item(tx, claim, Action.UNDO, key)
    if target.decision is None:
        raise Stale("There is nothing to undo: it is open.")
    check_undo(target.decision, claim.user, tx.now)
    tx.once(claim.team, dedup, key)
    won = tx.conn.execute(
        sa.update(decision)
        .where(
            decision.c.team == claim.team,
            decision.c.id == target.decision.id,
            decision.c.effected_at.is_(None),
            decision.c.undone_at.is_(None),
        )
        .values(undone_at=tx.now)
    ).rowcount
    if won != 1:
        raise Stale("Too late to undo: it has taken effect.", Reason.LATE)
    tx.jobs.cancel(tx.conn, claim.team, JobKind.EFFECT, str(target.decision.id))
    if target.decision.verdict is Verdict.REVISE and target.decision.note:  # the form begins with it again
        words = sa.update(item).where(item.c.team == claim.team, item.c.id == target.id)
        tx.conn.execute(words.values(half_note=target.decision.note))
    if target.stands_for or people.look_up(tx, claim.team, target.reviewer).is_away(tx.now):
        # in whose place it was decided may be back, or who decided may be away by now: it goes to who decides meanwhile
        tx.promise(claim.team, JobKind.BACK, target.stands_for or target.reviewer)
    tx.note(claim.team, claim.user, Happening.UNDO, target.task.name, became=target.decision.verdict)
    touch(tx, target, digests_of(tx, claim.team, target.id), place)
    return reread(tx, target)
