"""A reviewer of whom nobody knew who they are: once Slack says it, they are asked, and who assigned it decides."""

from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import inviting
from storage.ledger.membership import greeting
from storage.ledger.rows import finding_tasks
from storage.ledger.tasks import assigning
from storage.ledger.work.asking_newcomers import offer_key
from storage.rules.gate import Cause
from storage.rules.values.brief import Brief
from storage.rules.values.profile import Profile
from storage.rules.values.task import State
from storage.rules.values.worker import agent
from tests.ledger.hands import ALICE, HERE, TEAM

DAN = "U04DAN"


async def test_who_is_known_late_is_asked_then(ledger: Ledger) -> None:
    brief = Brief(goal="Write a memo", title="Write a memo", worker=agent("writer"), reviewer=DAN, criteria=("short",))
    receipt = await ledger.do(assigning.assign, ALICE, brief, HERE, None)
    assert receipt.held is not None and receipt.held.cause is Cause.NOT_KNOWN
    await ledger.do(greeting.meet, TEAM, DAN, Profile(name="dan", zone="Europe/Rome"))
    task = await ledger.see(finding_tasks.find_task, TEAM, key=receipt.task.key)
    assert task is not None
    assert (task.reviewer, task.brief.invited, task.state) == (ALICE.user, DAN, State.WORKING)
    asked = await ledger.see(inviting.invitation, TEAM, offer_key(task.key, DAN))
    assert asked is not None and (asked.by, asked.state, asked.more) == (ALICE.user, "", 0)


async def test_a_guest_is_asked_nothing(ledger: Ledger) -> None:
    brief = Brief(goal="Write a memo", title="Write a memo", worker=agent("writer"), reviewer=DAN, criteria=("short",))
    receipt = await ledger.do(assigning.assign, ALICE, brief, HERE, None)
    await ledger.do(greeting.meet, TEAM, DAN, Profile(name="dan", zone="Europe/Rome", guest=True))
    assert await ledger.see(inviting.invitation, TEAM, offer_key(receipt.task.key, DAN)) is None
