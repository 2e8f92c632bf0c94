"""Takes back decisions that can't have their effect any more: none waits for ever, and who decided hears of it."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.messages.posting import put_post
from storage.prepared import Statement, one_of
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.posts import PostKind
from storage.rules.values.decision import Verdict
from storage.rules.values.task import Task
from storage.rules.verdicts import RULES
from storage.tables import decision


def void(tx: Tx, target: Task, decision_id: int, why: str, by: str = "") -> None:
    """Take back a decision that has no effect yet, withdraw its promise, and tell who decided.

    Args:
        why: what happened, in words that follow “: ”.
        by: who caused it, and needs not be told.
    """
    mine = decision.c.team == target.team, decision.c.id == decision_id
    row = tx.conn.execute(
        sa.update(decision)
        .where(*mine, decision.c.undone_at.is_(None))
        .values(undone_at=tx.now, effected_at=None)
        .returning(decision.c.who, decision.c.verdict)
    ).first()
    if row is None:
        return
    tx.jobs.cancel(tx.conn, target.team, JobKind.EFFECT, str(decision_id))
    tx.note(target.team, row.who, Happening.VOID, target.name, became=row.verdict, why=why)
    if row.who not in ("", by):  # of a rule's nobody needs to hear: it waits for its reviewer now
        key = f"void:{decision_id}"
        text = f"{target.name}: you {RULES[Verdict(row.verdict)].done}, and that has no effect: {why}"
        tx.once(target.team, key, kept={"text": text})
        put_post(tx, target.team, PostKind.LINE, key, owner=row.who)


@Statement
def _waiting(team: str, items: Sequence[int]) -> sa.Select[tuple[int]]:
    waiting = decision.c.effected_at.is_(None), decision.c.undone_at.is_(None)
    return sa.select(decision.c.id).where(decision.c.team == team, one_of(decision.c.item_id, items), *waiting)


def void_all(tx: Tx, target: Task, items: Sequence[int], why: str, by: str = "") -> None:
    """Take back the decisions without effect on some items of a task."""
    for row in _waiting.all(tx.conn, target.team, items) if items else ():
        void(tx, target, row.id, why, by)
