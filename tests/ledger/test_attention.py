"""What waits behind a collection is promised once, and no share of one person leaves room unused."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Ledger, Tx
from storage.ledger.messages import posting
from storage.ledger.rows.finding_tasks import find_task
from storage.ledger.settings import limits
from storage.ledger.shelf import holding_back
from storage.ledger.tasks import assigning
from storage.rules.values.task import State
from tests.ledger.hands import ALICE, BOB, TEAM, assign


async def promises(ledger: Ledger, post_id: int) -> int:
    """Return how many promises of a post there are."""
    all_of_them = await ledger.see(lambda tx: tx.jobs.promised(tx.conn))
    return sum(promise.kind == "post" and promise.key == str(post_id) for promise in all_of_them)


async def test_a_message_that_is_put_off_twice_is_promised_once(ledger: Ledger) -> None:
    def put(tx: Tx) -> int:
        post_id = posting.put_post(tx, TEAM, "line", "x", owner="U01ALICE")
        tx.jobs.cancel(tx.conn, TEAM, "post", str(post_id))
        for _ in range(2):
            row = posting.get_post(tx, TEAM, post_id)
            holding_back.put_off(tx, row, tx.now + timedelta(seconds=30))
        return post_id

    assert await promises(ledger, await ledger.do(put)) == 1


async def test_whoever_has_their_share_holds_nobody_else_up(ledger: Ledger) -> None:
    await ledger.do(limits.set_limits, ALICE, 3, None)
    first = [await assign(ledger) for _ in range(3)]
    theirs = [await assign(ledger, actor=BOB, reviewer="U01ALICE") for _ in range(8)]
    mine = [await assign(ledger) for _ in range(2)]
    assert {made.task.state for made in (*theirs, *mine)} == {State.WAITING}
    for made in first:
        await ledger.do(assigning.cancel, ALICE, made.task.key)
    query = sa.text("select number from task where team = 'T01TEST' and state = 'working' order by number")
    working = await ledger.see(lambda tx: tx.conn.execute(query).scalars().all())
    assert list(working) == [theirs[0].task.number, *(made.task.number for made in mine)]


async def test_what_becomes_urgent_starts_where_urgent_work_may(ledger: Ledger) -> None:
    await ledger.do(limits.set_limits, ALICE, 2, None)
    *_, last = [await assign(ledger) for _ in range(3)]
    assert last.task.state is State.WAITING
    made = await ledger.do(assigning.edit, ALICE, last.task.key, replace(last.task.brief, urgent=True))
    assert made.task.state is State.WORKING


async def test_a_higher_limit_starts_what_it_lets_in(ledger: Ledger) -> None:
    await ledger.do(limits.set_limits, ALICE, 1, None)
    *_, last = [await assign(ledger) for _ in range(3)]
    await ledger.do(limits.set_limits, ALICE, 3, None)
    assert (await ledger.see(find_task, TEAM, key=last.task.key)).state is State.WORKING


async def test_who_has_their_share_is_not_counted_as_before_others(ledger: Ledger) -> None:
    await ledger.do(limits.set_limits, ALICE, 3)
    for _ in range(9):  # one of them starts
        await assign(ledger, actor=BOB, reviewer=ALICE.user)
    for _ in range(2):
        await assign(ledger)
    last = await assign(ledger)
    assert last.held is not None
    assert (last.held.decisions, last.held.ahead) == (1, 0)
