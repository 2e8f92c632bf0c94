"""Who left the workspace holds nothing up: what waited for them goes to who assigned it, then to an administrator."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Ledger, Terms
from storage.ledger.decisions import deciding, effects, reopening
from storage.ledger.decisions.clicks import Click
from storage.ledger.membership import greeting
from storage.ledger.pipelines import advancing
from storage.ledger.privacy import forgetting
from storage.ledger.rows.finding_items import find_item
from storage.ledger.rows.finding_tasks import find_task, get_task
from storage.ledger.series import coming, due_runs, repeating, series_status
from storage.ledger.settings import away, limits
from storage.ledger.shelf import owed
from storage.ledger.work import leaving
from storage.rules.authority import Claim, Policy
from storage.rules.offers import verdicts
from storage.rules.values.brief import Brief
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item, Remedy
from storage.rules.values.profile import Profile
from storage.rules.values.series import SeriesState
from storage.rules.values.task import State, Task
from storage.rules.values.worker import agent, colleague
from storage.tables import item, series
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, HERE, TEAM, assign, meet, meet_users, told, work
from tests.ledger.test_delivering_again import refuse
from tests.ledger.test_pipelines import waiting

CARA = Claim("U03CARA", TEAM)
TERMS = Terms(policy=Policy(admins=frozenset({CARA.user})))


@pytest.fixture
async def ruled(database: str):
    made = new_ledger(database, TERMS)
    await made.do(people.ensure_workspace, TEAM, "Test")
    await made.do(meet, TEAM, ALICE.user, BOB.user, CARA.user)
    yield made
    made.close()


async def leave(ledger: Ledger, who: Claim) -> None:
    await ledger.do(people.ensure, TEAM, who.user)
    await ledger.do(greeting.meet, TEAM, who.user, Profile(name="gone", zone="UTC", deleted=True))


async def test_what_waits_for_them_goes_to_who_assigned_it(ruled: Ledger) -> None:
    made = await assign(ruled, reviewer=BOB.user)
    key = await work(ruled, made)
    await leave(ruled, BOB)
    item = await ruled.see(find_item, TEAM, key)
    assert item is not None
    assert (item.reviewer, item.task.reviewer) == (ALICE.user, ALICE.user)
    done = await ruled.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE, (), "")
    assert done.decision is not None
    assert await ruled.do(effects.effect, TEAM, done.decision.id)
    (line,) = await told(ruled, ALICE.user)
    assert made.task.name in line
    assert f"<@{BOB.user}>" in line


async def test_what_they_had_assigned_themselves_goes_to_an_administrator(ruled: Ledger) -> None:
    key = await work(ruled, await assign(ruled, actor=BOB))
    await leave(ruled, BOB)
    item = await ruled.see(find_item, TEAM, key)
    assert item is not None
    assert item.reviewer == CARA.user
    await ruled.do(deciding.decide, CARA, Click(key=key, version=1), Verdict.REJECT, (), "")


async def test_without_an_administrator_it_stays(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger, actor=BOB))
    await leave(ledger, BOB)
    item = await ledger.see(find_item, TEAM, key)
    assert item is not None
    assert item.reviewer == BOB.user


async def test_what_they_had_decided_is_open_again_for_the_next(ruled: Ledger) -> None:
    key = await work(ruled, await assign(ruled, reviewer=BOB.user))
    done = await ruled.do(deciding.decide, BOB, Click(key=key, version=1), Verdict.APPROVE, (), "")
    await leave(ruled, BOB)
    assert done.decision is not None
    assert not await ruled.do(effects.effect, TEAM, done.decision.id)
    await ruled.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE, (), "")


async def test_what_waited_for_their_room_starts_where_there_is_some(ruled: Ledger) -> None:
    await ruled.do(limits.set_limits, BOB, 1)
    made = [await assign(ruled, reviewer=BOB.user) for _ in range(3)]
    await leave(ruled, BOB)
    states = [(await ruled.see(find_task, TEAM, id=m.task.id)) for m in made]
    assert [found.state for found in states if found] == [State.WORKING] * 3
    assert len(await told(ruled, ALICE.user)) == 1


async def test_who_left_before_is_handed_over_once(ruled: Ledger) -> None:
    await work(ruled, await assign(ruled, reviewer=BOB.user))
    await leave(ruled, BOB)
    await leave(ruled, BOB)
    assert len(await told(ruled, ALICE.user)) == 1


async def test_what_they_assigned_and_has_not_started_goes_to_who_decides(ruled: Ledger) -> None:
    first = await assign(ruled, actor=BOB, reviewer=ALICE.user)
    behind = await assign(ruled, actor=BOB, reviewer=ALICE.user, after=(first.task.name,))
    key = await work(ruled, first)
    await leave(ruled, BOB)
    assert any(behind.task.name in line and "is yours now" in line for line in await told(ruled, ALICE.user))
    done = await ruled.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE, (), "")
    assert done.decision is not None
    await ruled.do(effects.effect, TEAM, done.decision.id)
    await ruled.do(advancing.advance, TEAM, first.task.id)
    started = await ruled.see(get_task, TEAM, behind.task.id)
    assert (started.assigner, started.state) == (ALICE.user, State.WORKING)


async def test_what_they_had_assigned_is_delivered_to_who_decides(ruled: Ledger) -> None:
    key = await work(ruled, await assign(ruled, actor=BOB, reviewer=ALICE.user))
    await leave(ruled, BOB)
    item = await ruled.see(find_item, TEAM, key)
    assert item is not None and item.task.assigner == ALICE.user
    (line,) = await told(ruled, ALICE.user)
    assert "What they assigned is yours now" in line


async def test_where_nobody_else_may_decide_who_is_left_is_told_once(database: str) -> None:
    eyes = new_ledger(database, Terms(policy=Policy(four_eyes=True)))
    await eyes.do(people.ensure_workspace, TEAM, "Test")
    await eyes.do(meet, TEAM, ALICE.user, BOB.user)
    made = await assign(eyes, reviewer=BOB.user)
    await leave(eyes, BOB)
    await leave(eyes, BOB)
    name = made.task.name
    ways = f"Give to… at /sluice {name} names somebody."
    assert await told(eyes, ALICE.user) == [
        f"<@{BOB.user}> is not in this workspace any more. Nobody decides on {name} now: {ways}"
    ]
    eyes.close()


async def test_a_colleague_reads_no_time_of_somebody_who_left(ledger: Ledger) -> None:
    made = await assign(ledger, actor=CARA, worker=colleague(BOB.user))
    await leave(ledger, CARA)
    (line,) = await told(ledger, BOB.user)
    assert (
        f"Nobody decides on {made.task.name} now: it waits until `admins` in `sluice.toml` names somebody for it."
        in line
    )
    shown = await ledger.see(owed.of_task, await ledger.see(get_task, TEAM, made.task.id))
    assert shown.sees_at is None


async def test_a_repetition_of_a_colleague_who_left_promises_no_run(ledger: Ledger) -> None:
    weekly = "every Monday 7:00"
    brief = Brief(goal="Weekly report", title="Weekly report", worker=colleague(BOB.user), again=weekly)
    made = await ledger.do(repeating.repeat, ALICE, brief, HERE)
    await leave(ledger, BOB)
    assert await ledger.see(due_runs.next_due) is None
    assert await due_again(ledger, made.id) is None
    assert "does not come again" in (await told(ledger, ALICE.user))[-1]


async def test_a_repetition_of_a_colleague_who_became_a_guest_says_so(ledger: Ledger) -> None:
    brief = Brief(goal="Weekly report", title="Weekly report", worker=colleague(BOB.user), again="every Monday 7:00")
    made = await ledger.do(repeating.repeat, ALICE, brief, HERE)
    await ledger.do(people.ensure, TEAM, BOB.user)
    await ledger.do(greeting.meet, TEAM, BOB.user, Profile(name="Bob", zone="UTC", guest=True))
    assert await due_again(ledger, made.id) is None
    assert f"<@{BOB.user}> is no full member of this workspace." in (await told(ledger, ALICE.user))[-1]


WEEKLY = Brief(goal="Weekly report", title="Weekly report", worker=agent("writer"), again="every Monday 7:00")


async def test_what_they_assigned_to_come_again_goes_on_with_who_decides_on_it(ruled: Ledger) -> None:
    made = await ruled.do(repeating.repeat, BOB, replace(WEEKLY, reviewer=ALICE.user), HERE)
    await leave(ruled, BOB)
    (line,) = await told(ruled, ALICE.user)
    assert f"What they assigned is yours now: {made.name} with all its tasks." in line
    (shown,) = await ruled.see(series_status.repeats, ALICE)
    assert (shown.own, shown.series.assigner, shown.series.state) == (True, ALICE.user, SeriesState.ACTIVE)
    run = await due_again(ruled, made.id)
    assert run is not None and (run.assigner, run.reviewer) == (ALICE.user, ALICE.user)


async def test_what_they_assigned_to_come_again_for_themselves_goes_to_an_administrator(ruled: Ledger) -> None:
    made = await ruled.do(repeating.repeat, BOB, WEEKLY, HERE)
    await leave(ruled, BOB)
    run = await due_again(ruled, made.id)
    assert run is not None and (run.assigner, run.reviewer) == (CARA.user, CARA.user)


async def test_what_comes_again_comes_at_the_same_time_where_its_heir_is(ruled: Ledger) -> None:
    await ruled.do(greeting.meet, TEAM, ALICE.user, Profile(name="Alice", zone="Asia/Tokyo"))
    made = await ruled.do(repeating.repeat, BOB, replace(WEEKLY, reviewer=ALICE.user), HERE)
    await leave(ruled, BOB)
    (shown,) = await ruled.see(series_status.repeats, ALICE)
    assert shown.series.next_at is not None and made.next_at is not None
    local = shown.series.next_at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert (local.weekday(), local.hour, local.minute) == (0, 7, 0)


async def test_what_comes_again_of_who_is_forgotten_goes_to_nobody(ruled: Ledger) -> None:
    made = await ruled.do(repeating.repeat, BOB, replace(WEEKLY, reviewer=ALICE.user), HERE)
    await ruled.do(forgetting.end_work, TEAM, BOB.user)
    assert await ruled.see(series_status.repeats, ALICE) == ()
    assert not any(made.name in line for line in await told(ruled, ALICE.user))


async def test_an_administrator_who_is_named_later_takes_what_was_nobodys(database: str) -> None:
    alone = new_ledger(database)
    await alone.do(people.ensure_workspace, TEAM, "Test")
    await alone.do(meet, TEAM, BOB.user, CARA.user)
    key = await work(alone, await assign(alone, actor=BOB))
    await leave(alone, BOB)
    alone.close()
    named = new_ledger(database, TERMS)
    await named.do(leaving.hand_over_outsiders, TEAM)
    item = await named.see(find_item, TEAM, key)
    assert item is not None and item.reviewer == CARA.user
    assert any(item.task.name in line for line in await told(named, CARA.user))
    named.close()


async def due_again(ledger: Ledger, series_id: int) -> Task | None:
    """Let the next run of a repetition be due, and return it."""
    late = sa.update(series).where(series.c.team == TEAM, series.c.id == series_id)
    await ledger.do(lambda tx: tx.conn.execute(late.values(next_at=tx.wall)))
    return await ledger.do(coming.run_due, TEAM, series_id)


async def test_what_comes_again_waits_until_an_administrator_is_named(database: str) -> None:
    alone = new_ledger(database)
    await alone.do(people.ensure_workspace, TEAM, "Test")
    await alone.do(meet, TEAM, ALICE.user, BOB.user, CARA.user)
    made = await alone.do(repeating.repeat, BOB, replace(WEEKLY, worker=colleague(ALICE.user)), HERE)
    await leave(alone, BOB)
    (line,) = await told(alone, ALICE.user)
    assert f"Nobody decides on {made.name} now: it waits until `admins` in `sluice.toml` names somebody for it." in line
    assert await due_again(alone, made.id) is None
    alone.close()
    named = new_ledger(database, TERMS)
    await named.do(leaving.hand_over_outsiders, TEAM)
    run = await due_again(named, made.id)
    assert run is not None and (run.assigner, run.reviewer) == (CARA.user, CARA.user)
    named.close()


async def test_the_owner_of_what_comes_again_hears_at_once_that_nobody_decides_on_it(ruled: Ledger) -> None:
    brief = replace(WEEKLY, worker=colleague(CARA.user), reviewer=BOB.user)
    made = await ruled.do(repeating.repeat, ALICE, brief, HERE)
    await leave(ruled, ALICE)
    await leave(ruled, BOB)
    line = (await told(ruled, CARA.user))[-1]
    assert f"Nobody decides on {made.name} now: Edit at /sluice {made.name} names somebody." in line


async def test_the_only_administrator_who_works_on_it_hears_of_the_way_out(ruled: Ledger) -> None:
    made = await assign(ruled, worker=colleague(CARA.user))
    await leave(ruled, ALICE)
    name = made.task.name
    assert await told(ruled, CARA.user) == [
        f"<@{ALICE.user}> is not in this workspace any more. What they assigned is yours now: {name}.",
        f"<@{ALICE.user}> is not in this workspace any more. Nobody decides on {name} now: "
        f"Give to… at /sluice {name} names somebody.",
    ]


async def test_who_comes_back_is_not_said_to_be_gone(ledger: Ledger) -> None:
    made = await assign(ledger, worker=colleague(BOB.user))
    await leave(ledger, BOB)
    await ledger.do(limits.set_limits, ALICE, 1)
    held = await assign(ledger)
    assert held.task.state is State.WAITING
    (asked,) = await open_items(ledger)
    assert Verdict.WAIT not in verdicts(asked)  # for nobody
    await ledger.do(greeting.meet, TEAM, BOB.user, Profile(name="Bob", zone="UTC"))
    assert await open_items(ledger) == []
    assert (await ledger.see(get_task, TEAM, held.task.id)).state is State.WORKING  # its question took the place
    assert (await ledger.see(get_task, TEAM, made.task.id)).state is State.WORKING


async def test_what_a_forgotten_colleague_worked_on_again_and_again_ends_at_once(ruled: Ledger) -> None:
    made = await ruled.do(repeating.repeat, ALICE, replace(WEEKLY, worker=colleague(BOB.user)), HERE)
    await ruled.do(forgetting.end_work, TEAM, BOB.user)
    assert await due_again(ruled, made.id) is None
    (line,) = await told(ruled, ALICE.user)
    assert f"{made.name} “Weekly report” does not come again: Someone was deleted from Sluice." in line
    assert BOB.user not in line


async def test_what_was_to_be_sent_to_who_is_forgotten_goes_without_them(ruled: Ledger) -> None:
    made = await assign(ruled, to=("C05BETA", BOB.user))
    again = await ruled.do(repeating.repeat, ALICE, replace(WEEKLY, to=(BOB.user,)), HERE)
    await ruled.do(forgetting.end_work, TEAM, BOB.user)
    assert (await ruled.see(get_task, TEAM, made.task.id)).brief.to == ("C05BETA",)
    (line,) = await told(ruled, ALICE.user)
    assert f"comes without them: {made.task.name}, {again.name} with all its tasks." in line


async def open_items(ledger: Ledger) -> list[Item]:
    query = sa.select(item.c.key).where(item.c.team == TEAM, item.c.closed_at.is_(None)).order_by(item.c.id)
    keys = await ledger.see(lambda read: read.conn.execute(query).scalars().all())
    found = [await ledger.see(find_item, TEAM, key) for key in keys]
    return [one for one in found if one is not None]


@pytest.mark.parametrize("verdict", [Verdict.APPROVE, Verdict.REJECT])
async def test_what_is_opened_again_after_they_left_goes_to_who_may_decide(ruled: Ledger, verdict: Verdict) -> None:
    made = await assign(ruled, reviewer=BOB.user)
    await settle(ruled, BOB, await work(ruled, made), verdict)
    await leave(ruled, BOB)
    again = await ruled.do(reopening.reopen, ALICE, made.task.key)
    assert (again.reviewer, again.task.reviewer) == (ALICE.user, ALICE.user)
    (line,) = await told(ruled, ALICE.user)
    assert f"You decide in their place: {made.task.name}" in line


async def test_what_is_opened_again_after_its_assigner_left_belongs_to_who_decides(ruled: Ledger) -> None:
    made = await assign(ruled, actor=BOB, reviewer=ALICE.user)
    await settle(ruled, ALICE, await work(ruled, made), Verdict.APPROVE)
    await leave(ruled, BOB)
    again = await ruled.do(reopening.reopen, ALICE, made.task.key)
    assert (again.reviewer, again.task.assigner) == (ALICE.user, ALICE.user)


async def test_where_nobody_may_decide_what_is_opened_again_is_told(database: str) -> None:
    eyes = new_ledger(database, Terms(policy=Policy(four_eyes=True)))
    await eyes.do(people.ensure_workspace, TEAM, "Test")
    await eyes.do(meet, TEAM, ALICE.user, BOB.user)
    made = await assign(eyes, reviewer=BOB.user)
    await settle(eyes, BOB, await work(eyes, made), Verdict.REJECT)
    await leave(eyes, BOB)
    assert await told(eyes, ALICE.user) == []
    again = await eyes.do(reopening.reopen, ALICE, made.task.key)
    assert again.reviewer == BOB.user
    (line,) = await told(eyes, ALICE.user)
    assert f"Nobody decides on {made.task.name} now" in line
    eyes.close()


async def test_what_a_stand_in_approved_and_was_not_delivered_waits_for_who_assigned_it(ruled: Ledger) -> None:
    made = await assign(ruled, reviewer=BOB.user, to=("C02OUT",))
    key = await work(ruled, made)
    await ruled.do(meet_users, TEAM, "U00DAN")
    await ruled.do(away.go_away, BOB, ruled.clock() + timedelta(days=2), "U00DAN")
    await settle(ruled, Claim("U00DAN", TEAM), key, Verdict.APPROVE)
    for gone in (BOB, Claim("U00DAN", TEAM)):
        await leave(ruled, gone)
    await refuse(ruled)
    (problem,) = await waiting(ruled, ALICE)
    assert problem.remedy is Remedy.DELIVERY


async def test_what_they_approved_and_was_not_delivered_waits_for_who_assigned_it(ruled: Ledger) -> None:
    made = await assign(ruled, reviewer=BOB.user, to=("C02OUT",))
    await settle(ruled, BOB, await work(ruled, made), Verdict.APPROVE)
    await refuse(ruled)
    await leave(ruled, BOB)
    (problem,) = await waiting(ruled, ALICE)
    assert (problem.remedy, problem.task.reviewer) == (Remedy.DELIVERY, ALICE.user)


async def test_what_was_not_delivered_after_they_left_waits_for_who_assigned_it(ruled: Ledger) -> None:
    made = await assign(ruled, reviewer=BOB.user, to=("C02OUT",))
    await settle(ruled, BOB, await work(ruled, made), Verdict.APPROVE)
    await leave(ruled, BOB)
    await refuse(ruled)
    (problem,) = await waiting(ruled, ALICE)
    assert (problem.remedy, problem.task.reviewer) == (Remedy.DELIVERY, ALICE.user)
    assert await waiting(ruled, BOB) == []


async def test_a_start_finds_who_left_with_nothing_but_what_was_not_delivered(database: str) -> None:
    alone = new_ledger(database)
    await alone.do(people.ensure_workspace, TEAM, "Test")
    await alone.do(meet, TEAM, ALICE.user, BOB.user, CARA.user)
    made = await assign(alone, actor=BOB, to=("C02OUT",))
    await settle(alone, BOB, await work(alone, made), Verdict.APPROVE)
    await refuse(alone)
    await leave(alone, BOB)
    assert await waiting(alone, BOB) != []
    alone.terms = TERMS
    await alone.do(leaving.hand_over_outsiders, TEAM)
    (problem,) = await waiting(alone, CARA)
    assert problem.remedy is Remedy.DELIVERY
    alone.close()


async def settle(ledger: Ledger, who: Claim, key: str, verdict: Verdict) -> None:
    """Decide on a first version, and let the effect come."""
    done = await ledger.do(deciding.decide, who, Click(key=key, version=1), verdict, (), "")
    assert done.decision is not None and await ledger.do(effects.effect, TEAM, done.decision.id)
