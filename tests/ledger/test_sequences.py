"""What happens when several things happen: opened again and delivered again, gone and back, given and canceled."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from unittest.mock import MagicMock

import pytest
import sqlalchemy as sa

from bot.outbound.rendering import Rendering
from storage.ledger import people
from storage.ledger.colleagues import proposing, reassigning, submitting
from storage.ledger.colleagues import working as theirs
from storage.ledger.collections import asked_for, collecting
from storage.ledger.core.ledger import Ledger, Terms
from storage.ledger.decisions import (
    deciding,
    delivering_again,
    effects,
    failures,
    giving,
    half_notes,
    looks,
    outcomes,
    putting_off,
    records,
    reopening,
)
from storage.ledger.decisions.clicks import Click
from storage.ledger.messages import posting
from storage.ledger.privacy import keeping, versions
from storage.ledger.queries import own_figures, searching
from storage.ledger.rows.finding_items import find_item
from storage.ledger.series import canceling, coming, fanning, repeating, series_rows
from storage.ledger.settings import away, coming_back, limits, scheduling
from storage.ledger.shelf import owed
from storage.ledger.streams import stream_settings
from storage.ledger.tasks import assigning, receipts
from storage.ledger.work import halting, spending, taking_up, working
from storage.rules.authority import Claim, Policy
from storage.rules.budget import Budgets
from storage.rules.refusal import Refused
from storage.rules.values.brief import Brief
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.rules.values.schedule import EVERY_DAY
from storage.rules.values.series import Series
from storage.rules.values.spent import Spent
from storage.rules.values.task import State
from storage.rules.values.worker import agent, colleague
from storage.tables import attempt, draft, item, person, post
from tests.conftest import new_ledger
from tests.ledger import hands
from tests.ledger.hands import ALICE, BOB, HERE, TEAM, assign, attempt_of, meet, posted, work, work_on_all
from tests.ledger.made import made_by
from tests.ledger.test_leaving import leave, told
from tests.ledger.test_pipelines import decide, hand_in, of, run, states, step, waiting
from tests.ledger.test_resting import Days

CARA, DAN = Claim("U03CARA", TEAM), Claim("U04DAN", TEAM)
DAY = timedelta(days=1)


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
async def dated(database: str, days: Days) -> AsyncIterator[Ledger]:
    """A ledger with a clock, of four people who have a collection at nine."""
    made = new_ledger(database, clock=days, wall=days)
    await made.do(people.ensure_workspace, TEAM, "Test")
    for who in (ALICE, BOB, CARA, DAN):
        await made.do(meet, TEAM, who.user)
        await made.do(scheduling.set_times, who, (time(9),), EVERY_DAY)
    yield made
    made.close()


async def rows(ledger: Ledger, query: Any) -> list[Any]:
    return list(await ledger.see(lambda read: read.conn.execute(query).all()))


async def named(ledger: Ledger, who: Claim = ALICE) -> list[tuple[str, str]]:
    return [(one.task.name, str(one.kind)) for one in await waiting(ledger, who)]


async def item_of(ledger: Ledger, key: str) -> Item:
    found = await ledger.see(find_item, TEAM, key)
    assert found is not None
    return found


async def slots(ledger: Ledger, days: Days, who: Claim, count: int) -> list[int]:
    """Let somebody's next collections come; how many things each brought."""
    brought = list[int]()
    for _ in range(count):
        person = await ledger.see(people.find, TEAM, who.user)
        assert person is not None
        coming_at = await ledger.see(people.next_time, person)
        assert coming_at is not None
        days.now = coming_at
        made = await ledger.do(collecting.claim_slot, TEAM, person.schedule_id)
        await posted(ledger)
        brought.append(made.items if made else 0)
        days.now += timedelta(minutes=30)
    return brought


# What was delivered, and what was not


