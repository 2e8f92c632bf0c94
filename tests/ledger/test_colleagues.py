"""Colleagues as workers: when they are brought what they owe, what counts, what they hand in, and who has it next."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.colleagues import (
    asking,
    being_busy,
    checking,
    proposing,
    reassigning,
    refusing,
    submitting,
    with_others,
    workable,
    working,
)
from storage.ledger.collections import collecting
from storage.ledger.core.ledger import Duplicate, Ledger
from storage.ledger.decisions import deciding, effects
from storage.ledger.decisions.clicks import Click
from storage.ledger.membership import greeting
from storage.ledger.privacy import forgetting
from storage.ledger.queries import reading
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.settings import limits, switching_off
from storage.ledger.shelf import load
from storage.ledger.tasks import assigning
from storage.ledger.work import gate, lateness, passing_on
from storage.ledger.work.owing import theirs
from storage.rules.authority import Claim, Policy
from storage.rules.pages.cards import Collected
from storage.rules.pages.receipts import Receipt
from storage.rules.refusal import Refused
from storage.rules.values.check import Check, Finding
from storage.rules.values.decision import Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.out import Out
from storage.rules.values.profile import Profile
from storage.rules.values.task import State, Task
from storage.rules.values.worker import agent, colleague
from storage.tables import attempt, change, collection, decision, inbox, item, person, post, schedule, task
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, TEAM, assign, meet, work

CARA = Claim("U03CARA", TEAM)
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # between the collections of 9:00 and 13:00
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Clock:
    now: datetime = field(default=MONDAY)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def ledger(database: str, clock: Clock) -> AsyncIterator[Ledger]:
    made = new_ledger(database, clock=clock, wall=clock)
    await made.do(people.ensure_workspace, TEAM, "Test")
    await made.do(meet, TEAM, ALICE.user, BOB.user, CARA.user)
    for user in (ALICE.user, BOB.user, CARA.user):  # nobody is new: nothing comes as soon as it is ready
        await made.do(_chose, user)
    yield made
    made.close()


def _chose(tx: Any, user: str) -> None:
    mine = person.c.team == TEAM, person.c.user == user
    tx.conn.execute(sa.update(person).where(*mine).values(chose_times=True, welcomed_at=tx.now))


async def rows(ledger: Ledger, query: Any) -> list[Any]:
    return list(await ledger.see(lambda read: read.conn.execute(query).all()))


async def for_bob(ledger: Ledger, **more: Any) -> Receipt:
    return await assign(ledger, worker=colleague(BOB.user), **more)


async def slot(ledger: Ledger, clock: Clock, user: str, at: datetime) -> Collected | None:
    """A person's collection at a time; what its message shows."""
    clock.now = at
    (row,) = await rows(ledger, sa.select(schedule.c.id).where(schedule.c.team == TEAM, schedule.c.owner == user))
    made = await ledger.do(collecting.claim_slot, TEAM, row.id)
    return await ledger.see(reading.collected_view, TEAM, made.id) if made else None


async def now(ledger: Ledger, made: Receipt) -> Task:
    (row,) = await rows(ledger, sa.select(task.c.id).where(task.c.team == TEAM, task.c.id == made.task.id))
    return await ledger.see(get_task, TEAM, row.id)


def handed(finding: Finding = Finding.MET, body: str = "12 k net") -> Draft:
    return Draft(version=0, title="Q4", summary="12 k", body=body, made_by="", answer="1. done")


async def promised(ledger: Ledger, kind: str) -> list[str]:
    waiting = await ledger.see(lambda read: list(read.jobs.promised(read.conn)))
    return [promise.key for promise in waiting if promise.kind == kind]


async def check_job(ledger: Ledger) -> str:
    return max(await promised(ledger, "check"), key=lambda key: [int(part) for part in key.split(":")])


async def submit(ledger: Ledger, made: Receipt, finding: Finding = Finding.MET, who: Claim = BOB) -> None:
    await ledger.do(proposing.propose, who, made.task.key, handed())
    key = await check_job(ledger)
    found = await ledger.see(checking.to_check, TEAM, key)
    assert found is not None
    seen = replace(found[1], checks=(Check(criterion="short", finding=finding),))
    await ledger.do(checking.checked, TEAM, key, seen)


