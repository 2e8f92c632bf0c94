"""What decisions set going, once the time to undo is over: each effect is one transaction and happens once."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.jobs.port import Again
from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions.applying import apply_verdict
from storage.ledger.decisions.learning import learn
from storage.ledger.decisions.results import save
from storage.ledger.messages.redraws import redraw
from storage.ledger.rows.decision_rows import decision_of
from storage.ledger.rows.finding_items import get_item
from storage.ledger.work.gate import release
from storage.ledger.work.voiding import void
from storage.prepared import Statement
from storage.rules.authority import Claim, Subject
from storage.rules.refusal import Refused
from storage.rules.verdicts import RULES
from storage.tables import decision, item

UNKNOWN_AGAIN = 15.0  # seconds until it is looked again whether who decided is known
IMPOSSIBLE = "it can't be done as it was asked."
_HAS_NO_EFFECT = decision.c.effected_at.is_(None), decision.c.undone_at.is_(None)


@Statement
def _waiting(team: str, decision_id: int) -> sa.Select[Any]:
    of_item = sa.and_(item.c.team == decision.c.team, item.c.id == decision.c.item_id)
    query = sa.select(decision.c.who, item.c.reviewer).join_from(decision, item, of_item)
    return query.where(decision.c.team == team, decision.c.id == decision_id, *_HAS_NO_EFFECT)


@Statement
def _begin(team: str, decision_id: int, now: datetime) -> sa.Executable:
    mine = decision.c.team == team, decision.c.id == decision_id, *_HAS_NO_EFFECT
    return sa.update(decision).where(*mine).values(effected_at=now).returning(decision)


def decider(read: Read, team: str, decision_id: int) -> str | None:
    """Return who took a decision that has not taken effect, or whose rule did; None when it has, was undone, or is not
    there."""
    row = _waiting.first(read.conn, team, decision_id)
    return None if row is None else row.who or row.reviewer


def effect(tx: Tx, team: str, decision_id: int) -> bool:
    """Do what a decision sets going, all in one transaction and once.

    Returns:
        False when it was undone or done before, or is impossible: then it is taken back, and who decided is told.

    Raises:
        Again: Slack has not said who decided.
    """
    row = _begin.first(tx.conn, team, decision_id, tx.now)
    if row is None:
        return False
    the_decision = decision_of(row)
    target = get_item(tx, team, row.item_id)
    decided_by = Claim(the_decision.who or target.reviewer, team)  # a rule may what its owner may
    if access.actor_of(tx, decided_by).outside is Subject.NOT_KNOWN:
        raise Again(UNKNOWN_AGAIN, "nobody knows who decided")  # it waits, and is not taken back
    try:
        access.check(tx, decided_by, RULES[the_decision.verdict].needs, access.roles(target))
        with tx.part():
            result = apply_verdict(tx, target, the_decision)
    except (Refused, sa.exc.IntegrityError) as no:
        void(tx, target.task, the_decision.id, no.why if isinstance(no, Refused) else IMPOSSIBLE)
        redraw(tx, team, target.id)
        return False
    save.run(tx.conn, team, decision_id, result)
    learn(tx, target, the_decision)
    redraw(tx, team, target.id)
    release(tx, team, target.stands_for or target.reviewer)
    return True
