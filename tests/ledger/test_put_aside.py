"""A colleague put a step aside, since the one before it was opened again: they hear what becomes of it."""

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.colleagues import asking as colleagues_asking
from storage.ledger.colleagues import refusing, working
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import reopening
from storage.ledger.privacy import forgetting
from storage.ledger.tasks import assigning, chains
from storage.ledger.work import passing_on
from storage.rules.values.brief import Brief
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item, Problem
from storage.rules.values.profile import Profile
from storage.rules.values.task import State
from storage.rules.values.worker import colleague
from storage.tables import task
from tests.ledger.hands import ALICE, BOB, TEAM, assign, meet_users, told
from tests.ledger.test_pipelines import decide, hand_in, of, run, waiting


async def put_aside(ledger: Ledger) -> Item:
    """Bring Bob the second step of a chain, and open the first again; return the item of that."""
    await ledger.do(people.save_profile, TEAM, BOB.user, Profile(name="bob", zone="UTC"))
    made = await assign(ledger, then=(Brief(goal="Check", worker=colleague(BOB.user), title="Check"),))
    await decide(ledger, await hand_in(ledger, 1), Verdict.APPROVE)
    brought = sa.update(task).where(task.c.team == TEAM, task.c.number == 2)
    await ledger.do(lambda tx: tx.conn.execute(brought.values(told_at=tx.now)))
    again = await ledger.do(reopening.reopen, ALICE, made.task.key)
    await run(ledger)
    assert "Put it aside" in (await told(ledger, BOB.user))[-1]
    return again


@pytest.mark.parametrize("way", ["it", "all", "the rest"])
async def test_they_hear_that_it_is_canceled(ledger: Ledger, way: str) -> None:
    again = await put_aside(ledger)
    if way == "it":
        await ledger.do(assigning.cancel, ALICE, (await of(ledger, 2)).key)
    elif way == "all":
        await ledger.do(chains.cancel_all, ALICE, again.task.key)
    else:
        await decide(ledger, again, Verdict.REJECT)
        await decide(ledger, (await waiting(ledger))[0], Verdict.CANCEL)
    assert (await of(ledger, 2)).state is State.CANCELED
    canceled = "T-2 · Check is canceled: nothing is left for you to do. <@U01ALICE> decided that."
    assert (await told(ledger, BOB.user))[1:] == [canceled]


async def test_they_hear_that_who_asked_is_gone(ledger: Ledger) -> None:
    await put_aside(ledger)
    await ledger.do(forgetting.end_work, TEAM, ALICE.user)
    assert (await told(ledger, BOB.user))[1:] == [
        "Nothing is left for you to do of T-2: who asked is not here any more."
    ]


async def test_a_step_that_is_new_to_who_takes_no_tasks_is_asked_about(ledger: Ledger) -> None:
    await ledger.do(people.save_profile, TEAM, BOB.user, Profile(name="bob", zone="UTC"))
    await assign(ledger, then=(Brief(goal="Check", worker=colleague(BOB.user), title="Check"),))
    await ledger.do(refusing.refuse, BOB, True)
    await decide(ledger, await hand_in(ledger, 1), Verdict.APPROVE)
    (asked,) = await waiting(ledger)
    assert isinstance(asked.about, Problem) and asked.about.text == "<@U02BOB> takes no tasks in Sluice."


async def test_a_step_that_they_put_aside_comes_back_although_they_take_nothing_new(ledger: Ledger) -> None:
    again = await put_aside(ledger)
    await ledger.do(refusing.refuse, BOB, True)
    await decide(ledger, again, Verdict.APPROVE)
    assert (await of(ledger, 2)).state is State.WORKING and await waiting(ledger) == []


async def test_what_they_work_on_stays_theirs_however_often_they_ask(ledger: Ledger) -> None:
    await ledger.do(meet_users, TEAM, ALICE.user, BOB.user)
    made = await assign(ledger, worker=colleague(BOB.user))
    await ledger.do(refusing.refuse, BOB, True)
    for question in ("Which year?", "Net or gross?"):
        await ledger.do(colleagues_asking.ask, BOB, made.task.key, question)
        (asked,) = await waiting(ledger)
        await decide(ledger, asked, Verdict.ANSWER, note="2025")
    assert await waiting(ledger) == []


async def test_who_canceled_it_themselves_is_told_nothing(ledger: Ledger) -> None:
    await ledger.do(people.save_profile, TEAM, BOB.user, Profile(name="bob", zone="UTC"))
    then = Brief(goal="Check", worker=colleague(BOB.user), title="Check")
    made = await assign(ledger, then=(then,))
    await ledger.do(chains.cancel_all, ALICE, made.task.key)
    assert await told(ledger, BOB.user) == []  # they never heard of it


async def test_who_asked_for_it_still_names_who_does_it_when_somebody_else_decides(ledger: Ledger) -> None:
    await ledger.do(meet_users, TEAM, ALICE.user, BOB.user, "U03CARA")
    made = await assign(ledger, worker=colleague(BOB.user))
    await ledger.do(working.decline, BOB, made.task.key, "no time")
    await ledger.do(passing_on.give_review, made.task, "U03CARA", ALICE.user)
    (asked,) = await waiting(ledger)
    assert isinstance(asked.about, Problem) and asked.about.text == "no time"
    assert (await of(ledger, 1)).reviewer == "U03CARA"