async def problem(ledger: Ledger) -> Any:
    (row,) = await rows(ledger, sa.select(item).where(item.c.kind == "problem", item.c.closed_at.is_(None)))
    return row


async def decide(ledger: Ledger, row: Any, verdict: Verdict, note: str = "", who: Claim = ALICE) -> None:
    await ledger.do(deciding.decide, who, Click(key=row.key, version=row.draft_version), verdict, note=note)
    last = await rows(ledger, sa.select(decision.c.id).where(decision.c.team == TEAM).order_by(decision.c.id))
    ledger.clock.now += timedelta(minutes=1)  # type: ignore[attr-defined]
    assert await ledger.do(effects.effect, TEAM, last[-1].id)


async def test_it_comes_once_with_the_colleagues_own_next_collection(ledger: Ledger, clock: Clock) -> None:
    made = await for_bob(ledger)
    assert made.task.state is State.WORKING
    assert await rows(ledger, sa.select(post.c.id).where(post.c.surface == "digest")) == []
    assert await slot(ledger, clock, ALICE.user, MONDAY + 3 * HOUR) is None
    shown = await slot(ledger, clock, BOB.user, MONDAY + 3 * HOUR)
    assert shown is not None
    assert [one.task.name for one in shown.owed] == ["T-1"]
    assert shown.cards == ()
    assert (await now(ledger, made)).told_at == clock.now
    assert await slot(ledger, clock, BOB.user, MONDAY + 6.5 * HOUR) is None  # nothing new to say


async def test_it_comes_at_once_where_it_is_due_before_that(ledger: Ledger, clock: Clock) -> None:
    await for_bob(ledger, due=MONDAY + HOUR)
    (row,) = await rows(ledger, sa.select(collection.c.kind, collection.c.owed, collection.c.reviewer))
    assert (row.kind, len(row.owed), row.reviewer) == ("owed", 1, BOB.user)


async def test_one_line_reminds_in_the_last_collection_before_it_is_due(ledger: Ledger, clock: Clock) -> None:
    await for_bob(ledger, due=MONDAY + DAY + HOUR)  # Tuesday 11:00
    first = await slot(ledger, clock, BOB.user, MONDAY + 3 * HOUR)
    assert first is not None
    assert not first.owed[0].reminded
    assert await slot(ledger, clock, BOB.user, MONDAY + 6.5 * HOUR) is None
    last = await slot(ledger, clock, BOB.user, MONDAY + DAY - HOUR)
    assert last is not None
    assert last.owed[0].reminded


async def test_late_is_told_once_to_who_asked(ledger: Ledger, clock: Clock) -> None:
    made = await for_bob(ledger, due=MONDAY + 5 * HOUR)
    clock.now = MONDAY + 6 * HOUR
    await ledger.do(lateness.look, TEAM, made.task.id)
    await ledger.do(lateness.look, TEAM, made.task.id)
    row = await problem(ledger)
    assert (row.reviewer, row.remedy) == (ALICE.user, "worker")
    shown = await slot(ledger, clock, ALICE.user, MONDAY + 6.5 * HOUR)
    assert shown is not None
    assert [card.item.about.text for card in shown.cards] == [lateness.NOT_IN]
    await decide(ledger, row, Verdict.WAIT)
    await ledger.do(lateness.sweep, TEAM, ALICE.user, None)
    assert await rows(ledger, sa.select(item.c.id).where(item.c.closed_at.is_(None))) == []
    assert (await now(ledger, made)).state is State.WORKING


async def test_one_card_at_a_time_asks_what_becomes_of_it_with_the_newest_reason(ledger: Ledger, clock: Clock) -> None:
    made = await for_bob(ledger, due=MONDAY + 5 * HOUR)
    await ledger.do(working.hand_to, BOB, made.task.key, CARA.user)
    clock.now = MONDAY + 6 * HOUR
    await ledger.do(lateness.look, TEAM, made.task.id)
    assert (await problem(ledger)).named == CARA.user
    await ledger.do(passing_on.worker_left, TEAM, BOB.user)
    assert "not in this workspace any more" in (await problem(ledger)).problem
    await ledger.do(passing_on.worker_left, TEAM, BOB.user)
    await problem(ledger)


