"""What becomes free is there for who waits: a stream's budget that was not taken, and the place of what rests."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.collections import collecting
from storage.ledger.core.ledger import Ledger, Terms
from storage.ledger.settings import limits, scheduling
from storage.ledger.streams import stream_settings
from storage.ledger.tasks import assigning, receipts
from storage.ledger.work import halting, spending, taking_up
from storage.ledger.work.assignment import Assignment
from storage.rules.budget import Budgets
from storage.rules.gate import Cause
from storage.rules.pages.receipts import Receipt
from storage.rules.values.schedule import EVERY_DAY
from storage.rules.values.spent import Spent
from storage.rules.values.task import State
from storage.tables import schedule
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, TEAM, assign, attempt_of, meet, posted, work
from tests.ledger.test_resting import Days

DOLLAR = 1_000_000


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
async def bounded(database: str, days: Days) -> AsyncIterator[Ledger]:
    made = new_ledger(database, Terms(budgets=Budgets(workspace_day=100 * DOLLAR)), days, days)
    await made.do(people.ensure_workspace, TEAM, "Test")
    await made.do(meet, TEAM, ALICE.user, BOB.user)
    yield made
    made.close()


async def taken(ledger: Ledger) -> tuple[Receipt, Assignment, int]:
    """Assign a task in a stream of one dollar, the whole of which is set aside for a call."""
    first = await assign(ledger, stream="Launch")
    await ledger.do(stream_settings.change_settings, ALICE, "Launch", stream_settings.Settings(budget=DOLLAR))
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, first.task.id))
    assert given is not None
    reserved = await ledger.do(spending.reserve, given.payer, "m", DOLLAR)
    assert reserved is not None
    return first, given, reserved


async def state_of(ledger: Ledger, made: Receipt) -> State:
    return (await ledger.see(receipts.receipt, ALICE, made.task.key)).task.state


@pytest.mark.parametrize("how", ["cancel", "stop", "edit"])
async def test_what_a_call_did_not_take_is_there_for_every_reviewer_of_the_stream(bounded: Ledger, how: str) -> None:
    first, given, reserved = await taken(bounded)
    waits = [await assign(bounded, reviewer=who.user, stream="Launch") for who in (ALICE, BOB)]
    assert {await state_of(bounded, one) for one in waits} == {State.WAITING}
    if how == "cancel":
        await bounded.do(assigning.cancel, ALICE, first.task.key)
    elif how == "stop":
        await bounded.do(halting.stop, ALICE, key=first.task.key)
    else:
        await bounded.do(assigning.edit, ALICE, first.task.key, replace(first.task.brief, stream="Other"))
    await bounded.do(spending.settle, given.payer, "m", reserved, Spent(1, 1, 10_000))
    assert {await state_of(bounded, one) for one in waits} == {State.WORKING}


@pytest.mark.parametrize("how", ["answered", "not answered", "moved"])
async def test_it_is_there_as_soon_as_it_is_free(bounded: Ledger, how: str) -> None:
    first, given, reserved = await taken(bounded)
    waits = await assign(bounded, reviewer=BOB.user, stream="Launch")
    if how == "answered":
        await bounded.do(spending.settle, given.payer, "m", reserved, Spent(1, 1, 10_000))
    elif how == "not answered":
        await bounded.do(spending.release_call, given.payer, reserved)
    else:
        await bounded.do(assigning.edit, ALICE, first.task.key, replace(first.task.brief, stream="Other"))
    assert await state_of(bounded, waits) is State.WORKING


@pytest.mark.parametrize("how", ["cancel", "stop"])
async def test_what_was_set_aside_when_a_process_died_is_given_back_although_its_task_was_ended(
    bounded: Ledger, how: str
) -> None:
    first, _, _ = await taken(bounded)
    waits = await assign(bounded, stream="Launch")
    if how == "cancel":
        await bounded.do(assigning.cancel, ALICE, first.task.key)
    else:
        await bounded.do(halting.stop, ALICE, key=first.task.key)
    assert await state_of(bounded, waits) is State.WAITING  # who asked may still get the answer
    promised = await bounded.see(lambda tx: [p for p in tx.jobs.promised(tx.conn) if p.kind == "give back"])
    assert [promise.key for promise in promised] == [str(first.task.id)]
    await bounded.do(spending.give_back_ended, TEAM, first.task.id)
    assert await state_of(bounded, waits) is State.WORKING


async def test_what_rests_takes_no_part_of_the_room_that_others_have(bounded: Ledger, days: Days) -> None:
    await bounded.do(limits.set_limits, BOB, 3)
    await bounded.do(scheduling.set_times, BOB, (time(9),), EVERY_DAY)
    await work(bounded, await assign(bounded, reviewer=BOB.user))
    waits = await assign(bounded, reviewer=BOB.user)
    assert await state_of(bounded, waits) is State.WAITING
    his = sa.select(schedule.c.team, schedule.c.id).where(schedule.c.owner == BOB.user)
    due = tuple(await bounded.see(lambda tx: tx.conn.execute(his).one()))
    for _ in range(4):
        days.now += timedelta(days=1)
        await bounded.do(collecting.claim_slot, *due)
        await posted(bounded)
    assert await state_of(bounded, waits) is State.WORKING


async def test_who_has_their_share_reads_what_of_theirs_starts_before(ledger: Ledger) -> None:
    await ledger.do(meet, TEAM, BOB.user)
    await ledger.do(limits.set_limits, BOB, 6, None)
    made = [await assign(ledger, reviewer=BOB.user) for _ in range(4)]
    for _ in range(4):
        await assign(ledger, actor=BOB)
    made += [await assign(ledger, reviewer=BOB.user)]  # there is no room either
    held = [one.held for one in made]
    assert held[:2] == [None, None]
    assert [(one.cause, one.own, one.ahead) for one in held[2:4] if one] == [(Cause.SHARE, 1, 0), (Cause.SHARE, 1, 1)]
    assert held[4] is not None and (held[4].cause, held[4].own) == (Cause.ROOM, 3)
