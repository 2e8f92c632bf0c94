"""What is asked for twice is answered once: whether the newest collection still shows all there is."""

from collections.abc import AsyncIterator
from datetime import time, timedelta

import pytest

from storage.ledger import people
from storage.ledger.collections import above, asked_for
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import deciding, giving, putting_off
from storage.ledger.decisions.clicks import Click
from storage.ledger.settings import limits, scheduling
from storage.ledger.shelf import choosing
from storage.ledger.streams import finding, first
from storage.ledger.streams.finding import NoStream
from storage.rules.pages.bringing import Above
from storage.rules.values.decision import Verdict
from storage.rules.values.schedule import EVERY_DAY
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, TEAM, assign, meet, posted, work
from tests.ledger.test_resting import Days, digests, live


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
async def dated(database: str, days: Days) -> AsyncIterator[Ledger]:
    made = new_ledger(database, clock=days)
    await made.do(people.ensure_workspace, TEAM, "Test")
    await made.do(meet, TEAM, ALICE.user, BOB.user)
    for who in (ALICE, BOB):
        await made.do(scheduling.set_times, who, (time(9),), EVERY_DAY)
    yield made
    made.close()


async def seen(ledger: Ledger) -> Above | None:
    alice = await ledger.see(people.find, TEAM, ALICE.user)
    assert alice is not None
    return await ledger.see(above.above, alice)


async def collect(ledger: Ledger) -> None:
    alice = await ledger.see(people.find, TEAM, ALICE.user)
    assert alice is not None
    await ledger.do(asked_for.collect_now, alice)
    await posted(ledger)


async def test_it_is_above_while_its_cards_are_open_and_nothing_is_new(dated: Ledger, days: Days) -> None:
    await dated.do(limits.set_limits, ALICE, None, 2)
    keys = [await work(dated, await assign(dated)) for _ in range(3)]
    assert await seen(dated) is None
    await collect(dated)
    shown = await seen(dated)
    assert shown is not None
    assert (shown.to_decide, shown.behind) == (2, 1)
    assert shown.place.channel == "D01ALICE"
    for key in keys[:2]:
        await dated.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE)
    assert await seen(dated) is None  # none of its cards is open


@pytest.mark.parametrize("how", ["work", "back", "given", "rest"])
async def test_what_is_new_since_then_is_brought(dated: Ledger, days: Days, how: str) -> None:
    first_key = await work(dated, await assign(dated))
    if how == "back":
        put = await work(dated, await assign(dated))
        await dated.do(putting_off.put_off, ALICE, Click(key=put, version=1), days.now + timedelta(minutes=5))
    given = await work(dated, await assign(dated, actor=BOB)) if how == "given" else ""
    if how == "rest":
        await live(dated, days, 5)
        await work(dated, await assign(dated))
        await live(dated, days, 1)
    else:
        await collect(dated)
        assert await seen(dated) is not None
    days.now += timedelta(minutes=10)
    if how == "work":
        await work(dated, await assign(dated))
    if given:
        await dated.do(giving.give, BOB, Click(key=given, version=1), ALICE.user)
    assert await seen(dated) is None
    assert first_key


# A stream first


async def order(ledger: Ledger) -> list[str]:
    alice = await ledger.see(people.find, TEAM, ALICE.user)
    assert alice is not None
    choice = await ledger.see(choosing.choose_now, alice)
    names = {card.key: card for card in choice.order}
    return ["first" if card.first else "urgent" if card.urgent else "other" for card in names.values()]


async def test_a_stream_comes_first_until_midnight_but_after_what_is_urgent(dated: Ledger, days: Days) -> None:
    for more in ({}, {"stream": "Beta launch"}, {"urgent": True}, {}, {"stream": "Beta launch"}):
        await work(dated, await assign(dated, **more))
    await dated.do(first.put_first, ALICE, "beta launch")
    assert await order(dated) == ["urgent", "first", "first", "other", "other"]
    await collect(dated)
    (*_, shown) = await digests(dated)
    assert shown.first == (await dated.see(finding.find, ALICE, "Beta launch")).id
    days.now += timedelta(hours=17, minutes=59)
    assert "first" in await order(dated)
    days.now += timedelta(minutes=1)
    assert "first" not in await order(dated)
    await dated.do(first.put_first, ALICE, "Beta launch")
    assert await dated.do(first.put_none_first, ALICE)
    assert not await dated.do(first.put_none_first, ALICE)
    with pytest.raises(NoStream):
        await dated.do(first.put_first, BOB, "Beta launch")
