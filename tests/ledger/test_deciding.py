import asyncio
from itertools import product

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.collections import asked_for
from storage.ledger.core.ledger import Duplicate, Ledger
from storage.ledger.decisions import deciding, effects, reopening, undoing
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import reading
from storage.ledger.settings import limits
from storage.ledger.tasks import receipts
from storage.ledger.work import failing, taking_up
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.decision import Verdict
from storage.rules.values.place import Place
from storage.rules.values.profile import Profile
from storage.rules.values.task import State
from storage.tables import decision, delivery, post
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, TEAM, assign, attempt_of, work
from tests.refusing import refused

DRAFT_VERDICTS = (Verdict.APPROVE, Verdict.REVISE, Verdict.REJECT)


async def decide(ledger: Ledger, key: str, verdict: Verdict, version: int = 1, actor=ALICE, **more):
    note = "shorter" if verdict is Verdict.REVISE else ""
    return await ledger.do(deciding.decide, actor, Click(key=key, version=version, **more), verdict, (), note)


@pytest.mark.parametrize(
    "verdict, state",
    [(Verdict.APPROVE, State.APPROVED), (Verdict.REVISE, State.WORKING), (Verdict.REJECT, State.REJECTED)],
)
async def test_a_decision_has_its_effect_once(ledger: Ledger, verdict: Verdict, state: State) -> None:
    key = await work(ledger, await assign(ledger))
    made = await decide(ledger, key, verdict)
    assert made.decision is not None
    assert made.task.state is State.READY  # until the effect
    assert await ledger.do(effects.effect, TEAM, made.decision.id)
    assert not await ledger.do(effects.effect, TEAM, made.decision.id)
    assert (await ledger.see(reading.whole, ALICE, key=key)).task.state is state


async def test_an_approval_is_delivered_once(ledger: Ledger) -> None:
    made = await decide(ledger, await work(ledger, await assign(ledger)), Verdict.APPROVE)
    assert made.decision is not None
    await asyncio.gather(*(ledger.do(effects.effect, TEAM, made.decision.id) for _ in range(5)))
    assert await count(ledger, delivery) == 1
    assert await count(ledger, post, post.c.surface == "delivery") == 1


async def count(ledger: Ledger, table: sa.Table, *where) -> int:
    return await ledger.see(
        lambda tx: tx.conn.execute(
            sa.select(sa.func.count()).select_from(table).where(table.c.team == TEAM, *where)
        ).scalar_one()
    )


@pytest.mark.parametrize("first, second", list(product(DRAFT_VERDICTS, DRAFT_VERDICTS)))
async def test_of_two_decisions_on_one_version_the_first_counts(
    ledger: Ledger, first: Verdict, second: Verdict
) -> None:
    key = await work(ledger, await assign(ledger))
    await decide(ledger, key, first)
    with refused(Reason.DECIDED, Stale):
        await decide(ledger, key, second)


@pytest.mark.parametrize("first, late", list(product(DRAFT_VERDICTS, DRAFT_VERDICTS)))
async def test_a_decision_on_an_older_version_decides_nothing(ledger: Ledger, first: Verdict, late: Verdict) -> None:
    made = await assign(ledger)
    key = await work(ledger, made)
    done = await decide(ledger, key, Verdict.REVISE)
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    newer = await work(ledger, made)
    with pytest.raises(Stale):
        await decide(ledger, key, late, version=1)
    with refused(Reason.NEWER, Stale):
        await decide(ledger, newer, late, version=1)
    again = await decide(ledger, newer, first, version=2)
    assert again.decision is not None


async def test_two_hundred_items_four_reviewers_at_once_one_winner_each(ledger: Ledger) -> None:
    await ledger.do(limits.set_limits, ALICE, 100, None)
    keys = [await work(ledger, await assign(ledger)) for _ in range(50)]

    async def try_one(key: str, n: int) -> bool:
        try:
            await decide(ledger, key, DRAFT_VERDICTS[n % 3])
        except Stale:
            return False
        return True

    won = await asyncio.gather(*(try_one(key, n) for key in keys for n in range(4)))
    assert sum(won) == 50
    assert await count(ledger, decision) == 50


async def test_two_writers_on_one_database_decide_once(ledger: Ledger, database: str) -> None:
    other = new_ledger(database)
    key = await work(ledger, await assign(ledger))
    done = await asyncio.gather(
        *(decide(which, key, Verdict.APPROVE) for which in [ledger, other] * 10), return_exceptions=True
    )
    other.close()
    assert sum(not isinstance(d, Exception) for d in done) == 1
    assert all(isinstance(d, Stale) for d in done if isinstance(d, Exception))


