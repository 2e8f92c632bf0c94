"""A reviewer of whom nobody knew who they are: once Slack says it, they are asked, and who assigned it decides."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage.ledger.colleagues import reassigning
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import agreeing, inviting
from storage.ledger.membership import greeting
from storage.ledger.privacy import retaining
from storage.ledger.privacy.keeping import Keep
from storage.ledger.rows import finding_items, finding_tasks
from storage.ledger.settings import away
from storage.ledger.tasks import assigning
from storage.ledger.work.asking_newcomers import question_key
from storage.rules.authority import Claim
from storage.rules.gate import Cause
from storage.rules.pages.receipts import Receipt
from storage.rules.posts import PostKind
from storage.rules.refusal import Refused
from storage.rules.values.brief import Brief
from storage.rules.values.profile import Profile
from storage.rules.values.task import State, Task
from storage.rules.values.worker import agent, colleague
from storage.tables import post
from tests.ledger.hands import ALICE, BOB, HERE, TEAM, meet_users, work

DAN = "U04DAN"


async def test_who_is_known_late_is_asked_then(ledger: Ledger) -> None:
    brief = Brief(goal="Write a memo", title="Write a memo", worker=agent("writer"), reviewer=DAN, criteria=("short",))
    receipt = await ledger.do(assigning.assign, ALICE, brief, HERE, None)
    assert receipt.held is not None and receipt.held.cause is Cause.NOT_KNOWN
    await ledger.do(greeting.meet, TEAM, DAN, Profile(name="dan", zone="Europe/Rome"))
    task = await ledger.see(finding_tasks.find_task, TEAM, key=receipt.task.key)
    assert task is not None
    assert (task.reviewer, task.brief.invited, task.state) == (ALICE.user, DAN, State.WORKING)
    asked = await ledger.see(inviting.invitation, TEAM, question_key(task.key, DAN))
    assert asked is not None and (asked.by, asked.state, asked.more) == (ALICE.user, "", 0)


def named(**more: Any) -> Brief:
    usual = {"goal": "Write a memo", "title": "Write a memo", "worker": agent("writer"), "reviewer": DAN}
    return Brief(**{**usual, "criteria": ("short",), **more})


async def task_of(ledger: Ledger, made: Receipt) -> Task:
    found = await ledger.see(finding_tasks.find_task, TEAM, key=made.task.key)
    assert found is not None
    return found


KNOWN = Profile(name="dan", zone="Europe/Rome")


async def test_what_is_unclear_or_a_later_step_asks_too(ledger: Ledger) -> None:
    unclear = await ledger.do(assigning.assign, ALICE, named(goal="?", title="?", criteria=()), HERE, None)
    chain = await ledger.do(assigning.assign, ALICE, named(reviewer=None, then=(named(),)), HERE, None)
    await ledger.do(greeting.meet, TEAM, DAN, KNOWN)
    for made in (unclear.task, chain.steps[1]):
        found = await ledger.see(finding_tasks.find_task, TEAM, key=made.key)
        assert found is not None and (found.reviewer, found.brief.invited) == (ALICE.user, DAN), made.name


async def test_a_task_that_waits_to_know_its_reviewer_is_not_forgotten_for_another(ledger: Ledger) -> None:
    first = await ledger.do(assigning.assign, ALICE, named(), HERE, None)
    await ledger.do(assigning.assign, ALICE, named(), HERE, None, profiles={DAN: KNOWN})
    await ledger.do(greeting.meet, TEAM, DAN, KNOWN)
    assert (await task_of(ledger, first)).state is State.WORKING


@pytest.mark.parametrize("how", ["a reader", "a worker", "a stand-in", "given"])
async def test_a_task_that_waits_to_know_its_reviewer_begins_whoever_else_names_them(ledger: Ledger, how: str) -> None:
    first = await ledger.do(assigning.assign, ALICE, named(), HERE, None)
    told, own = {DAN: KNOWN}, {"reviewer": None}
    match how:
        case "a reader":
            await ledger.do(assigning.assign, ALICE, named(to=(DAN,), **own), HERE, None, profiles=told)
        case "a worker":
            await ledger.do(assigning.assign, ALICE, named(worker=colleague(DAN), **own), HERE, None, profiles=told)
        case "a stand-in":
            with pytest.raises(Refused, match="never used Sluice"):
                await ledger.do(away.go_away, BOB, ledger.clock() + timedelta(days=2), DAN, KNOWN)
        case "given":
            await ledger.do(reassigning.meet, ALICE, DAN, KNOWN)
    await ledger.do(greeting.meet, TEAM, DAN, KNOWN)
    found = await task_of(ledger, first)
    assert (found.state, found.reviewer, found.brief.invited) == (State.WORKING, ALICE.user, DAN)


async def test_nobody_decides_on_their_own_work_until_slack_says_who_the_reviewer_is(ledger: Ledger) -> None:
    with pytest.raises(Refused, match="Slack has not told me yet who"):
        await ledger.do(assigning.assign, ALICE, named(worker=colleague(ALICE.user)), HERE, None)


async def questions(ledger: Ledger) -> int:
    asked = post.c.surface == PostKind.INVITATION, post.c.owner == DAN
    return int(await ledger.see(lambda read: read.conn.execute(sa.select(sa.func.count()).where(*asked)).scalar_one()))


async def test_a_question_stands_while_anything_waits_for_it(ledger: Ledger) -> None:
    await ledger.do(greeting.meet, TEAM, DAN, KNOWN)
    first = await ledger.do(assigning.assign, ALICE, named(), HERE, None)
    await ledger.do(assigning.assign, ALICE, named(), HERE, None)
    await ledger.do(assigning.cancel, ALICE, first.task.key)
    now = ledger.clock()
    ledger.clock = lambda: now + timedelta(days=8)
    await ledger.do(assigning.assign, ALICE, named(), HERE, None)
    assert await questions(ledger) == 1


async def test_who_does_not_answer_is_asked_at_most_once_a_week(ledger: Ledger) -> None:
    start = ledger.clock()
    await ledger.do(greeting.meet, TEAM, DAN, KNOWN)
    for n in range(9):  # each day one that is over before the next
        ledger.clock = lambda n=n: start + timedelta(days=n)
        made = await ledger.do(assigning.assign, ALICE, named(), HERE, None)
        await ledger.do(assigning.cancel, ALICE, made.task.key)
    assert await questions(ledger) == 2


async def test_a_no_holds_also_for_who_has_times_by_now(ledger: Ledger) -> None:
    await ledger.do(greeting.meet, TEAM, DAN, KNOWN)
    made = await ledger.do(assigning.assign, ALICE, named(), HERE, None)
    await ledger.do(agreeing.disagree, Claim(DAN, TEAM), ALICE.user)
    await ledger.do(meet_users, TEAM, DAN)
    with pytest.raises(Refused, match="said that they don't decide on what you assign"):
        await ledger.do(reassigning.reassign, ALICE, made.task.key, reviewer=DAN)
    with pytest.raises(Refused, match="said that they don't decide"):
        await ledger.do(away.go_away, ALICE, ledger.clock() + timedelta(days=2), DAN)


async def test_each_step_says_of_its_own_reviewer_whether_they_said_no(ledger: Ledger) -> None:
    eve = "U05EVE"
    for user in (DAN, eve):
        await ledger.do(greeting.meet, TEAM, user, KNOWN)
    await ledger.do(assigning.assign, ALICE, named(), HERE, None)
    await ledger.do(agreeing.disagree, Claim(DAN, TEAM), ALICE.user)
    chain = await ledger.do(assigning.assign, ALICE, named(then=(named(reviewer=eve),)), HERE, None)
    assert chain.declined == {DAN}


async def test_given_to_another_reviewer_nobody_is_asked_any_more(ledger: Ledger) -> None:
    await ledger.do(greeting.meet, TEAM, DAN, KNOWN)
    await ledger.do(meet_users, TEAM, BOB.user)
    made = await ledger.do(assigning.assign, ALICE, named(), HERE, None)
    given = await ledger.do(reassigning.reassign, ALICE, made.task.key, reviewer=BOB.user)
    assert (given.reviewer, given.brief.invited) == (BOB.user, "")


async def test_nobody_decides_on_what_they_work_on_by_now(ledger: Ledger) -> None:
    await ledger.do(greeting.meet, TEAM, DAN, KNOWN)
    made = await ledger.do(assigning.assign, ALICE, named(), HERE, None)
    await ledger.do(reassigning.reassign, ALICE, made.task.key, colleague(DAN))
    await ledger.do(agreeing.agree, Claim(DAN, TEAM), ALICE.user)
    assert (await task_of(ledger, made)).reviewer == ALICE.user


async def test_what_a_stand_in_decides_passes_as_well(ledger: Ledger) -> None:
    await ledger.do(greeting.meet, TEAM, DAN, KNOWN)
    await ledger.do(meet_users, TEAM, BOB.user)
    made = await ledger.do(assigning.assign, ALICE, named(), HERE, None)
    key = await work(ledger, made)
    await ledger.do(away.go_away, ALICE, ledger.clock() + timedelta(days=2), BOB.user)
    await ledger.do(agreeing.agree, Claim(DAN, TEAM), ALICE.user)
    item = await ledger.see(finding_items.find_item, TEAM, key)
    assert item is not None and (item.reviewer, item.stands_for) == (DAN, "")


async def test_questions_and_answers_outlive_what_slack_sent(ledger: Ledger) -> None:
    await ledger.do(greeting.meet, TEAM, DAN, KNOWN)
    made = await ledger.do(assigning.assign, ALICE, named(), HERE, None)
    while await ledger.do(retaining.drop_requests, TEAM, Keep(requests=timedelta(days=-1))):
        pass
    assert await ledger.see(agreeing.asked_by, Claim(DAN, TEAM), made.task.key) == ALICE.user
    await ledger.do(agreeing.disagree, Claim(DAN, TEAM), ALICE.user)
    await ledger.do(retaining.drop_requests, TEAM, Keep(requests=timedelta(days=-1)))
    again = await ledger.do(assigning.assign, ALICE, named(), HERE, None)
    assert again.declined == {DAN} and again.task.reviewer == ALICE.user


async def test_a_guest_is_asked_nothing(ledger: Ledger) -> None:
    brief = Brief(goal="Write a memo", title="Write a memo", worker=agent("writer"), reviewer=DAN, criteria=("short",))
    receipt = await ledger.do(assigning.assign, ALICE, brief, HERE, None)
    await ledger.do(greeting.meet, TEAM, DAN, Profile(name="dan", zone="Europe/Rome", guest=True))
    assert await ledger.see(inviting.invitation, TEAM, question_key(receipt.task.key, DAN)) is None
