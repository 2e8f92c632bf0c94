"""A reviewer of whom nobody knew who they are: once Slack says it, they are asked, and who assigned it decides."""

from datetime import timedelta
from typing import Any

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
from storage.rules.values.brief import Brief
from storage.rules.values.profile import Profile
from storage.rules.values.task import State, Task
from storage.rules.values.worker import agent, colleague
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
    assert again.declined and again.task.reviewer == ALICE.user


async def test_a_guest_is_asked_nothing(ledger: Ledger) -> None:
    brief = Brief(goal="Write a memo", title="Write a memo", worker=agent("writer"), reviewer=DAN, criteria=("short",))
    receipt = await ledger.do(assigning.assign, ALICE, brief, HERE, None)
    await ledger.do(greeting.meet, TEAM, DAN, Profile(name="dan", zone="Europe/Rome", guest=True))
    assert await ledger.see(inviting.invitation, TEAM, question_key(receipt.task.key, DAN)) is None
