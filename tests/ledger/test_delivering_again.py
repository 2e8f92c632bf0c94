"""What could not be delivered is delivered again: of the approval that counts, and no other."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Ledger, Tx
from storage.ledger.decisions import following, reopening
from storage.ledger.messages import posting
from storage.rules.values.decision import Verdict
from storage.tables import decision, delivery, post
from tests.ledger.hands import ALICE, TEAM, assign
from tests.ledger.test_pipelines import decide, hand_in, waiting


async def refuse(ledger: Ledger) -> None:
    """Have Slack not take what is to be delivered."""

    def fail(tx: Tx) -> None:
        pending = post.c.team == TEAM, post.c.surface == "delivery", post.c.state == "pending"
        for post_id in tx.conn.execute(sa.select(post.c.id).where(*pending)).scalars().all():
            posting.mark_failed(tx, TEAM, post_id, "not_in_channel")
            following.follow(tx, posting.get_post(tx, TEAM, post_id))

    await ledger.do(lambda tx, team: fail(tx), TEAM)


async def test_an_older_version_that_was_not_delivered_stays_where_it_is(ledger: Ledger) -> None:
    made = await assign(ledger, to=("C02OUT",))
    await decide(ledger, await hand_in(ledger, 1, "Old"), Verdict.APPROVE)
    await refuse(ledger)
    again = await ledger.do(reopening.reopen, ALICE, made.task.key)
    await decide(ledger, again, Verdict.REVISE, note="fix it")
    await decide(ledger, await hand_in(ledger, 1, "New"), Verdict.APPROVE)
    await refuse(ledger)
    (problem,) = await waiting(ledger)
    await decide(ledger, problem, Verdict.RETRY)
    of_post = post.c.subject == sa.cast(delivery.c.id, sa.Text)
    query = sa.select(decision.c.draft_version, post.c.state).join_from(
        delivery, decision, delivery.c.decision_id == decision.c.id
    )
    rows = query.join(post, sa.and_(post.c.surface == "delivery", of_post)).where(delivery.c.team == TEAM)
    states = await ledger.see(lambda read: read.conn.execute(rows.order_by(delivery.c.id)).all())
    assert states == [(1, "failed"), (2, "pending")]
