"""Tells a decider that what they decided waits, since Slack does not say whether they are a member."""

import contextlib

import sqlalchemy as sa

from storage.ledger.core.ledger import Duplicate, Tx
from storage.ledger.messages.posting import put_post, tell_admins
from storage.ledger.messages.redraws import redraw
from storage.ledger.rows.item_rows import item_of
from storage.rules.happenings import Happening
from storage.rules.posts import PostKind
from storage.tables import decision, item

HOUR = 3600.0  # seconds


def tell_waiting(tx: Tx, team: str, decision_id: int, why: str) -> float:
    """Tell a decider once that what they decided waits, since Slack does not say whether they are a member; after an
    hour tell the administrators, once a day.

    Returns:
        The seconds that it has waited.
    """
    row = tx.conn.execute(sa.select(decision).where(decision.c.team == team, decision.c.id == decision_id)).first()
    if row is None:
        return 0.0
    waited: float = (tx.now - row.effect_due).total_seconds()
    task = item_of(tx, tx.conn.execute(sa.select(item).where(item.c.team == team, item.c.id == row.item_id)).one()).task
    decider = row.who or task.reviewer
    whose = "What you decided" if row.who else "What your rule decided"
    text = (
        f"{whose} on {task.name} waits: Slack does not say whether you are a member of this workspace ({why}). "
        "Nothing is lost; it takes effect as soon as Slack says so."
    )
    if waited > HOUR:
        about = f"Decisions of <@{decider}> wait: Slack does not say whether they are a member ({why})."
        tell_admins(tx, team, about, f"membership {decider}")
    key = f"waiting:{decision_id}"
    with contextlib.suppress(Duplicate):
        tx.once(team, key, kept={"text": text, "plain": True})
        put_post(tx, team, PostKind.LINE, key, owner=decider)
        mine = decision.c.team == team, decision.c.id == decision_id
        result = f"not done yet: a message to <@{decider}> says why"  # words that follow “It was”
        tx.conn.execute(sa.update(decision).where(*mine).values(result=result))
        tx.note(team, "", Happening.EFFECT_WAITS, task.name, why=why[:300])
        redraw(tx, team, row.item_id)
    return waited
