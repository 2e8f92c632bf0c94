"""A decision always ends: with its effect, or taken back, and then who decided hears of it."""

import pytest
import sqlalchemy as sa

from storage.ledger.colleagues import reassigning
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import deciding, effects, open_items
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import portfolio, reading
from storage.ledger.tasks import assigning
from storage.ledger.work import failing
from storage.rules.authority import Claim
from storage.rules.values.decision import Verdict
from storage.rules.values.task import State
from storage.tables import decision, post, task
from tests.ledger.hands import ALICE, BOB, TEAM, assign, attempt_of, meet_users, told, work

VERDICTS = (Verdict.APPROVE, Verdict.REVISE, Verdict.REJECT)


async def decide(ledger: Ledger, key: str, verdict: Verdict, actor: Claim) -> int:
    version = 0 if verdict is Verdict.RETRY else 1
    made = await ledger.do(deciding.decide, actor, Click(key=key, version=version), verdict, (), "shorter")
    assert made.decision is not None
    return made.decision.id


async def live(ledger: Ledger) -> int:
    """Return how many decisions wait for their effect."""
    waiting = decision.c.team == TEAM, decision.c.effected_at.is_(None), decision.c.undone_at.is_(None)
    query = sa.select(sa.func.count()).select_from(decision).where(*waiting)
    return int(await ledger.see(lambda tx: tx.conn.execute(query).scalar_one()))


async def promised(ledger: Ledger) -> set[str]:
    return {p.kind for p in await ledger.see(lambda tx: tx.jobs.promised(tx.conn))}


@pytest.mark.parametrize("verdict", VERDICTS)
async def test_to_cancel_takes_back_what_is_not_done_yet(ledger: Ledger, verdict: Verdict) -> None:
    made = await assign(ledger, reviewer="U02BOB")
    taken = await decide(ledger, await work(ledger, made), verdict, BOB)
    await ledger.do(assigning.cancel, ALICE, made.task.key)
    assert await live(ledger) == 0
    assert "effect" not in await promised(ledger)
    assert not await ledger.do(effects.effect, TEAM, taken)  # a run that was under way
    assert (await ledger.see(portfolio.portfolio, TEAM, "U02BOB")).decided == frozenset()
    (line,) = await told(ledger, "U02BOB")
    assert made.task.name in line
    assert "canceled" in line
    assert await told(ledger, "U01ALICE") == []


async def test_who_cancels_what_they_decided_is_not_told_what_they_know(ledger: Ledger) -> None:
    made = await assign(ledger)
    await decide(ledger, await work(ledger, made), Verdict.APPROVE, ALICE)
    await ledger.do(assigning.cancel, ALICE, made.task.key)
    assert await live(ledger) == 0
    assert await told(ledger, "U01ALICE") == []


async def test_an_effect_that_is_impossible_is_taken_back_and_told(ledger: Ledger) -> None:
    """As an older release left it: closed, with a decision that waits."""
    made = await assign(ledger, reviewer="U02BOB")
    taken = await decide(ledger, await work(ledger, made), Verdict.APPROVE, BOB)
    closed = sa.update(task).where(task.c.team == TEAM, task.c.id == made.task.id).values(state=State.CANCELED)
    await ledger.do(lambda tx: tx.conn.execute(closed).rowcount)
    assert not await ledger.do(effects.effect, TEAM, taken)
    assert await live(ledger) == 0
    (line,) = await told(ledger, "U02BOB")
    assert made.task.name in line
    posts = sa.select(sa.func.count()).select_from(post).where(post.c.team == TEAM, post.c.surface == "delivery")
    assert await ledger.see(lambda tx: tx.conn.execute(posts).scalar_one()) == 0


async def test_what_a_changed_brief_starts_again_is_not_tried_again_by_an_old_click(ledger: Ledger) -> None:
    made = await assign(ledger)
    await ledger.do(failing.fail, TEAM, await attempt_of(ledger, made.task.id), "no answer")
    (found,) = await ledger.see(open_items.open_items_of, TEAM, made.task.id)
    await decide(ledger, found.key, Verdict.RETRY, ALICE)
    await ledger.do(assigning.edit, ALICE, made.task.key, made.task.brief)
    assert await live(ledger) == 0
    assert (await ledger.see(reading.whole, ALICE, number=made.task.number)).task.state is State.WORKING


async def test_to_let_somebody_else_decide_takes_back_what_is_not_done_yet(ledger: Ledger) -> None:
    await ledger.do(meet_users, TEAM, "U03CARA")
    made = await assign(ledger, reviewer="U02BOB")
    await decide(ledger, await work(ledger, made), Verdict.APPROVE, BOB)
    await ledger.do(reassigning.reassign, ALICE, made.task.key, reviewer="U03CARA")
    assert await live(ledger) == 0
    (line,) = await told(ledger, "U02BOB")
    assert "<@U01ALICE> let <@U03CARA> decide" in line
