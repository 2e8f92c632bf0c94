"""Later in the ledger: no collection brings what is put off before its time, and it still counts."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta

import pytest

from storage.ledger import people
from storage.ledger.collections import asked_for
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import deciding, putting_off
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import portfolio
from storage.ledger.rows.finding_items import find_item
from storage.ledger.settings import limits, scheduling, switching_off
from storage.ledger.shelf import attention, quickest
from storage.rules.pages.often import Often
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.schedule import EVERY_DAY
from storage.rules.values.task import State
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, TEAM, assign, meet, posted, work
from tests.ledger.test_resting import Days, digests, lines, live, rests
from tests.refusing import refused

DAY = timedelta(days=1)


@pytest.fixture
def days() -> Days:
    return Days()  # Monday, six in the morning; alice collects at nine, every day


@pytest.fixture
async def dated(database: str, days: Days) -> AsyncIterator[Ledger]:
    made = new_ledger(database, clock=days)
    await made.do(people.ensure_workspace, TEAM, "Test")
    await made.do(meet, TEAM, ALICE.user, BOB.user)
    await made.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY)
    yield made
    made.close()


async def put_off(ledger: Ledger, key: str, until: datetime | None = None, whole_day: bool = False) -> Item:
    return await ledger.do(putting_off.put_off, ALICE, Click(key=key, version=1), until, whole_day)


async def brought(ledger: Ledger) -> list[list[str]]:
    """What each collection brought, by the tasks' names."""
    return [[card.item.task.name for card in shown.cards] for shown in await digests(ledger)]


async def item_of(ledger: Ledger, key: str) -> Item:
    found = await ledger.see(find_item, TEAM, key)
    assert found is not None
    return found


async def test_it_comes_with_the_first_collection_at_its_time(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated))
    await live(dated, days, 1)
    shown = await put_off(dated, key, days.now + 3 * DAY)
    assert shown.put_off == 1
    assert shown.decision is None
    await live(dated, days, 2)
    assert await brought(dated) == [["T-1"]]
    await live(dated, days, 1)
    assert await brought(dated) == [["T-1"], ["T-1"]]
    assert (await item_of(dated, key)).later_at is None
    assert (await item_of(dated, key)).left == 0  # it was not left


async def test_the_next_collection_is_the_next(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated))
    await live(dated, days, 1)
    assert (await put_off(dated, key)).later_at == days.now + DAY


async def test_a_whole_day_means_its_first_collection(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated))
    friday = datetime(2026, 11, 27, tzinfo=UTC)
    assert (await put_off(dated, key, friday, whole_day=True)).later_at == friday.replace(hour=9)
    assert (await put_off(dated, key, friday.replace(hour=14))).later_at == friday.replace(hour=14)


async def test_nothing_asked_for_brings_it_but_it_counts_at_the_gate(dated: Ledger, days: Days) -> None:
    await dated.do(limits.set_limits, ALICE, 1)
    key = await work(dated, await assign(dated))
    await put_off(dated, key)
    alice = await dated.see(people.find, TEAM, ALICE.user)
    assert alice is not None
    assert await dated.do(asked_for.collect_now, alice) is None
    assert await dated.do(asked_for.bring_quickest, alice) is None
    assert await dated.see(quickest.quickest, alice) is None
    assert (await assign(dated)).task.state is State.WAITING
    seen = await dated.see(portfolio.portfolio, TEAM, ALICE.user)
    assert seen.waits == 1
    assert list(seen.later.values()) == [days.now.replace(hour=9)]
    await dated.do(putting_off.bring_back, ALICE, Click(key=key, version=1))
    assert (await dated.do(asked_for.collect_now, alice)) is not None
    assert (await item_of(dated, key)).put_off == 0


async def test_a_collection_of_which_all_is_put_off_is_done(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated))
    await live(dated, days, 1)
    assert await dated.see(attention.busy_until, TEAM, ALICE.user) is not None
    await put_off(dated, key)
    assert await dated.see(attention.busy_until, TEAM, ALICE.user) is None


async def test_what_was_put_off_three_times_is_named_once_a_week(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated))
    for _ in range(3):
        await put_off(dated, key, days.now + 20 * DAY)
    await live(dated, days, 14)
    assert await lines(dated) == ["Put off three times or more: T-1."] * 2  # on two Mondays
    await work(dated, await assign(dated))
    await live(dated, days, 1)
    (shown,) = await digests(dated)
    assert shown.resting == Often(put_off=("T-1",))


async def test_what_rested_comes_back_when_it_was_put_off(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated))
    await live(dated, days, 5)
    assert await rests(dated) == 1
    await put_off(dated, key)
    before = len(await brought(dated))
    await live(dated, days, 1)
    assert len(await brought(dated)) == before + 1
    assert await rests(dated) == 0


@pytest.mark.parametrize("away", [timedelta(0), -DAY, 367 * DAY])
async def test_a_time_that_makes_no_sense_is_refused(dated: Ledger, days: Days, away: timedelta) -> None:
    key = await work(dated, await assign(dated))
    with pytest.raises(Refused, match="For example: tomorrow"):
        await put_off(dated, key, days.now + away)
    assert (await item_of(dated, key)).put_off == 0


async def test_only_its_reviewer_and_only_while_it_waits(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated, reviewer=BOB.user))
    for verb in (putting_off.put_off, putting_off.bring_back):
        with refused(Reason.UNKNOWN):
            await dated.do(verb, ALICE, Click(key=key, version=1))
    own = await work(dated, await assign(dated))
    with pytest.raises(Stale, match="not put off"):
        await dated.do(putting_off.bring_back, ALICE, Click(key=own, version=1))
    await dated.do(deciding.decide, ALICE, Click(key=own, version=1), Verdict.APPROVE)
    with refused(Reason.DECIDED, Stale):
        await put_off(dated, own)


async def test_without_times_there_is_no_next_collection(dated: Ledger, days: Days) -> None:
    key = await work(dated, await assign(dated))
    await dated.do(switching_off.set_off, ALICE, None)
    with pytest.raises(Refused, match="/collect at 9:00 13:00 16:30"):
        await put_off(dated, key)
    await posted(dated)