async def test_what_is_late_is_asked_again_where_the_question_before_is_decided(ledger: Ledger, clock: Clock) -> None:
    made = await for_bob(ledger, due=MONDAY + 5 * HOUR)
    await ledger.do(working.hand_to, BOB, made.task.key, CARA.user)
    row = await problem(ledger)
    await ledger.do(deciding.decide, ALICE, Click(key=row.key, version=row.draft_version), Verdict.WAIT, note="")
    clock.now = MONDAY + 6 * HOUR
    await ledger.do(lateness.look, TEAM, made.task.id)
    asked = await rows(ledger, sa.select(item.c.problem).where(item.c.closed_at.is_(None)).order_by(item.c.id))
    assert [one.problem for one in asked][-1] == lateness.NOT_IN


async def test_what_was_to_come_with_a_collection_comes_when_there_are_none_any_more(ledger: Ledger) -> None:
    made = await for_bob(ledger)
    assert (await now(ledger, made)).told_at is None
    await ledger.do(switching_off.set_off, BOB, None)
    assert (await now(ledger, made)).told_at is not None


async def test_the_card_of_who_is_late_tells_until_when_they_are_busy(ledger: Ledger, clock: Clock) -> None:
    made = await for_bob(ledger, due=MONDAY + 5 * HOUR)
    clock.now = MONDAY + 6 * HOUR
    await ledger.do(lateness.look, TEAM, made.task.id)
    shown = await slot(ledger, clock, ALICE.user, MONDAY + 6.5 * HOUR)
    assert shown is not None and shown.cards[0].item.about.out is None
    await ledger.do(being_busy.be_busy, BOB, made.task.key, MONDAY + DAY)
    for at, until in ((MONDAY + 7 * HOUR, Out("busy", MONDAY + DAY)), (MONDAY + DAY + HOUR, None)):
        clock.now = at
        again = await ledger.see(reading.collected_view, TEAM, shown.id)
        assert again is not None and again.cards[0].item.about.out == until
        busy = await ledger.see(people.out_among, TEAM, [ALICE.user, BOB.user])
        assert busy == ({BOB.user: until} if until else {})


async def test_a_later_due_time_makes_nobody_late(ledger: Ledger, clock: Clock) -> None:
    made = await for_bob(ledger, due=MONDAY + 5 * HOUR)
    await ledger.do(assigning.set_due, ALICE, made.task.key, MONDAY + 2 * DAY, lambda text: None)
    clock.now = MONDAY + 6 * HOUR
    await ledger.do(lateness.look, TEAM, made.task.id)
    assert await rows(ledger, sa.select(item.c.id)) == []


async def test_what_is_owed_holds_nobody_up_and_what_is_submitted_counts(ledger: Ledger) -> None:
    made = await for_bob(ledger)
    for user in (ALICE.user, BOB.user):
        reviewer = await ledger.see(people.look_up, TEAM, user)
        assert (await ledger.see(load.load, reviewer, ALICE.user)).total == 0
    await submit(ledger, made)
    reviewer = await ledger.see(people.look_up, TEAM, ALICE.user)
    assert (await ledger.see(load.load, reviewer, ALICE.user)).waiting == 1
    assert (await now(ledger, made)).draft_version == 1


async def test_what_is_not_met_waits_for_its_worker(ledger: Ledger) -> None:
    made = await for_bob(ledger)
    await submit(ledger, made, Finding.NOT_MET)
    assert (await now(ledger, made)).state is State.WORKING
    assert await rows(ledger, sa.select(item.c.id)) == []
    with pytest.raises(Refused):
        await ledger.do(submitting.submit_anyway, ALICE, made.task.key, 1)
    await ledger.do(submitting.submit_anyway, BOB, made.task.key, 1)
    assert (await now(ledger, made)).state is State.READY


async def test_a_check_of_what_was_changed_since_is_not_kept(ledger: Ledger, clock: Clock) -> None:
    made = await for_bob(ledger)
    await ledger.do(proposing.propose, BOB, made.task.key, handed())
    key = await check_job(ledger)
    found = await ledger.see(checking.to_check, TEAM, key)
    assert found is not None
    clock.now += timedelta(seconds=5)
    await ledger.do(proposing.propose, BOB, made.task.key, handed(body="13 k"))
    await ledger.do(checking.checked, TEAM, key, found[1])
    assert (await now(ledger, made)).state is State.WORKING
    assert await ledger.see(checking.to_check, TEAM, key) is None
    assert await check_job(ledger) != key


