"""A newer message takes over what it shows once Slack has it: never two of one, never a moment without buttons."""

import asyncio
from typing import Any

import sqlalchemy as sa

from storage.tables import collection, decision
from tests.bot.test_story import NOTES, ready
from tests.far_times import FAR
from tests.world import World, buttons, cards_of, wait_for, words

Json = dict[str, Any]
SLOW = {"method": "chat.postMessage", "what": "delay", "value": 1.5}  # Slack takes its time


async def have_ready(sluice: World, *titles: str, beside: int = 0) -> None:
    """Let tasks be done that wait for their collection."""
    for title in titles:
        await sluice.said(f"/assign writer: {title}\n{NOTES}")
    await ready(sluice, len(titles) + beside)


def digests(sluice: World) -> list[Json]:
    return [m for m in sluice.messages(sluice.dm()) if cards_of(m)]


def approvals(message: Json) -> int:
    return sum(b["text"]["text"] == "Approve" for b in buttons(message))


async def rows(sluice: World, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(table.c.team == "T01TEST")
    return int(await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).scalar_one()))


async def test_what_is_asked_for_twice_comes_once(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR}")
    await have_ready(sluice, "One", "Two", "Three")
    await sluice.act("fault", **SLOW)
    first = await sluice.said("/collect now")
    second = await sluice.said("/collect now")
    assert "3 to decide" in first
    assert "on its way" in second
    await wait_for(lambda: _there(sluice, 1), "the digest")
    await asyncio.sleep(1)
    (shown,) = digests(sluice)
    assert approvals(shown) == 3


async def test_a_message_keeps_its_buttons_until_the_newer_one_is_there(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR}")
    await have_ready(sluice, "One", "Two")
    await sluice.said("/collect now")
    await wait_for(lambda: _there(sluice, 1), "the first digest")
    await have_ready(sluice, "Three", beside=2)
    await sluice.act("fault", **SLOW)
    await sluice.said("/collect now")
    await asyncio.sleep(0.5)  # the newer one is on its way
    (older,) = digests(sluice)
    assert approvals(older) == 2
    await sluice.click((await sluice.cards())[0], "Approve")

    async def settled() -> bool:
        (before,) = (m for m in sluice.messages(sluice.dm()) if m["ts"] == older["ts"])
        newer = [m for m in digests(sluice) if m["ts"] != older["ts"]]
        return approvals(before) == 0 and "in a later message" in words(before) and [*map(approvals, newer)] == [2]

    await wait_for(settled, "the older message gave up its buttons")
    assert await rows(sluice, decision) == 1


async def test_what_slack_did_not_take_takes_nothing_over(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR}")
    await have_ready(sluice, "One", "Two")
    await sluice.said("/collect now")
    await wait_for(lambda: _there(sluice, 1), "the first digest")
    await have_ready(sluice, "Three", beside=2)
    await sluice.act("fault", method="chat.postMessage", what="error", value="msg_blocks_too_long", times=50)
    await sluice.said("/collect now")
    await asyncio.sleep(1.5)
    (older,) = digests(sluice)
    assert approvals(older) == 2
    assert await rows(sluice, collection) == 2


async def _there(sluice: World, count: int) -> bool:
    return len(digests(sluice)) == count