async def test_undo_then_another_decision_under_the_same_item(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    first = await decide(ledger, key, Verdict.APPROVE)
    assert first.decision is not None
    assert (await ledger.do(undoing.undo, ALICE, key)).decision is None
    assert not await ledger.do(effects.effect, TEAM, first.decision.id)
    second = await decide(ledger, key, Verdict.REJECT)
    assert second.decision is not None
    await ledger.do(effects.effect, TEAM, second.decision.id)
    with refused(Reason.LATE):
        await ledger.do(undoing.undo, ALICE, key)


async def test_only_the_person_who_decided_can_undo(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger, actor=BOB, reviewer="U01ALICE"))
    await decide(ledger, key, Verdict.APPROVE)
    with refused(Reason.NOT_THE_OWNER):
        await ledger.do(undoing.undo, BOB, key)


async def test_reopen_makes_a_new_item_on_the_same_version(ledger: Ledger) -> None:
    made = await assign(ledger)
    key = await work(ledger, made)
    done = await decide(ledger, key, Verdict.APPROVE)
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    again = await ledger.do(reopening.reopen, ALICE, made.task.key)
    assert (again.draft_version, again.open, again.key != key) == (1, True, True)
    assert (await decide(ledger, again.key, Verdict.REJECT)).decision is not None


async def test_only_the_reviewer_approves_and_the_owner_may_still_reject(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger, actor=BOB, reviewer="U01ALICE"))
    with refused(Reason.UNKNOWN):
        await decide(ledger, key, Verdict.APPROVE, actor=BOB)
    assert (await decide(ledger, key, Verdict.REJECT, actor=BOB)).decision is not None


async def test_a_stranger_and_a_missing_item_get_the_same_words(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    said = set()
    for wanted in (key, "AAAAAAAAAAAA"):
        with pytest.raises(Refused) as no:
            await decide(ledger, wanted, Verdict.APPROVE, actor=BOB)
        said.add(no.value.why)
    assert len(said) == 1


async def test_the_same_click_delivered_twice_is_one_decision(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    await decide(ledger, key, Verdict.APPROVE, dedup="i:1")
    with pytest.raises(Duplicate):
        await decide(ledger, key, Verdict.APPROVE, dedup="i:1")


async def test_a_click_in_a_message_that_is_not_ours_decides_nothing(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    await ledger.do(asked_for.collect_now, await ledger.do(people.ensure, TEAM, "U01ALICE"))
    with pytest.raises(Refused, match="not mine"):
        await decide(ledger, key, Verdict.APPROVE, place=Place("C666", "1.0"))


async def test_a_click_reveals_a_message_whose_answer_was_lost(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    await ledger.do(lambda tx: tx.conn.execute(sa.update(post).values(state="unknown", channel="D1")))
    await decide(ledger, key, Verdict.APPROVE, place=Place("D1", "1.5"))
    assert await count(ledger, post, post.c.ts == "1.5", post.c.state == "sent") == 1


async def test_who_lost_the_right_before_the_effect_decided_nothing(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    made = await decide(ledger, key, Verdict.APPROVE)
    await ledger.do(people.save_profile, TEAM, "U01ALICE", Profile(name="alice", zone="UTC", deleted=True))
    assert made.decision is not None
    assert not await ledger.do(effects.effect, TEAM, made.decision.id)
    assert await count(ledger, delivery) == 0


async def test_a_revision_says_what_to_change(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    with pytest.raises(Refused, match="Say what should change"):
        await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.REVISE, (), "  ")


async def test_the_points_of_a_revision_reach_the_next_attempt(ledger: Ledger) -> None:
    made = await assign(ledger)
    key = await work(ledger, made)
    done = await ledger.do(
        deciding.decide, ALICE, Click(key=key, version=1), Verdict.REVISE, ("short",), "drop the end"
    )
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, made.task.id))
    assert given is not None
    assert (given.version, given.points, given.note) == (2, ("short",), "drop the end")
    assert given.previous is not None
    assert given.previous.version == 1


async def test_a_failed_attempt_becomes_a_problem_with_retry(ledger: Ledger) -> None:
    made = await assign(ledger)
    await ledger.do(taking_up.begin, TEAM, 1)
    await ledger.do(failing.fail, TEAM, 1, "The model was away.")
    shown = (await ledger.see(reading.whole, ALICE, number=1)).item
    assert shown is not None
    assert shown.about.text == "The model was away."
    with refused(Reason.OUT_OF_DATE, Stale):
        await decide(ledger, shown.key, Verdict.APPROVE, version=0)
    done = await decide(ledger, shown.key, Verdict.RETRY, version=0)
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    assert (await ledger.see(receipts.receipt, ALICE, made.task.key)).task.state is State.WORKING


async def test_what_is_reopened_is_not_forgotten(ledger: Ledger) -> None:
    made = await assign(ledger)
    done = await decide(ledger, await work(ledger, made), Verdict.REJECT)
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    assert "forget" in {p.kind for p in await ledger.see(lambda tx: tx.jobs.promised(tx.conn))}
    await ledger.do(reopening.reopen, ALICE, made.task.key)
    assert "forget" not in {p.kind for p in await ledger.see(lambda tx: tx.jobs.promised(tx.conn))}
