"""What is said of the next time comes at that time: in another zone, at the end of an absence, with a stand-in."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from storage.ledger import people
from tests.bot.days import Clock, day, drafts, full, ring, times
from tests.world import ALICE, BOB, CARA, World, wait_for

NEW_YORK = "America/New_York"


async def fly(sluice: World, user: str, zone: str) -> None:
    """Let a person's Slack be in another time zone."""
    profile = sluice.slack.workspace.users[user]
    profile["tz"] = zone
    await sluice.act("event", type="user_change", user=profile)

    async def moved() -> bool:
        return (await sluice.bot.ledger.see(people.look_up, "T01TEST", user)).zone == zone

    await wait_for(moved, f"{user} is in {zone}")


def to_new_york(clock: Clock, hour: int) -> None:
    there = datetime(2026, 12, 1, hour, 0, 2, tzinfo=ZoneInfo(NEW_YORK))
    clock.pass_by(seconds=(there.astimezone(UTC) - clock()).total_seconds())


async def test_what_is_announced_after_a_journey_comes(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice, ALICE, BOB)
        for hour, minute in ((9, 0), (13, 0), (16, 30)):
            clock.to(1, hour, minute)
            await sluice.bot.ring()
        clock.to(1, 17)
        await fly(sluice, BOB, NEW_YORK)
        said = await sluice.said(f"/assign <@{BOB}|bob> Q4 numbers; must: short; by today 23:00")
        assert "13:00 in New York" in said
        to_new_york(clock, 13)
        assert "Q4 numbers" in await ring(sluice, "Q4 numbers", BOB)


async def test_times_of_another_zone_come_on_the_day_they_are_set(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        clock.to(1, 9)
        await sluice.bot.ring()
        await drafts(sluice, 1)
        await sluice.said("/collect at 9:00 13:00 daily UTC")
        assert "Next: 10:00" in await sluice.said("/collect")
        clock.to(1, 10)
        assert "9:00 · 1 to decide" in await ring(sluice, "9:00 · 1 to decide")


async def test_a_collection_at_the_end_of_an_absence_is_said(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await sluice.said("/collect away until Wednesday 9:00")
        assert "tomorrow 9:00" in await sluice.said("/collect")
        await drafts(sluice, 1)
        clock.to(2, 9)
        await ring(sluice, "1 to decide")


async def test_a_collection_that_comes_before_the_end_of_an_absence_is_not_promised(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        clock.to(1, 8)
        clock.pass_by(seconds=30)
        await sluice.said("/collect away in 1 hour")
        assert "Next: 13:00" in await sluice.said("/collect")


async def test_a_day_alone_is_asked_about(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice)
        for said in ("away tomorrow", "away Friday"):
            assert "until it begins, or until it ends?" in await sluice.said(f"/collect {said}")
        for said in ("away until tomorrow", "until Friday", "away in 3 days", "away 3 days", "away 2 weeks"):
            assert "You are away until" in await sluice.said(f"/collect {said}")


async def test_a_receipt_names_who_stands_in_and_when_they_see_it(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB, CARA)
        await sluice.said(f"/collect away until Friday, <@{BOB}|bob> decides")
        said = await sluice.said(f"/assign writer: Memo; must: short; reviewer <@{ALICE}|alice>", CARA)
        assert f"<@{BOB}> decides for <@{ALICE}>" in said and "Back at 3:00" in said  # 9:00 where Bob is


async def test_to_who_is_away_nothing_comes_and_who_asks_hears_it(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await sluice.said("/collect away until Friday", BOB)
        said = await sluice.said(f"/assign <@{BOB}|bob> Numbers; by tomorrow 15:00")
        assert f"<@{BOB}> is away until Fri" in said and "sees it Fri" in said
        await asyncio.sleep(1)
        assert not any("Numbers" in full(message) for message in sluice.messages(sluice.dm(BOB)))


async def test_who_was_away_and_has_no_times_is_brought_what_came_meanwhile(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await sluice.said("/collect off", BOB)
        await sluice.said("/collect away until Friday", BOB)
        await sluice.said(f"/assign <@{BOB}|bob> Numbers")
        await sluice.said("/collect back", BOB)
        await sluice.message_with("Numbers", sluice.dm(BOB))


@contextlib.asynccontextmanager
async def held(tmp_path: Path) -> AsyncIterator[tuple[World, Clock]]:
    """Alice, who decides when her collection of 13:00 comes round, so that it is held back."""
    async with day(tmp_path, alone_minutes=10) as (sluice, clock):
        await times(sluice)
        await drafts(sluice, 2)
        clock.to(1, 9)
        await ring(sluice, "2 to decide")
        clock.to(1, 12, 57)
        await sluice.click((await sluice.cards())[0], "Approve")
        clock.to(1, 13)
        await sluice.bot.ring()
        yield sluice, clock


async def test_a_collection_that_is_held_back_is_the_next_one_and_not_late(tmp_path: Path) -> None:
    async with held(tmp_path) as (sluice, clock):
        assert "Next: 13:01" in await sluice.said("/collect")
        assert "Back at 13:01" in await sluice.said("/assign writer: Another")
        for minute in range(2, 9):  # it is looked for twice a minute
            clock.to(1, 13, minute)
            await sluice.bot.ring()
        shown = await ring(sluice, "13:00 · ")
        assert "late" not in shown.split("What you leave")[0]


async def test_a_collection_that_is_held_back_outlives_other_times(tmp_path: Path) -> None:
    async with held(tmp_path) as (sluice, clock):
        await sluice.said("/collect at 9:00 13:00 18:00 weekdays")
        clock.to(1, 13, 9)
        await ring(sluice, "13:00 · ")
