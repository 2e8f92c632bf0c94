"""What comes again keeps its weeks when it is changed, and its time of day where its owner goes."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.bot.days import Clock, day, times
from tests.bot.test_ends_and_beginnings import press_own
from tests.bot.test_promised_times import NEW_YORK, fly
from tests.world import ALICE, World, wait_for


async def every_two_weeks(sluice: World, clock: Clock) -> str:
    """Have a memo come every second Monday, the first on 7 December; return what is said of it on the 8th."""
    await times(sluice)
    await sluice.said("/assign writer: Memo; must: short; every 2 weeks Monday 7:00")
    clock.to(7, 7)
    await sluice.bot.ring()
    clock.to(8, 8)
    return await sluice.said("/sluice T-1")


async def test_every_second_week_stays_the_same_weeks_when_the_hour_changes(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        assert "21 Dec" in await every_two_weeks(sluice, clock)
        await press_own(sluice, "/sluice T-1", "Edit", ALICE)
        await sluice.submit(await sluice.modal(ALICE), again="every 2 weeks Monday 8:00")
        said = await sluice.said("/sluice T-1")
        assert "21 Dec" in said and "14 Dec" not in said and "8:00" in said


async def test_what_comes_at_seven_comes_at_seven_where_its_owner_is(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await sluice.said("/assign writer: Memo; must: short; every weekday 7:00")
        clock.to(2, 20)
        await fly(sluice, ALICE, NEW_YORK)
        assert "Next: tomorrow 7:00" in await sluice.said("/sluice T-1")
        there = datetime(2026, 12, 3, 7, 0, 2, tzinfo=ZoneInfo(NEW_YORK)).astimezone(UTC)
        clock.pass_by(seconds=(there - clock()).total_seconds() - 60 * 60)
        await sluice.bot.ring()
        assert "T-1.1" not in await sluice.said("/sluice")
        clock.pass_by(hours=1)
        await sluice.bot.ring()

        async def made() -> bool:
            return "T-1.1" in await sluice.said("/sluice")

        await wait_for(made, "the run is made")


async def test_what_came_today_does_not_come_again_today_in_another_zone(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await sluice.said("/assign writer: Memo; must: short; every weekday 9:00 and 17:00")
        clock.to(1, 9)
        await sluice.bot.ring()
        clock.to(1, 12)
        await fly(sluice, ALICE, NEW_YORK)
        assert "Next: 17:00" in await sluice.said("/sluice T-1")


async def test_hours_from_now_are_counted_in_any_language(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        clock.to(1, 19, 30)
        for said in ("by in 24 Stunden", "by 24 hours", "entro tra 24 ore"):
            assert "due Wed 2 Dec 19:3" in await sluice.said(f"/assign writer: Memo; must: short; {said}")