async def test_a_revision_goes_back_to_its_colleague(ledger: Ledger, clock: Clock) -> None:
    made = await for_bob(ledger)
    await submit(ledger, made)
    (ready,) = await rows(ledger, sa.select(item).where(item.c.kind == "draft"))
    await decide(ledger, ready, Verdict.REVISE, "in euros")
    mine = await ledger.see(workable.workable, BOB, made.task.key)
    assert (mine.version, mine.points) == (2, ("in euros",))
    await submit(ledger, made)
    drafts = await ledger.see(reading.whole, ALICE, number=1)
    assert drafts.draft is not None
    assert (drafts.draft.version, drafts.draft.base, drafts.draft.answer) == (2, 1, "1. done")


async def test_what_is_sent_back_after_it_was_due_is_not_asked_about_at_once(ledger: Ledger, clock: Clock) -> None:
    made = await for_bob(ledger, due=MONDAY + 5 * HOUR)
    await submit(ledger, made)
    (ready,) = await rows(ledger, sa.select(item).where(item.c.kind == "draft"))
    clock.now = MONDAY + 6 * HOUR
    await decide(ledger, ready, Verdict.REVISE, "in euros")
    await ledger.do(lateness.look, TEAM, made.task.id)
    await ledger.do(lateness.sweep, TEAM, ALICE.user, None)
    assert await rows(ledger, sa.select(item.c.id).where(item.c.kind == "problem")) == []


async def test_who_decides_waits_for_it_too(ledger: Ledger) -> None:
    made = await for_bob(ledger, reviewer=CARA.user)
    for who in (ALICE, CARA):
        assert [one.id for one in await ledger.see(with_others.with_others, who)] == [made.task.id]
    assert await ledger.see(with_others.with_others, BOB) == ()


async def test_a_question_waits_for_the_reviewer_and_comes_back(ledger: Ledger) -> None:
    made = await for_bob(ledger, reviewer=CARA.user)
    await ledger.do(asking.ask, BOB, made.task.key, "Net?", ("Yes", "No"))
    assert (await now(ledger, made)).state is State.ASKING
    (asked,) = await rows(ledger, sa.select(item).where(item.c.kind == "question"))
    assert asked.reviewer == CARA.user
    with pytest.raises(Refused, match="asked about T-1 already"):
        await ledger.do(asking.ask, BOB, made.task.key, "And when?")
    await decide(ledger, asked, Verdict.ANSWER, "Yes", CARA)
    mine = await ledger.see(workable.workable, BOB, made.task.key)
    assert (mine.task.state, mine.asked, mine.answer) == (State.WORKING, "Net?", "Yes")
    assert await promised(ledger, "attempt") == []
    assert mine.task.told_at is None  # so that the next collection brings it


async def test_a_declined_task_is_asked_again_or_given_on(ledger: Ledger) -> None:
    made = await for_bob(ledger)
    await ledger.do(working.decline, BOB, made.task.key, "On leave", CARA.user)
    assert (await now(ledger, made)).state is State.DECLINED
    row = await problem(ledger)
    assert (row.reviewer, row.named) == (ALICE.user, CARA.user)
    await decide(ledger, row, Verdict.WAIT)
    assert (await now(ledger, made)).state is State.WORKING
    await ledger.do(working.decline, BOB, made.task.key, "Really on leave")
    await decide(ledger, await problem(ledger), Verdict.GIVE, f"<@{CARA.user}>")
    task_now = await now(ledger, made)
    assert (task_now.state, task_now.brief.worker) == (State.WORKING, colleague(CARA.user))
    with pytest.raises(Refused):
        await ledger.see(workable.workable, BOB, made.task.key)
    mine = await ledger.see(workable.workable, CARA, made.task.key)
    assert mine.version == 1


async def test_only_who_asked_or_decides_gives_it_on(ledger: Ledger) -> None:
    made = await for_bob(ledger)
    for who in (BOB, CARA):
        with pytest.raises(Refused):
            await ledger.do(reassigning.reassign, who, made.task.key, colleague(CARA.user))
    assert (await now(ledger, made)).brief.worker == colleague(BOB.user)


