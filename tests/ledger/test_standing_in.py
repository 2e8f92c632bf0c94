"""Give to someone, and away with a stand-in, in the ledger: who has what, and each item decided once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.colleagues import reassigning, refusing
from storage.ledger.collections import asked_for
from storage.ledger.core.ledger import Ledger, Terms
from storage.ledger.decisions import agreeing, deciding, effects, giving, putting_off, taking, undoing
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import histories, portfolio, reading
from storage.ledger.rows.finding_items import find_item
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.settings import away, coming_back, limits, scheduling
from storage.ledger.shelf import choosing, owed, quickest
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.tasks import assigning
from storage.ledger.work import newcomers
from storage.rules.authority import FOUR_EYES, Action, Claim, Policy
from storage.rules.pages.bringing import Away
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.ask import Kind
from storage.rules.values.brief import Brief
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.profile import Profile
from storage.rules.values.schedule import EVERY_DAY
from storage.rules.values.task import State
from storage.rules.values.worker import agent, colleague
from storage.tables import decision, item, job
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, HERE, TEAM, assign, meet, work
from tests.ledger.test_leaving import leave, told
from tests.ledger.test_resting import Days, live
from tests.refusing import refused

CARA = Claim("U03CARA", TEAM)
DAY = timedelta(days=1)


@pytest.fixture
def days() -> Days:
    return Days()  # Monday, six in the morning


@pytest.fixture
async def dated(database: str, days: Days) -> AsyncIterator[Ledger]:
    made = new_ledger(database, clock=days)
    await made.do(people.ensure_workspace, TEAM, "Test")
    await made.do(meet, TEAM, ALICE.user, BOB.user, CARA.user)
    for who in (ALICE, BOB, CARA):
        await made.do(scheduling.set_times, who, (time(9),), EVERY_DAY)
    yield made
    made.close()


async def item_of(ledger: Ledger, key: str) -> Item:
    found = await ledger.see(find_item, TEAM, key)
    assert found is not None
    return found


async def shelves(ledger: Ledger, *keys: str) -> list[tuple[str, str]]:
    items = [await item_of(ledger, key) for key in keys]
    return [(one.reviewer, one.stands_for) for one in items]


def click(key: str) -> Click:
    return Click(key=key, version=1)


async def test_what_is_undone_by_who_is_away_by_then_is_their_stand_ins(dated: Ledger) -> None:
    key = await work(dated, await assign(dated, reviewer=BOB.user))
    await dated.do(deciding.decide, BOB, click(key), Verdict.APPROVE, (), "")
    await dated.do(away.go_away, BOB, dated.clock() + 2 * DAY, CARA.user)
    await dated.do(undoing.undo, BOB, key)
    if dated.url.startswith("sqlite"):
        soon = sa.select(sa.func.min(job.c.due)).where(job.c.kind == "back", job.c.key == BOB.user)
        assert await dated.see(lambda read: read.conn.execute(soon).scalar_one()) <= dated.clock()
    await dated.do(coming_back.is_back, TEAM, BOB.user)
    assert await shelves(dated, key) == [(CARA.user, BOB.user)]


async def test_a_no_holds_also_for_what_is_given(dated: Ledger) -> None:
    dan = Claim("U04DAN", TEAM)
    await dated.do(meet, TEAM, dan.user)
    brief = Brief(goal="Memo", title="Memo", worker=agent("writer"), criteria=("short",), reviewer=dan.user)
    await dated.do(assigning.assign, ALICE, brief, HERE, None)
    await dated.do(agreeing.disagree, dan, ALICE.user)
    key = await work(dated, await assign(dated))
    with pytest.raises(Refused, match="said that they don't decide"):
        await dated.do(giving.give, ALICE, click(key), dan.user)


async def person(ledger: Ledger, who: Claim) -> Any:
    return await ledger.see(people.find, TEAM, who.user)


async def go_away(ledger: Ledger, days: Days, who: Claim = ALICE, stand_in: str = BOB.user, n: int = 3) -> Away:
    return await ledger.do(away.go_away, who, days.now + n * DAY, stand_in)


# Give to someone


async def test_its_task_and_all_that_waits_of_it_pass_on(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated))
    await dated.do(putting_off.put_off, ALICE, click(key), days.now + DAY)
    given = await dated.do(giving.give, ALICE, click(key), BOB.user, " You know them better. ")
    assert not given.asked
    shown = await item_of(dated, key)
    assert (shown.reviewer, shown.task.reviewer) == (BOB.user, BOB.user)
    assert (shown.given_by, shown.given_note) == (ALICE.user, "You know them better.")
    assert (shown.later_at, shown.put_off) == (None, 0)
    with pytest.raises(Refused):
        await dated.do(deciding.decide, ALICE, click(key), Verdict.APPROVE)
    await dated.do(deciding.decide, BOB, click(key), Verdict.APPROVE)
    history = await dated.see(histories.history, shown.task)
    assert [(c.who, c.became, c.why) for c in history if c.what == "reviewer"] == [
        (ALICE.user, f"<@{BOB.user}>", "You know them better.")
    ]


async def test_it_comes_with_their_next_collection_or_at_once_where_that_is_too_late(dated: Ledger, days: Days) -> None:
    later, soon, urgent = [
        await work(dated, await assign(dated, **more))
        for more in ({}, {"due": days.now + timedelta(hours=1)}, {"urgent": True})
    ]
    for key in (later, soon, urgent):
        await dated.do(giving.give, ALICE, click(key), BOB.user)
    brought = sa.select(item.c.key).where(item.c.team == TEAM, item.c.brought_at.is_not(None))
    now = await dated.see(lambda tx: set(tx.conn.execute(brought).scalars()))
    assert now == {soon, urgent}


async def why_not(ledger: Ledger, key: str, to: str) -> str:
    with pytest.raises(Refused) as no:
        await ledger.do(giving.give, ALICE, click(key), to)
    assert (await item_of(ledger, key)).reviewer == ALICE.user
    return no.value.why


async def test_who_can_not_take_it_is_refused_and_nothing_is_half_done(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated))
    flags = {"U10GUEST": "guest", "U11BOT": "bot", "U12OTHER": "stranger", "U13GONE": "deleted"}
    for user, flag in flags.items():
        await dated.do(people.save_profile, TEAM, user, Profile(name="", zone="", **{flag: True}))
    assert "is a guest here" in await why_not(dated, key, "U10GUEST")
    assert "is an app" in await why_not(dated, key, "U11BOT")
    assert "another company" in await why_not(dated, key, "U12OTHER")
    assert "not in this workspace any more" in await why_not(dated, key, "U13GONE")
    assert "who <@U14NEW> is" in await why_not(dated, key, "U14NEW")
    assert "That is you" in await why_not(dated, key, ALICE.user)
    await dated.do(refusing.refuse, BOB, True)
    assert "takes no tasks" in await why_not(dated, key, BOB.user)
    await dated.do(refusing.refuse, BOB, False)
    await go_away(dated, days, BOB, "")
    assert "is away until Thu 26 Nov 6:00" in await why_not(dated, key, BOB.user)


async def test_nobody_is_given_their_own_work(dated: Ledger) -> None:
    made = await assign(dated, worker=colleague(BOB.user))
    key = await dated.do(_ask_alice, TEAM, made.task.id)
    assert "would decide on their own work" in await why_not(dated, key, BOB.user)


def _ask_alice(tx: Any, team: str, task_id: int) -> str:
    return shelve(tx, get_task(tx, team, task_id), Shelved(kind=Kind.PROBLEM, words=1, problem="x"))


async def test_four_eyes_hold_for_who_is_given_it(dated: Ledger) -> None:
    dated.terms = Terms(policy=Policy(four_eyes=True))
    key = await work(dated, await assign(dated, actor=BOB, reviewer=ALICE.user))
    assert await why_not(dated, key, BOB.user) == FOUR_EYES
    await dated.do(giving.give, ALICE, click(key), CARA.user)


async def test_who_never_used_it_is_asked_once_and_has_it_only_when_they_take_it(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    assert not await ledger.see(newcomers.has_used, await person(ledger, BOB))
    given = await ledger.do(giving.give, ALICE, click(key), BOB.user, "Please")
    assert given.asked
    assert (await item_of(ledger, key)).reviewer == ALICE.user
    with pytest.raises(Refused, match="was asked already"):
        await ledger.do(giving.give, ALICE, click(key), BOB.user)
    with refused(Reason.UNKNOWN):
        await ledger.do(taking.take, CARA, key)
    await ledger.do(taking.take, BOB, key)
    shown = await item_of(ledger, key)
    assert (shown.reviewer, shown.given_by, shown.given_note) == (BOB.user, ALICE.user, "Please")
    with pytest.raises(Stale):
        await ledger.do(taking.take, BOB, key)
    again = await work(ledger, await assign(ledger))
    assert not (await ledger.do(giving.give, ALICE, click(again), BOB.user)).asked


async def test_a_no_comes_back_in_words(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    await ledger.do(giving.give, ALICE, click(key), BOB.user)
    await ledger.do(taking.decline, BOB, key)
    assert (await item_of(ledger, key)).reviewer == ALICE.user
    (line,) = await told(ledger, ALICE.user)
    assert f"<@{BOB.user}> does not take T-1: it stays with you." in line


async def test_what_was_decided_meanwhile_can_not_be_taken(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    await ledger.do(giving.give, ALICE, click(key), BOB.user)
    await ledger.do(deciding.decide, ALICE, click(key), Verdict.APPROVE)
    with pytest.raises(Stale, match="does not wait any more"):
        await ledger.do(taking.take, BOB, key)


# Away


async def test_what_waits_and_what_comes_is_the_stand_ins_until_the_end(dated: Ledger, days: Days) -> None:
    first = await work(dated, await assign(dated))
    made = await go_away(dated, days)
    assert (made.moved, made.stay) == (1, 0)
    second = await work(dated, await assign(dated))
    assert await shelves(dated, first, second) == [(BOB.user, ALICE.user)] * 2
    assert (await item_of(dated, first)).task.reviewer == ALICE.user
    page = await dated.see(reading.whole, BOB, number=1)
    assert page.task.name == "T-1"
    await dated.do(deciding.decide, BOB, click(first), Verdict.APPROVE)
    days.now += 3 * DAY
    await dated.do(coming_back.is_back, TEAM, ALICE.user)
    assert await shelves(dated, second) == [(ALICE.user, "")]
    assert (await person(dated, ALICE)).away_until is None
    with pytest.raises(Refused):
        await dated.see(reading.whole, BOB, number=2)
    decided = (await item_of(dated, first)).decision
    assert decided is not None
    assert await dated.do(effects.effect, TEAM, decided.id)


async def test_the_end_is_promised_and_a_longer_absence_is_not_ended_early(dated: Ledger, days: Days) -> None:
    await go_away(dated, days)
    await go_away(dated, days, n=5)
    rows = sa.select(job.c.due).where(job.c.team == TEAM, job.c.kind == "back", job.c.key == ALICE.user)
    if dated.url.startswith("sqlite"):
        due = await dated.see(lambda tx: tx.conn.execute(rows).scalars().all())
        assert due == [days.now + 5 * DAY]
    days.now += 4 * DAY
    await dated.do(coming_back.is_back, TEAM, ALICE.user)
    assert (await person(dated, ALICE)).stand_in == BOB.user


async def test_back_brings_back_at_once_and_what_is_undone_then_follows(dated: Ledger, days: Days) -> None:
    keys = [await work(dated, await assign(dated)) for _ in range(2)]
    await go_away(dated, days)
    await dated.do(deciding.decide, BOB, click(keys[0]), Verdict.REJECT)
    await dated.do(coming_back.come_back, ALICE)
    assert await shelves(dated, *keys) == [(BOB.user, ALICE.user), (ALICE.user, "")]
    await dated.do(undoing.undo, BOB, keys[0])
    await dated.do(coming_back.is_back, TEAM, ALICE.user)
    assert await shelves(dated, keys[0]) == [(ALICE.user, "")]
    with pytest.raises(Refused, match="You are not away. For example: /collect away until Monday, @bob decides"):
        await dated.do(coming_back.come_back, ALICE)


async def test_what_an_earlier_stand_in_undoes_is_for_who_stands_in_now(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated))
    await go_away(dated, days)
    await dated.do(deciding.decide, BOB, click(key), Verdict.REJECT)
    await go_away(dated, days, stand_in=CARA.user)
    await dated.do(undoing.undo, BOB, key)
    await dated.do(coming_back.is_back, TEAM, ALICE.user)
    assert await shelves(dated, key) == [(CARA.user, ALICE.user)]


async def test_a_message_promises_nothing_to_who_is_away(dated: Ledger, days: Days) -> None:
    await work(dated, await assign(dated))
    choice = await dated.see(choosing.choose_now, alice := await person(dated, ALICE), 0)
    made = await dated.do(asked_for.collect_now, alice, key="k", after=0, choice=choice, once=True)
    assert made is not None
    await dated.do(away.go_away, ALICE, days.now + 2 * DAY)
    shown = await dated.see(reading.collected_view, TEAM, made.id)
    assert shown is not None and shown.next_at == await dated.see(people.next_time, await person(dated, ALICE))


async def test_a_colleague_reads_when_the_stand_in_sees_it(dated: Ledger, days: Days) -> None:
    made = await assign(dated, worker=colleague(CARA.user))
    await go_away(dated, days)
    theirs = await dated.see(owed.of_task, made.task)
    assert theirs.sees_at == await dated.see(people.next_time, await person(dated, BOB))
    assert theirs.sees_at < await dated.see(people.next_time, await person(dated, ALICE))


async def test_no_collection_comes_meanwhile_with_or_without_a_stand_in(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated))
    await dated.do(away.go_away, ALICE, days.now + 2 * DAY)
    urgent = await work(dated, await assign(dated, urgent=True))
    assert await shelves(dated, key, urgent) == [(ALICE.user, "")] * 2
    await live(dated, days, 2)
    brought = sa.select(sa.func.count()).select_from(item).where(item.c.team == TEAM, item.c.brought_at.is_not(None))
    assert await dated.see(lambda tx: tx.conn.execute(brought).scalar_one()) == 0
    alice = await person(dated, ALICE)
    assert await dated.see(people.next_time, alice) == days.now.replace(hour=9) + DAY
    await live(dated, days, 1)
    assert await dated.see(lambda tx: tx.conn.execute(brought).scalar_one()) == 2


async def test_the_gate_stays_the_persons(dated: Ledger, days: Days) -> None:
    for who in (ALICE, BOB):
        await dated.do(limits.set_limits, who, 1)
    await work(dated, await assign(dated))
    await go_away(dated, days)
    assert (await assign(dated)).task.state is State.WAITING
    assert (await assign(dated, actor=BOB)).task.state is State.WORKING
    assert await dated.see(quickest.quickest, await person(dated, BOB)) is None  # it makes no room for bob
    seen = await dated.see(portfolio.portfolio, TEAM, BOB.user)
    assert seen.waits == 1
    assert {task.name for task in seen.tasks} >= {"T-1"}


async def test_what_a_stand_in_may_not_decide_stays(dated: Ledger, days: Days) -> None:
    dated.terms = Terms(policy=Policy(four_eyes=True))
    his = await work(dated, await assign(dated, actor=BOB, reviewer=ALICE.user))
    hers = await work(dated, await assign(dated, actor=CARA, reviewer=ALICE.user))
    made = await go_away(dated, days)
    assert (made.moved, made.stay) == (1, 1)
    after = await work(dated, await assign(dated, actor=BOB, reviewer=ALICE.user))
    assert await shelves(dated, his, hers, after) == [(ALICE.user, ""), (BOB.user, ALICE.user), (ALICE.user, "")]


async def test_a_stand_in_who_goes_away_or_leaves_gives_it_back(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated))
    await go_away(dated, days)
    with pytest.raises(Refused, match="is away until Thu 26 Nov"):
        await go_away(dated, days, BOB, ALICE.user)  # no loops
    await go_away(dated, days, BOB, CARA.user)
    assert await shelves(dated, key) == [(ALICE.user, "")]
    assert "away themselves, so nobody stands in for you" in (await told(dated, ALICE.user))[-1]
    new = await work(dated, await assign(dated))
    assert await shelves(dated, new) == [(ALICE.user, "")]
    await go_away(dated, days, ALICE, CARA.user)
    assert await shelves(dated, key, new) == [(CARA.user, ALICE.user)] * 2
    await leave(dated, CARA)
    assert await shelves(dated, key, new) == [(ALICE.user, "")] * 2
    assert "can't decide here any more" in (await told(dated, ALICE.user))[-1]


async def test_who_leaves_while_away_leaves_to_who_assigned_it(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated, actor=CARA, reviewer=ALICE.user))
    await go_away(dated, days)
    await leave(dated, ALICE)
    assert await shelves(dated, key) == [(CARA.user, "")]


async def test_the_stand_in_is_told_once(dated: Ledger, days: Days) -> None:
    await work(dated, await assign(dated))
    await go_away(dated, days)
    await go_away(dated, days)
    (line,) = await told(dated, BOB.user)
    assert f"<@{ALICE.user}> is away until Thu 26 Nov 6:00. You decide in their place" in line
    assert "1 waits now" in line


async def test_who_stood_in_before_is_told_that_somebody_else_does(dated: Ledger, days: Days) -> None:
    await go_away(dated, days)
    await go_away(dated, days, stand_in=CARA.user)
    assert f"do not stand in for <@{ALICE.user}> any more. <@{CARA.user}>" in (await told(dated, BOB.user))[-1]
    await go_away(dated, days, stand_in="")
    assert "What waits for them waits until they are back" in (await told(dated, CARA.user))[-1]


async def test_what_is_given_to_somebody_else_leaves_the_stand_in(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated, actor=CARA, reviewer=ALICE.user))
    await go_away(dated, days)
    with pytest.raises(Refused, match="in place of"):
        await dated.do(giving.give, BOB, click(key), CARA.user)
    found = await item_of(dated, key)
    await dated.do(reassigning.reassign, CARA, found.task.key, reviewer=CARA.user)
    assert await shelves(dated, key) == [(CARA.user, "")]


@pytest.mark.parametrize("until", [timedelta(0), -DAY, 367 * DAY])
async def test_a_time_that_makes_no_sense_is_refused(dated: Ledger, days: Days, until: timedelta) -> None:
    with pytest.raises(Refused, match="For example"):
        await dated.do(away.go_away, ALICE, days.now + until, BOB.user)


async def test_a_reviewer_and_their_stand_in_decide_at_once_and_each_item_once(database: str) -> None:
    one, other = new_ledger(database, Terms(room=400)), new_ledger(database, Terms(room=400))
    count = 200 if not database.startswith("sqlite") else 30
    await one.do(people.ensure_workspace, TEAM, "Test")
    await one.do(meet, TEAM, ALICE.user, BOB.user)
    for who in (ALICE, BOB):
        await one.do(scheduling.set_times, who, (time(9),), EVERY_DAY)
    keys = [await work(one, await assign(one)) for _ in range(count)]
    await one.do(away.go_away, ALICE, datetime.now(UTC) + DAY, BOB.user)

    async def decide(ledger: Ledger, who: Claim, verdict: Verdict, order: list[str]) -> int:
        won = 0
        for key in order:
            try:
                await ledger.do(deciding.decide, who, click(key), verdict)
                won += 1
            except Stale as no:
                assert "It is decided already" in no.why
        return won

    alice, bob = await asyncio.gather(
        decide(one, ALICE, Verdict.APPROVE, keys), decide(other, BOB, Verdict.REJECT, keys[::-1])
    )
    assert alice + bob == count
    assert min(alice, bob) > 0 or database.startswith("sqlite")  # where one of them may always be first
    live_ones = sa.select(decision.c.item_id).where(decision.c.team == TEAM, decision.c.undone_at.is_(None))
    items = await one.see(lambda tx: tx.conn.execute(live_ones).scalars().all())
    assert len(items) == len(set(items)) == count
    one.close()
    other.close()


async def test_a_stand_in_reads_what_waits_and_what_they_decided_and_nothing_that_was_over_before(
    dated: Ledger, days: Days
) -> None:
    over = await assign(dated)
    await dated.do(deciding.decide, ALICE, click(await work(dated, over)), Verdict.APPROVE)
    waits = await assign(dated)
    key = await work(dated, waits)
    await run_effects(dated)
    await go_away(dated, days)
    assert (await dated.see(access.task, BOB, Action.READ, key=waits.task.key)).id == waits.task.id
    for action in (Action.READ, Action.SEE):
        with pytest.raises(Refused, match="can't find"):
            await dated.see(access.task, BOB, action, key=over.task.key)
    await dated.do(deciding.decide, BOB, click(key), Verdict.APPROVE)
    await run_effects(dated)
    assert (await dated.see(access.task, BOB, Action.READ, key=waits.task.key)).state is State.APPROVED


async def run_effects(ledger: Ledger) -> None:
    open_ones = decision.c.team == TEAM, decision.c.effected_at.is_(None)
    ids = await ledger.see(lambda read: read.conn.execute(sa.select(decision.c.id).where(*open_ones)).scalars().all())
    for decision_id in ids:
        assert await ledger.do(effects.effect, TEAM, decision_id)
