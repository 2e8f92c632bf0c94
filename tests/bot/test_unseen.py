"""A collection that direct messages refused was seen by nobody: the next one tells all that it was to tell."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import sqlalchemy as sa

from storage.tables import habit, habit_use, task
from tests.bot.days import Clock, day, drafts, full, press, ring, slots, times
from tests.world import ALICE, BOB, World, buttons, words

TEAM = "T01TEST"


@contextlib.asynccontextmanager
async def refusing(sluice: World) -> AsyncIterator[None]:
    """Let Slack refuse all messages for a while."""
    await sluice.act("fault", method="chat.postMessage", what="error", value="restricted_action", times=100_000)
    yield
    sluice.slack.faults.ordered.clear()


async def test_what_nobody_saw_was_not_left(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await drafts(sluice, 1)
        async with refusing(sluice):
            await slots(sluice, clock, 2, 9, 13)
        clock.to(3, 9)
        shown = await ring(sluice, "1 to decide")
        assert "left" not in shown.split("What you leave")[0]


async def test_a_task_for_a_colleague_comes_though_they_went_on_meanwhile(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice, ALICE, BOB)
        await sluice.said("/collect most 1", BOB)
        await drafts(sluice, 2, user=BOB)
        clock.to(2, 9)
        await ring(sluice, "Keep going", BOB)
        (message,) = [m for m in sluice.messages(sluice.dm(BOB)) if "Keep going" in words(m)]
        await sluice.said(f"/assign <@{BOB}> Important job")
        async with refusing(sluice):
            await slots(sluice, clock, 2, 13)
        await press(sluice, message, "Keep going", BOB)
        for card in await sluice.cards(BOB, at_least=2):
            await sluice.click(card, "Approve", BOB)
        await asyncio.sleep(2.5)
        clock.to(3, 9)
        await ring(sluice, "Important job", BOB)


async def ruled(sluice: World, clock: Clock) -> None:
    """Have a rule of Alice's that approved T-3, which no collection has told."""

    def put(tx: sa.Connection) -> None:
        rule = {"team": TEAM, "key": "kkkk", "reviewer": ALICE, "worker": "writer", "worker_kind": "agent"}
        more = {"decided": 10, "made_at": clock(), "state": "agreed", "agreed_at": clock()}
        rule_id = tx.execute(sa.insert(habit).returning(habit.c.id), rule | more).scalar_one()
        done = tx.execute(sa.select(task.c.id).where(task.c.team == TEAM, task.c.number == 3)).scalar_one()
        used = {"team": TEAM, "habit_id": rule_id, "task_id": done, "draft_version": 1, "at": clock()}
        tx.execute(sa.insert(habit_use), used)

    await sluice.bot.ledger.do(lambda tx, _: put(tx.conn), TEAM)


async def test_what_a_rule_approved_and_the_week_before_are_told_by_the_next_one(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await drafts(sluice, 3)
        clock.to(2, 9)
        await ring(sluice, "3 to decide")
        for card in (await sluice.cards(at_least=3))[-2:]:
            await sluice.click(card, "Approve")
        await asyncio.sleep(2.5)
        await ruled(sluice, clock)
        async with refusing(sluice):
            await slots(sluice, clock, 7, 9)
        clock.to(7, 13)
        shown = await ring(sluice, "Approved by your rule: T-3")
        assert "Last week: 2 decided" in shown
        (message,) = [m for m in sluice.messages(sluice.dm()) if "Approved by your rule" in full(m)]
        assert "Look" in {b["text"]["text"] for b in buttons(message)}