async def test_a_task_may_be_canceled_from_the_card_of_what_is_late(ledger: Ledger, clock: Clock) -> None:
    made = await for_bob(ledger, due=MONDAY + 5 * HOUR)
    clock.now = MONDAY + 6 * HOUR
    await ledger.do(lateness.look, TEAM, made.task.id)
    await decide(ledger, await problem(ledger), Verdict.CANCEL)
    assert (await now(ledger, made)).state is State.CANCELED
    assert await rows(ledger, sa.select(attempt.c.id).where(attempt.c.state == "theirs")) == []


async def test_who_takes_over_gets_the_points_and_sees_what_was_done(ledger: Ledger) -> None:
    made = await for_bob(ledger)
    await submit(ledger, made)
    (ready,) = await rows(ledger, sa.select(item).where(item.c.kind == "draft"))
    await decide(ledger, ready, Verdict.REVISE, "in euros")
    await ledger.do(reassigning.reassign, ALICE, made.task.key, colleague(CARA.user))
    mine = await ledger.see(workable.workable, CARA, made.task.key)
    assert (mine.version, mine.points) == (2, ("in euros",))
    seen = await ledger.see(reading.whole, CARA, number=1)
    assert seen.draft is not None
    assert seen.draft.version == 1
    assert "reassign" in [row.what for row in seen.history]


async def test_an_agent_takes_over_when_there_is_room(ledger: Ledger) -> None:
    await ledger.do(limits.set_limits, ALICE, 1, None)
    await assign(ledger)
    made = await for_bob(ledger)
    assert made.task.state is State.WORKING
    await ledger.do(reassigning.reassign, ALICE, made.task.key, agent("writer"))
    assert (await now(ledger, made)).state is State.WAITING
    await ledger.do(limits.set_limits, ALICE, 12, None)
    await ledger.do(gate.release, TEAM, ALICE.user)
    assert (await now(ledger, made)).state is State.WORKING
    assert len(await promised(ledger, "attempt")) == 2


async def test_a_colleague_takes_over_from_an_agent(ledger: Ledger) -> None:
    made = await assign(ledger)
    await ledger.do(reassigning.reassign, ALICE, made.task.key, colleague(BOB.user))
    assert (await ledger.see(workable.workable, BOB, made.task.key)).version == 1
    assert await rows(ledger, sa.select(attempt.c.id).where(attempt.c.state.in_(("due", "running")))) == []


async def test_another_reviewer_gets_what_waits(ledger: Ledger) -> None:
    made = await for_bob(ledger)
    await submit(ledger, made)
    await ledger.do(reassigning.reassign, ALICE, made.task.key, None, CARA.user)
    (ready,) = await rows(ledger, sa.select(item.c.reviewer))
    assert ready.reviewer == CARA.user
    (noted,) = await rows(ledger, sa.select(change).where(change.c.what == "reviewer"))
    assert (noted.became, noted.why) == (f"<@{CARA.user}>", f"was <@{ALICE.user}>")


async def test_who_left_gives_the_question_to_who_asked(ledger: Ledger) -> None:
    made = await for_bob(ledger)
    await ledger.do(greeting.meet, TEAM, BOB.user, Profile(name="", zone="", deleted=True))
    row = await problem(ledger)
    assert row.reviewer == ALICE.user
    assert "not in this workspace any more" in row.problem
    await decide(ledger, row, Verdict.GIVE, "writer")
    assert (await now(ledger, made)).brief.worker == agent("writer")


async def test_nobody_decides_on_their_own_work(ledger: Ledger) -> None:
    with pytest.raises(Refused, match="their own work"):
        await for_bob(ledger, reviewer=BOB.user)
    made = await for_bob(ledger, reviewer=CARA.user)
    await submit(ledger, made)
    with pytest.raises(Refused, match="their own work"):
        await ledger.do(reassigning.reassign, ALICE, made.task.key, None, BOB.user)


async def test_who_refuses_tasks_is_not_given_any(ledger: Ledger) -> None:
    await ledger.do(refusing.refuse, BOB, True)
    with pytest.raises(Refused, match="takes no tasks"):
        await for_bob(ledger)
    assert (
        await assign(ledger, actor=BOB, worker=colleague(BOB.user), reviewer=ALICE.user)
    ).task.state is State.WORKING
    await ledger.do(refusing.refuse, BOB, False)
    assert (await for_bob(ledger)).task.state is State.WORKING