@pytest.mark.parametrize("last", [Verdict.REJECT, Verdict.REVISE])
async def test_what_was_opened_again_is_not_delivered_any_more(dated: Ledger, last: Verdict) -> None:
    made = await assign(dated, to=("C01AAA",))
    key = await work(dated, made, body="OLD WRONG TEXT")
    await decide(dated, await item_of(dated, key), Verdict.APPROVE)
    ((post_id, post_key),) = await rows(dated, sa.select(post.c.id, post.c.key).where(post.c.surface == "delivery"))
    await dated.do(failures.record_failure, TEAM, post_id, "not_in_channel")
    await dated.do(reopening.reopen, ALICE, made.task.key)
    opened = next(one for one in await waiting(dated) if str(one.kind) == "draft")
    await decide(dated, opened, last, note="wrong")
    await dated.do(delivering_again.let_in, TEAM, "C01AAA")
    with pytest.raises(Refused):
        await dated.do(delivering_again.deliver_again, ALICE, post_key)
    ((state,),) = await rows(dated, sa.select(post.c.state).where(post.c.id == post_id))
    assert state == "failed"
    assert [kind for _, kind in await named(dated) if kind == "problem"] == []


async def test_what_slack_has_not_taken_yet_is_not_sent_once_its_task_is_opened(dated: Ledger) -> None:
    made = await assign(dated, to=("C01AAA",))
    await decide(dated, await item_of(dated, await work(dated, made)), Verdict.APPROVE)
    ((post_id,),) = await rows(dated, sa.select(post.c.id).where(post.c.surface == "delivery"))
    drawing = Rendering(ledger=dated, hosts=frozenset(), newer=MagicMock(), bot="U0BOT")
    assert await drawing.delivery(await dated.see(posting.get_post, TEAM, post_id)) is not None
    await dated.do(reopening.reopen, ALICE, made.task.key)
    assert await drawing.delivery(await dated.see(posting.get_post, TEAM, post_id)) is None


async def test_what_is_delivered_again_is_no_problem_meanwhile(dated: Ledger) -> None:
    key = await work(dated, await assign(dated, to=("C01AAA", "C02BBB")))
    await decide(dated, await item_of(dated, key), Verdict.APPROVE)
    posts = [row.id for row in await rows(dated, sa.select(post.c.id).where(post.c.surface == "delivery"))]
    for post_id in posts:
        await dated.do(failures.record_failure, TEAM, post_id, "not_in_channel")
    (problem,) = await waiting(dated)
    await decide(dated, problem, Verdict.RETRY)
    await dated.do(outcomes.record_sent, TEAM, posts[0], Place("C01AAA", "1.1"))
    assert await named(dated) == []
    await dated.do(failures.record_failure, TEAM, posts[1], "not_in_channel")
    assert [kind for _, kind in await named(dated)] == ["problem"]


async def test_the_version_that_was_approved_is_kept(dated: Ledger, days: Days) -> None:
    key = await work_on_all(dated, await assign(dated, versions=2))
    decided = await dated.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE)
    await dated.do(effects.effect, TEAM, decided.decision.id)
    days.now += 400 * DAY
    await dated.do(versions.drop_versions, TEAM, keeping.Keep())
    assert "Version 1" in {row.body for row in await rows(dated, sa.select(draft.c.body))}


async def test_a_version_keeps_its_letter_when_another_one_is_not_kept_any_more(ledger: Ledger) -> None:
    made = await assign(ledger, versions=2)
    key = await work_on_all(ledger, made)
    taken = await ledger.do(deciding.decide, ALICE, Click(key=key, version=2), Verdict.APPROVE, (), "")
    assert taken.decision is not None and await ledger.do(effects.effect, TEAM, taken.decision.id)
    await ledger.do(versions.drop_versions, TEAM, keeping.Keep(versions=timedelta(0)))
    closed = await ledger.see(find_item, TEAM, key)
    again = await ledger.do(reopening.reopen, ALICE, made.task.key)
    for shown in (closed, again):
        assert shown is not None
        assert [(letter, one.version) for letter, one in shown.lettered] == [("B", 2)]


# Steps behind what changed


async def test_a_step_that_is_revised_works_with_what_is_approved_now(dated: Ledger) -> None:
    await assign(dated, then=(step("Recommend one", criteria=("short",)),))
    await decide(dated, await hand_in(dated, 1, body="JANUARY"), Verdict.APPROVE)
    await hand_in(dated, 2, body="by January")
    await dated.do(reopening.reopen, ALICE, (await of(dated, 1)).key)
    await run(dated)
    first = next(one for one in await waiting(dated) if one.task.number == 1)
    await decide(dated, first, Verdict.REVISE, note="take February")
    await decide(dated, await hand_in(dated, 1, body="FEBRUARY"), Verdict.APPROVE)
    second = next(one for one in await waiting(dated) if one.task.number == 2)
    await decide(dated, second, Verdict.REVISE, note="use the new prices")
    given = await dated.do(taking_up.begin, TEAM, await attempt_of(dated, second.task.id))
    assert given is not None
    texts = " ".join(source.text for source in given.task.brief.sources)
    assert "FEBRUARY" in texts and "JANUARY" not in texts


