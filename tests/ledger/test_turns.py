"""Nobody takes all places: one person has so many attempts under way, and who has the fewest goes first."""

from collections import Counter

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Ledger, Terms
from storage.ledger.tasks import assigning
from storage.ledger.work import failing, halting, spending, taking_up, turns, working
from storage.rules.authority import Policy
from storage.tables import attempt, task
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, TEAM, assign, draft, meet

TERMS = Terms(room=60, at_once=2, policy=Policy(admins=frozenset({ALICE.user})))


@pytest.fixture
async def fair(database: str):
    made = new_ledger(database, TERMS)
    await made.do(people.ensure_workspace, TEAM, "Test")
    await made.do(meet, TEAM, ALICE.user, BOB.user)
    yield made
    made.close()


async def states(ledger: Ledger, user: str) -> Counter[str]:
    of_task = sa.and_(task.c.id == attempt.c.task_id, task.c.team == TEAM, task.c.assigner == user)
    query = sa.select(attempt.c.state).join_from(attempt, task, of_task).where(attempt.c.team == TEAM)
    return Counter(await ledger.see(lambda tx: tx.conn.execute(query).scalars().all()))


async def promised(ledger: Ledger) -> list[tuple[str, int]]:
    """(attempt, priority) of what a worker may take, as it is taken."""
    waiting = await ledger.see(lambda tx: tx.jobs.promised(tx.conn))
    due = [(p.priority, p.due, n, p.key) for n, p in enumerate(waiting) if p.kind == "attempt"]
    return [(key, priority) for priority, _, _, key in sorted(due)]


async def end_one(ledger: Ledger) -> None:
    """Have the first that is promised worked on, and forget its promise, as the runner does."""
    key = (await promised(ledger))[0][0]
    given = await ledger.do(taking_up.begin, TEAM, int(key))
    assert given is not None
    await ledger.do(lambda tx, team: tx.jobs.cancel(tx.conn, team, "attempt", key), TEAM)
    await ledger.do(working.hand_in, given, draft(given.version))


async def test_one_person_has_so_many_under_way_and_all_of_them_come_to_their_end(fair: Ledger) -> None:
    for _ in range(7):
        await assign(fair)
    assert await states(fair, ALICE.user) == {"due": 2, "held": 5}
    for n in range(7):
        assert (await states(fair, ALICE.user))["due"] == min(2, 7 - n)
        await end_one(fair)
    assert await states(fair, ALICE.user) == {"done": 7}


async def test_who_has_the_fewest_goes_first(fair: Ledger) -> None:
    for _ in range(5):
        await assign(fair, actor=BOB)
    made = await assign(fair)
    first, second, *_ = [key for key, _ in await promised(fair)]
    own = await fair.see(
        lambda tx: tx.conn.execute(
            sa.select(attempt.c.id).where(attempt.c.team == TEAM, attempt.c.task_id == made.task.id)
        ).scalar_one()
    )
    assert str(own) in (first, second)


async def test_what_is_urgent_comes_first_all_the_same(fair: Ledger) -> None:
    await assign(fair)
    await assign(fair, urgent=True)
    await assign(fair, actor=BOB)
    assert (await promised(fair))[0][1] < -5
    await assign(fair)
    await assign(fair, urgent=True)
    await end_one(fair)
    assert (await promised(fair))[0][1] < -5  # of what was held, too


async def test_a_place_is_free_again_whatever_ends_an_attempt(fair: Ledger) -> None:
    made = [await assign(fair) for _ in range(6)]
    await fair.do(assigning.cancel, ALICE, made[0].task.key)
    assert await states(fair, ALICE.user) == {"canceled": 1, "due": 2, "held": 3}
    await fair.do(halting.stop, ALICE, key=made[1].task.key)
    assert await states(fair, ALICE.user) == {"canceled": 1, "stopped": 1, "due": 2, "held": 2}
    key = (await promised(fair))[0][0]
    given = await fair.do(taking_up.begin, TEAM, int(key))
    assert given is not None
    await fair.do(failing.fail, TEAM, given.attempt, "It broke.")
    assert await states(fair, ALICE.user) == {"canceled": 1, "stopped": 1, "failed": 1, "due": 2, "held": 1}


async def test_canceling_what_is_held_lets_nothing_else_begin(fair: Ledger) -> None:
    made = [await assign(fair) for _ in range(4)]
    await fair.do(assigning.cancel, ALICE, made[3].task.key)
    assert await states(fair, ALICE.user) == {"canceled": 1, "due": 2, "held": 1}
    assert len(await promised(fair)) == 2


async def test_stopping_everything_and_going_on_keeps_the_bound(fair: Ledger) -> None:
    for _ in range(5):
        await assign(fair)
    await fair.do(spending.stop_all, ALICE)
    assert await states(fair, ALICE.user) == {"held": 5}
    assert await promised(fair) == []
    await fair.do(spending.go_on, ALICE)
    assert await states(fair, ALICE.user) == {"due": 2, "held": 3}
    for _ in range(5):
        await end_one(fair)
    assert await states(fair, ALICE.user) == {"done": 5}


async def test_a_bound_that_was_lifted_holds_nothing_back(fair: Ledger) -> None:
    for _ in range(5):
        await assign(fair)
    fair.terms = Terms(room=60)
    await fair.do(turns.resume, TEAM)
    assert await states(fair, ALICE.user) == {"due": 5}
    assert len(await promised(fair)) == 5


async def test_without_a_bound_all_are_promised(database: str) -> None:
    ledger = new_ledger(database, Terms(room=60))
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    for _ in range(9):
        await assign(ledger)
    assert len(await promised(ledger)) == 9
    ledger.close()