@pytest.mark.parametrize("flag", ["guest", "deleted", "bot", "stranger"])
async def test_only_full_members_take_tasks(ledger: Ledger, flag: str) -> None:
    await ledger.do(people.save_profile, TEAM, BOB.user, Profile(name="", zone="", **{flag: True}))
    with pytest.raises(Refused):
        await for_bob(ledger)
    with pytest.raises(Refused, match="has not told me yet who"):
        await assign(ledger, worker=colleague("U09NOBODY"))
    assert await rows(ledger, sa.select(task.c.id)) == []


async def test_a_busy_that_slack_sends_twice_is_told_once(ledger: Ledger, clock: Clock) -> None:
    made = await for_bob(ledger)
    await ledger.do(being_busy.be_busy, BOB, made.task.key, MONDAY + DAY, "v:busy")
    with pytest.raises(Duplicate):
        await ledger.do(being_busy.be_busy, BOB, made.task.key, MONDAY + DAY, "v:busy")
    assert len([line for line in await lines(ledger) if "is busy until" in line]) == 1


async def test_who_is_busy_is_said_on_the_receipt(ledger: Ledger, clock: Clock) -> None:
    made = await for_bob(ledger)
    await ledger.do(being_busy.be_busy, BOB, made.task.key, MONDAY + DAY)
    told = await ledger.see(theirs, made.task)
    assert told is not None
    assert told.busy_until == MONDAY + DAY
    clock.now = MONDAY + 2 * DAY
    told = await ledger.see(theirs, made.task)
    assert told is not None
    assert told.busy_until is None


async def test_one_persons_tasks_take_a_third_while_anything_else_is_ready(ledger: Ledger, clock: Clock) -> None:
    await ledger.do(limits.set_limits, ALICE, 50, 6)
    for _ in range(5):
        await work(ledger, await assign(ledger, actor=BOB, reviewer=ALICE.user))
    for _ in range(4):
        await work(ledger, await assign(ledger))
    shown = await slot(ledger, clock, ALICE.user, MONDAY + 3 * HOUR)
    assert shown is not None
    assert [card.item.task.assigner for card in shown.cards].count(BOB.user) == 2
    assert len(shown.cards) == 6


async def test_they_take_all_of_it_while_nothing_else_is_ready(ledger: Ledger, clock: Clock) -> None:
    await ledger.do(limits.set_limits, ALICE, 50, 6)
    for _ in range(5):
        await work(ledger, await assign(ledger, actor=BOB, reviewer=ALICE.user))
    shown = await slot(ledger, clock, ALICE.user, MONDAY + 3 * HOUR)
    assert shown is not None
    assert len(shown.cards) == 5


async def test_one_persons_tasks_come_behind_others_beyond_their_share(ledger: Ledger, clock: Clock) -> None:
    for _ in range(6):
        await for_bob(ledger)
    await assign(ledger, actor=CARA, worker=colleague(BOB.user))
    shown = await slot(ledger, clock, BOB.user, MONDAY + 3 * HOUR)
    assert shown is not None
    assert [one.task.assigner for one in shown.owed] == [ALICE.user] * 3 + [CARA.user] + [ALICE.user]
    assert shown.owed_more == 2


async def test_slacks_second_delivery_of_a_form_does_nothing(ledger: Ledger) -> None:
    made = await for_bob(ledger)
    await ledger.do(proposing.propose, BOB, made.task.key, handed(), "v:1")
    with pytest.raises(Duplicate):
        await ledger.do(proposing.propose, BOB, made.task.key, handed(body="again"), "v:1")
    await ledger.do(asking.ask, BOB, made.task.key, "Net?", (), "v:2")
    await ledger.do(submitting.submit_anyway, BOB, made.task.key, 1, "i:1")  # without waiting for the answer
    assert (await now(ledger, made)).state is State.READY
    assert [row.kind for row in await rows(ledger, sa.select(item.c.kind).where(item.c.closed_at.is_(None)))] == [
        "draft"
    ]


