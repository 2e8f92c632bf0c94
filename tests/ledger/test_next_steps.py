"""What a card says of the steps that start when it is approved, by what the gate would say then."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Ledger
from storage.ledger.queries import reading
from storage.ledger.settings import away, limits
from storage.rules.gate import Cause
from storage.tables import item, stream, task
from tests.ledger.hands import ALICE, BOB, TEAM, assign, meet_users, work

ROOM = str(Cause.ROOM)


async def ready(ledger: Ledger, *steps: str, **more: object) -> str:
    """A draft that is ready, and what comes after it; the key of its item."""
    made = await assign(ledger)
    for title in steps:
        await assign(ledger, title=title, after=("T-1",), sources=(), **more)
    return await work(ledger, made)


async def held(ledger: Ledger, key: str) -> dict[str, str]:
    seen = await ledger.see(reading.with_card, TEAM, key)
    assert seen is not None
    return dict(seen.next_held)


async def limit(ledger: Ledger, most: int, who: object = ALICE) -> None:
    await ledger.do(limits.set_limits, who, most, None)


async def test_its_own_place_is_enough_for_one_step(ledger: Ledger) -> None:
    key = await ready(ledger, "One")
    await limit(ledger, 1)
    assert await held(ledger, key) == {}


async def test_two_steps_need_two_places(ledger: Ledger) -> None:
    key = await ready(ledger, "One", "Two")
    await limit(ledger, 1)
    assert await held(ledger, key) == {"T-3": ROOM}


async def test_a_full_shelf_and_who_waits_already_come_first(ledger: Ledger) -> None:
    key = await ready(ledger, "One")
    await work(ledger, await assign(ledger))
    await limit(ledger, 1)
    assert await held(ledger, key) == {"T-2": ROOM}
    await limit(ledger, 2)
    assert await held(ledger, key) == {}
    await assign(ledger, title="It waits for room")
    assert await held(ledger, key) == {"T-2": ROOM}


async def test_what_rests_takes_no_place_that_it_could_leave(ledger: Ledger) -> None:
    key = await ready(ledger, "One")
    await work(ledger, await assign(ledger))
    await limit(ledger, 1)
    rest = sa.update(item).where(item.c.key == key).values(rest=True)
    await ledger.do(lambda tx, team: tx.conn.execute(rest), TEAM)
    assert await held(ledger, key) == {"T-2": ROOM}


async def test_a_stand_in_leaves_the_shelf_of_who_is_away(ledger: Ledger) -> None:
    key = await ready(ledger, "One")
    await limit(ledger, 1)
    await ledger.do(meet_users, TEAM, BOB.user)
    until = await ledger.see(lambda read: read.now.replace(year=read.now.year + 1))
    await ledger.do(away.go_away, ALICE, until, BOB.user)
    seen = await ledger.see(reading.with_card, TEAM, key)
    assert seen is not None and (seen.reviewer, seen.stands_for, seen.next_held) == (BOB.user, ALICE.user, ())


async def test_the_share_of_another_reviewer_counts(ledger: Ledger) -> None:
    key = await ready(ledger, "One", reviewer=BOB.user)
    await limit(ledger, 3, BOB)
    assert await held(ledger, key) == {}
    await work(ledger, await assign(ledger, reviewer=BOB.user))
    assert await held(ledger, key) == {"T-2": str(Cause.SHARE)}


async def test_a_stream_on_hold_holds_its_steps(ledger: Ledger) -> None:
    key = await ready(ledger, "One", stream="Launch")
    stop = sa.update(stream).where(stream.c.team == TEAM).values(stopped_by=ALICE.user)
    await ledger.do(lambda tx, team: tx.conn.execute(stop), TEAM)
    assert await held(ledger, key) == {"T-2": str(Cause.STREAM)}


async def test_two_people_who_assigned_share_the_room(ledger: Ledger) -> None:
    made = await assign(ledger)
    await assign(ledger, title="One", after=("T-1",), sources=())
    await ledger.do(meet_users, TEAM, BOB.user)
    key = await work(ledger, made)
    other = sa.update(task).where(task.c.number == 2).values(assigner=BOB.user)
    await assign(ledger, title="Two", after=("T-1",), sources=())
    await ledger.do(lambda tx, team: tx.conn.execute(other), TEAM)
    await limit(ledger, 1)
    assert await held(ledger, key) == {"T-3": ROOM}


async def test_a_budget_that_is_spent_holds_a_step(ledger: Ledger) -> None:
    key = await ready(ledger, "One", stream="Launch")
    spent = sa.update(stream).where(stream.c.team == TEAM).values(budget=0)
    await ledger.do(lambda tx, team: tx.conn.execute(spent), TEAM)
    assert await held(ledger, key) == {"T-2": str(Cause.BUDGET)}