async def test_a_stopped_step_waits_for_what_was_opened_again(dated: Ledger) -> None:
    made = await assign(dated, then=(step("two", criteria=("short",)),))
    await decide(dated, await hand_in(dated, 1, body="JANUARY"), Verdict.APPROVE)
    second = await of(dated, 2)
    await dated.do(halting.stop, ALICE, key=second.key)
    await dated.do(reopening.reopen, ALICE, made.task.key)
    await run(dated)
    assert await states(dated) == ["ready", "blocked"]
    first = next(one for one in await waiting(dated) if one.task.number == 1)
    await decide(dated, first, Verdict.REJECT)
    assert await states(dated) == ["rejected", "blocked"]


async def test_the_chosen_version_of_a_step_that_was_to_flow_is_found(dated: Ledger) -> None:
    made = await assign(dated, versions=2, flows=True, then=(step("Next", criteria=("short",)),))
    key = ""
    attempts = sa.select(attempt.c.id).where(attempt.c.task_id == made.task.id).order_by(attempt.c.id)
    for number, (attempt_id,) in enumerate(await rows(dated, attempts), 1):
        given = await dated.do(taking_up.begin, TEAM, attempt_id)
        assert given is not None
        text = "zebra text" if number == 1 else "yak text"
        key = await dated.do(working.hand_in, given, hands.draft(given.version, body=text)) or key
    decided = await dated.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE)
    await dated.do(effects.effect, TEAM, decided.decision.id)
    assert [found.name for found in await dated.see(searching.search, TEAM, ALICE.user, "zebra")] == ["T-1"]
    assert await dated.see(searching.search, TEAM, ALICE.user, "yak") == ()


# Who left


async def test_a_step_of_somebody_who_left_is_asked_about(dated: Ledger) -> None:
    await assign(dated, then=(Brief(goal="Check it", title="Check it", worker=colleague(BOB.user)),))
    await leave(dated, BOB)
    await decide(dated, await hand_in(dated, 1), Verdict.APPROVE)
    assert await named(dated) == [("T-2", "problem")]


async def test_a_revision_of_somebody_who_left_is_asked_about(dated: Ledger) -> None:
    made = await assign(dated, worker=colleague(BOB.user))
    await dated.do(proposing.propose, BOB, made.task.key, hands.draft())
    await dated.do(submitting.submit_anyway, BOB, made.task.key, 1)
    await leave(dated, BOB)
    (ready,) = await waiting(dated)
    await decide(dated, ready, Verdict.REVISE, note="more")
    assert await named(dated) == [("T-1", "problem")]


async def test_a_series_of_somebody_who_left_ends_and_is_told(dated: Ledger, days: Days) -> None:
    brief = Brief(goal="Report of sign-ups", title="Sign-ups", worker=colleague(BOB.user), again="every weekday 7:00")
    standing = await dated.do(repeating.repeat, ALICE, brief, HERE, None)
    await leave(dated, BOB)
    days.now = standing.next_at
    assert await dated.do(coming.run_due, TEAM, standing.id) is None
    kept = await dated.see(lambda read: series_rows.find(read, TEAM, id=standing.id))
    assert kept is not None and str(kept.state) == "stopped"
    assert any("Sign-ups" in line or "T-1" in line for line in await told(dated, ALICE.user))


async def test_a_question_to_an_assigner_who_left_goes_to_who_decides(dated: Ledger) -> None:
    made = await assign(dated, worker=colleague(BOB.user), reviewer=CARA.user)
    await dated.do(theirs.decline, BOB, made.task.key, "no time")
    await leave(dated, ALICE)
    assert await named(dated, CARA) == [("T-1", "problem")]


async def test_a_chain_whose_assigner_left_asks_who_decides(dated: Ledger) -> None:
    made = await assign(dated, reviewer=CARA.user, then=(step("Second", reviewer=CARA.user),))
    await leave(dated, ALICE)
    key = await work(dated, made)
    await decide(dated, await item_of(dated, key), Verdict.REJECT, CARA)
    assert await named(dated, CARA) == [("T-2", "problem")]