async def test_what_a_person_owed_who_is_forgotten_is_asked_of_who_asked(ledger: Ledger) -> None:
    made = await for_bob(ledger)
    await ledger.do(forgetting.end_work, TEAM, BOB.user)
    assert (await problem(ledger)).reviewer == ALICE.user
    assert (await now(ledger, made)).state is State.WORKING


async def test_whom_the_installation_leaves_out_owes_nothing_silently(ledger: Ledger) -> None:
    await for_bob(ledger)
    ledger.terms = replace(ledger.terms, policy=Policy(people=frozenset({ALICE.user})))
    await ledger.do(passing_on.left_out, TEAM)
    await ledger.do(passing_on.left_out, TEAM)
    assert (await problem(ledger)).reviewer == ALICE.user


async def brought_to_bob(ledger: Ledger, **more: Any) -> Receipt:
    """A task that Bob has in a message."""
    made = await for_bob(ledger, **more)
    await ledger.do(lambda tx, team: tx.conn.execute(sa.update(task).values(told_at=tx.now)), TEAM)
    return made


async def edit(ledger: Ledger, made: Receipt, **more: Any) -> None:
    brief = (await now(ledger, made)).brief
    await ledger.do(assigning.edit, ALICE, made.task.key, replace(brief, sources=(), **more))


async def lines(ledger: Ledger) -> list[str]:
    """The sentences that people are told."""
    found = await rows(ledger, sa.select(inbox.c.kept).where(inbox.c.kept.is_not(None)).order_by(inbox.c.at))
    return [str(row.kept["text"]) for row in found if isinstance(row.kept, dict) and "text" in row.kept]


async def waiting(ledger: Ledger) -> list[tuple[str, str]]:
    open_items = sa.select(item.c.remedy, item.c.problem).where(item.c.closed_at.is_(None))
    return [(row.remedy, row.problem) for row in await rows(ledger, open_items)]


async def test_what_is_checked_for_an_older_brief_does_not_pass(ledger: Ledger) -> None:
    made = await brought_to_bob(ledger)
    await ledger.do(proposing.propose, BOB, made.task.key, handed())
    key = await check_job(ledger)
    await edit(ledger, made, criteria=("twelve pages",))
    assert await ledger.see(checking.to_check, TEAM, key) is None
    assert (await now(ledger, made)).state is State.WORKING


async def test_an_edit_leaves_the_question_about_who_left(ledger: Ledger) -> None:
    made = await brought_to_bob(ledger)
    await ledger.do(people.save_profile, TEAM, BOB.user, Profile(name="bob", zone="", deleted=True))
    await ledger.do(passing_on.worker_left, TEAM, BOB.user)
    before = await waiting(ledger)
    await edit(ledger, made, criteria=("twelve pages",))
    assert before and await waiting(ledger) == before and await lines(ledger) == []


async def test_an_edit_of_what_is_known_to_be_late_asks_nothing(ledger: Ledger, clock: Clock) -> None:
    made = await brought_to_bob(ledger, due=MONDAY + HOUR)
    clock.now = MONDAY + HOUR / 2
    await submit(ledger, made)
    clock.now = MONDAY + 2 * HOUR
    (ready,) = await rows(ledger, sa.select(item).where(item.c.closed_at.is_(None)))
    await decide(ledger, ready, Verdict.REVISE, "more")
    await ledger.do(lambda tx, team: tx.conn.execute(sa.update(task).values(told_at=tx.now)), TEAM)
    await edit(ledger, made, criteria=("twelve pages",))
    await ledger.do(lateness.look, TEAM, made.task.id)
    assert await waiting(ledger) == []


async def test_an_edit_withdraws_a_question_and_says_so(ledger: Ledger) -> None:
    made = await brought_to_bob(ledger)
    await ledger.do(asking.ask, BOB, made.task.key, "Which?")
    await edit(ledger, made, criteria=("twelve pages",))
    assert "Your question is withdrawn: ask again if it is still open." in (await lines(ledger))[-1]


async def test_who_is_forgotten_leaves_one_line_to_each_colleague(ledger: Ledger) -> None:
    for number in range(3):
        await brought_to_bob(ledger, title=f"Row {number}")
    await ledger.do(forgetting.end_work, TEAM, ALICE.user)
    (line,) = await lines(ledger)
    assert line.startswith("Nothing is left for you to do of T-1, T-2") and "Row" not in line
