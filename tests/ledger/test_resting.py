"""What was left three times rests: it holds nothing up, and is named once a week; a channel counts for itself."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.collections import collecting, due_slots
from storage.ledger.core.ledger import Ledger
from storage.ledger.messages import keeping
from storage.ledger.queries import reading
from storage.ledger.settings import limits, scheduling
from storage.rules.pages.cards import Collected
from storage.rules.values.schedule import EVERY_DAY
from storage.rules.values.task import State
from storage.tables import collected, collection, item, post
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, HERE, TEAM, assign, meet, posted, work

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Days:
    """A clock that goes from nine to nine."""

    def __init__(self) -> None:
        self.now = MONDAY - timedelta(hours=3)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
async def dated(database: str, days: Days) -> AsyncIterator[Ledger]:
    made = new_ledger(database, clock=days)
    await made.do(people.ensure_workspace, TEAM, "Test")
    await made.do(meet, TEAM, ALICE.user)
    await made.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY)
    yield made
    made.close()


async def live(ledger: Ledger, days: Days, count: int) -> None:
    """Let collections come round on so many days, and be left."""
    for _ in range(count):
        days.now = days.now.replace(hour=9) if days.now.hour < 9 else days.now + timedelta(days=1)
        for due in await ledger.see(due_slots.due_schedules):
            await ledger.do(collecting.claim_slot, *due)
        await posted(ledger)


async def digests(ledger: Ledger) -> list[Collected]:
    query = sa.select(collection.c.id).where(collection.c.team == TEAM, collection.c.channel == "")
    ids = await ledger.see(lambda tx: tx.conn.execute(query.order_by(collection.c.id)).scalars().all())
    found = [await ledger.see(reading.collected_view, TEAM, n) for n in ids]
    return [shown for shown in found if shown is not None and shown.cards]


async def lines(ledger: Ledger) -> list[str]:
    query = sa.select(post.c.subject).where(post.c.team == TEAM, post.c.surface == "line")
    keys = await ledger.see(lambda tx: tx.conn.execute(query).scalars().all())
    return [str((await ledger.see(keeping.kept, TEAM, key) or {})["text"]) for key in keys]


async def rests(ledger: Ledger) -> int:
    query = sa.select(sa.func.count()).select_from(item).where(item.c.team == TEAM, item.c.rest)
    return int(await ledger.see(lambda tx: tx.conn.execute(query).scalar_one()))


async def test_what_rests_is_named_once_a_week(dated: Ledger, days: Days) -> None:
    made = await assign(dated)
    await work(dated, made)
    await live(dated, days, 21)
    said = await lines(dated)
    assert len(said) == 2  # on the two Mondays that follow
    assert all(made.task.name in line and "/collect now" in line for line in said)


async def test_a_digest_of_something_else_names_it(dated: Ledger, days: Days) -> None:
    made = await assign(dated)
    await work(dated, made)
    await live(dated, days, 6)  # until Saturday
    assert await rests(dated) == 1
    for _ in range(3):
        await work(dated, await assign(dated))
        await live(dated, days, 1)
    *_, saturday, monday, tuesday = await digests(dated)
    assert [shown.resting.left for shown in (saturday, monday, tuesday)] == [(), (made.task.name,), ()]
    assert await lines(dated) == []


async def test_what_rests_holds_no_room(dated: Ledger, days: Days) -> None:
    await dated.do(limits.set_limits, ALICE, 1)
    await work(dated, await assign(dated))
    await live(dated, days, 5)
    assert (await assign(dated)).task.state is State.WORKING


async def test_a_channel_and_a_person_count_apart(dated: Ledger, days: Days) -> None:
    channel = HERE.channel
    await dated.do(scheduling.set_channel_times, ALICE, channel, (time(9),), EVERY_DAY, None, ALICE.user)
    await work(dated, await assign(dated))
    await live(dated, days, 3)
    assert await rests(dated) == 0
    await live(dated, days, 1)
    assert await rests(dated) == 1
    in_channel = sa.select(sa.func.count()).select_from(post).where(post.c.team == TEAM, post.c.channel == channel)
    before = await dated.see(lambda tx: tx.conn.execute(in_channel).scalar_one())
    await live(dated, days, 4)
    assert await dated.see(lambda tx: tx.conn.execute(in_channel).scalar_one()) == before  # it rests there, too
    made = sa.select(collected.c.why).join(collection, collection.c.id == collected.c.collection_id)
    whys = made.where(collection.c.team == TEAM, collection.c.channel == channel)
    assert not any("left" in why for why in await dated.see(lambda tx: tx.conn.execute(whys).scalars().all()))