async def test_the_heir_of_a_reviewer_gets_it_fresh(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated, reviewer=BOB.user))
    await dated.do(putting_off.put_off, BOB, Click(key=key, version=1), days.now + 60 * DAY)
    await dated.do(half_notes.keep, BOB, key, "Alice can't write, honestly")
    await leave(dated, BOB)
    given = await item_of(dated, key)
    assert (given.reviewer, given.later_at) == (ALICE.user, None)
    assert (await rows(dated, sa.select(item.c.half_note)))[0].half_note == ""
    alice = await dated.see(people.find, TEAM, ALICE.user)
    assert alice is not None
    made = await dated.do(asked_for.collect_now, alice)
    assert made is not None and made.items == 1


async def test_the_heir_of_a_reviewer_who_is_away_has_a_stand_in(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated, reviewer=BOB.user))
    await dated.do(away.go_away, ALICE, days.now + 14 * DAY, DAN.user)
    await leave(dated, BOB)
    given = await item_of(dated, key)
    assert (given.reviewer, given.stands_for) == (DAN.user, ALICE.user)


async def test_a_question_to_the_assigner_stays_theirs_when_the_reviewer_leaves(database: str, days: Days) -> None:
    policy = Policy(admins=frozenset({DAN.user}), four_eyes=True)
    ledger = new_ledger(database, Terms(policy=policy), days, days)
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    await ledger.do(meet, TEAM, ALICE.user, BOB.user, CARA.user, DAN.user)
    made = await assign(ledger, worker=colleague(BOB.user), reviewer=CARA.user)
    await ledger.do(theirs.decline, BOB, made.task.key, "no time")
    await leave(ledger, CARA)
    assert await named(ledger) == [("T-1", "problem")]
    assert await named(ledger, DAN) == []
    ledger.close()


# Away and back


async def test_what_a_stand_in_left_comes_fresh_to_who_is_back(dated: Ledger, days: Days) -> None:
    await work(dated, await assign(dated))
    await dated.do(away.go_away, ALICE, days.now + 30 * DAY, BOB.user)
    await slots(dated, days, BOB, 4)
    await dated.do(coming_back.come_back, ALICE)
    assert (await slots(dated, days, ALICE, 1)) == [1]


async def test_what_a_stand_in_put_off_is_there_for_who_is_back(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated))
    await dated.do(away.go_away, ALICE, days.now + 2 * DAY, BOB.user)
    await dated.do(putting_off.put_off, BOB, Click(key=key, version=1), days.now + 60 * DAY)
    await dated.do(coming_back.come_back, ALICE)
    given = await item_of(dated, key)
    assert (given.reviewer, given.later_at) == (ALICE.user, None)


# Room


async def test_a_canceled_list_frees_those_to_whom_rows_were_given(dated: Ledger) -> None:
    await dated.do(limits.set_limits, BOB, 1)
    brief = Brief(goal="Answer it", title="Tickets", worker=agent("writer"), criteria=("short",), each=("a", "b"))
    listed = await dated.do(fanning.offer, ALICE, brief, HERE, None)
    await dated.do(fanning.start, ALICE, listed.key, 1)
    (first,) = await dated.see(made_by, listed)
    key = await work(dated, await dated.see(receipts.receipt, ALICE, first.key))
    await dated.do(giving.give, ALICE, Click(key=key, version=1), BOB.user)
    own = await assign(dated, actor=BOB)
    assert own.task.state is State.WAITING
    await dated.do(canceling.cancel, ALICE, listed.key)
    assert (await dated.see(receipts.receipt, BOB, own.task.key)).task.state is State.WORKING


async def test_what_comes_to_rest_with_a_stand_in_frees_room(dated: Ledger, days: Days) -> None:
    await dated.do(limits.set_limits, ALICE, 1)
    await work(dated, await assign(dated))
    second = await assign(dated)
    await dated.do(away.go_away, ALICE, days.now + 30 * DAY, BOB.user)
    await slots(dated, days, BOB, 5)
    assert (await rows(dated, sa.select(item.c.rest)))[0].rest
    assert (await dated.see(receipts.receipt, ALICE, second.task.key)).task.state is State.WORKING


async def test_a_streams_budget_that_has_room_again_frees_what_waits(database: str, days: Days) -> None:
    ledger = new_ledger(database, Terms(budgets=Budgets(workspace_day=100_000_000)), days, days)
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    await ledger.do(meet, TEAM, ALICE.user, BOB.user)
    first = await assign(ledger, stream="Launch")
    await ledger.do(stream_settings.change_settings, ALICE, "Launch", stream_settings.Settings(budget=1_000_000))
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, first.task.id))
    assert given is not None
    reserved = await ledger.do(spending.reserve, given.payer, "m", 1_000_000)
    second = await assign(ledger, reviewer=BOB.user, stream="Launch")
    assert second.task.state is State.WAITING
    await ledger.do(spending.settle, given.payer, "m", reserved, Spent(1, 1, 10_000))
    await ledger.do(working.hand_in, given, hands.draft(1))
    assert (await ledger.see(receipts.receipt, ALICE, second.task.key)).task.state is State.WORKING
    ledger.close()


async def started(ledger: Ledger) -> Series:
    """A long list for Bob to decide, of which the first part has started."""
    each = tuple(f"row{n}" for n in range(60))
    brief = Brief(goal="Answer it", title="Tickets", worker=agent("writer"), criteria=("short",), each=each)
    listed = await ledger.do(fanning.offer, ALICE, replace(brief, reviewer=BOB.user), HERE, None)
    return await ledger.do(fanning.start, ALICE, listed.key)


async def gone_on(ledger: Ledger, listed: Series) -> Series:
    await ledger.do(fanning.go_on, TEAM, listed.id)
    found = await ledger.see(lambda read: series_rows.find(read, TEAM, id=listed.id))
    assert found is not None
    return found


async def test_a_list_goes_on_with_who_assigned_it_after_its_reviewer_left(dated: Ledger) -> None:
    listed = await started(dated)
    await leave(dated, BOB)
    kept = await gone_on(dated, listed)
    assert kept.reviewer == ALICE.user and kept.runs > listed.runs


async def test_the_rest_of_a_list_can_be_started_where_nobody_else_may_decide(dated: Ledger) -> None:
    listed = await started(dated)
    gone = sa.update(person).where(person.c.team == TEAM, person.c.user == BOB.user).values(deleted=True)
    await dated.do(lambda tx: tx.conn.execute(gone).rowcount)
    kept = await gone_on(dated, listed)
    assert str(kept.state) == "offered" and kept.runs < 60


# An unclear brief


@pytest.mark.parametrize("worker", [agent("writer"), colleague(BOB.user)])
async def test_an_unclear_brief_that_is_made_clear_starts_whoever_works(dated: Ledger, worker: Any) -> None:
    made = await assign(dated, goal="help me", title="help me", criteria=(), sources=())
    assert made.task.state is State.UNCLEAR
    brief = Brief(goal="Write the Q4 numbers memo", title="Q4", worker=worker, criteria=("net of refunds",))
    changed = await dated.do(assigning.edit, ALICE, made.task.key, brief)
    assert changed.task.state is State.WORKING
    assert await dated.see(owed.count, TEAM, BOB.user) == (1 if worker.is_person else 0)


# Figures


async def test_nobody_elses_look_is_somebodys_attention(dated: Ledger, days: Days) -> None:
    await assign(dated, actor=BOB)  # so that he has used it
    key = await work(dated, await assign(dated))
    await dated.do(looks.opened, ALICE, key)
    days.now += timedelta(minutes=15)
    await dated.do(giving.give, ALICE, Click(key=key, version=1), BOB.user)
    days.now += timedelta(seconds=20)
    await decide(dated, await item_of(dated, key), Verdict.APPROVE, BOB)
    (decided,) = (await dated.see(own_figures.own, BOB)).decided
    assert decided.attention is None or decided.attention < 60


async def test_a_record_is_of_who_wrote_the_draft(dated: Ledger) -> None:
    made = await assign(dated)
    key = await work(dated, made)
    await dated.do(reassigning.reassign, ALICE, made.task.key, agent("researcher"))
    await decide(dated, await item_of(dated, key), Verdict.APPROVE)
    assert set(await dated.see(records.records, TEAM)) == {"writer"}
