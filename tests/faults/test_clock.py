"""A running bot whose wall clock jumps, lives through nights of daylight saving, and sleeps for three days."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage.tables import collection, series, task
from tests.bot.test_story import NOTES
from tests.world import World, wait_for, words, world


class Clock:
    def __init__(self, at: str) -> None:
        self.at = datetime.fromisoformat(at).replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


async def slots(sluice: World) -> list[tuple[str, bool]]:
    query = sa.select(collection.c.slot, collection.c.late).where(
        collection.c.team == "T01TEST", collection.c.slot.is_not(None)
    )
    rows = await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query.order_by(collection.c.id)).all())
    return [tuple(row) for row in rows]


async def waiting(sluice: World, times: str) -> None:
    """Alice in Rome has times, and something waits for her."""
    await sluice.said("/sluice")
    await sluice.message_with("Europe/Rome")
    await sluice.said(f"/collect at {times} daily")
    await sluice.said(f"/assign writer: Memo\n{NOTES}")

    async def ready() -> bool:
        return "1 waits for you" in await sluice.said("/sluice")

    await wait_for(ready)


async def rings(sluice: World, clock: Clock, *moments: str) -> list[list[tuple[str, bool]]]:
    """What slots there are after each look of the alarm."""
    found = []
    for moment in moments:
        clock.at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        for _ in range(2):  # however often it looks
            await sluice.bot.ring()
        found.append(await slots(sluice))
    return found


@pytest.mark.parametrize(
    "began, times, moments, expected",
    [
        (  # 2:30 does not exist on 29 March: the first valid minute after it
            "2026-03-28T22:00",
            "2:30",
            ["2026-03-29T00:59", "2026-03-29T01:00", "2026-03-29T01:31"],
            [0, 1, 1],
        ),
        (  # 2:30 comes twice on 25 October: the first one
            "2026-10-24T22:00",
            "2:30",
            ["2026-10-25T00:29", "2026-10-25T00:30", "2026-10-25T01:30", "2026-10-25T02:00"],
            [0, 1, 1, 1],
        ),
        (  # the clock is set forward past a time, then back, then goes on
            "2026-06-01T05:00",
            "9:00",
            ["2026-06-01T08:00", "2026-06-01T05:30", "2026-06-01T07:05", "2026-06-02T07:00"],
            [1, 1, 1, 2],
        ),
    ],
    ids=["spring", "autumn", "jumps"],
)
async def test_each_local_day_has_its_collection_once(
    tmp_path: Path, began: str, times: str, moments: list[str], expected: list[int]
) -> None:
    clock: Any = Clock(began)
    async with world(tmp_path, wall=clock) as sluice:
        await waiting(sluice, times)
        assert [len(found) for found in await rings(sluice, clock, *moments)] == expected


async def test_three_days_asleep_are_made_up_for_once_and_late(tmp_path: Path) -> None:
    clock: Callable[[], datetime] | Any = Clock("2026-06-01T05:00")
    async with world(tmp_path, wall=clock) as sluice:
        await waiting(sluice, "9:00 13:00 16:30")
        ((slot, late),) = (await rings(sluice, clock, "2026-06-04T06:00"))[0]
        assert late and slot.startswith("2026-06-03")
        shown = await sluice.message_with("late, after a pause")
        assert "1 to decide" in words(shown)
        assert len((await rings(sluice, clock, "2026-06-04T06:59", "2026-06-04T07:00"))[1]) == 2


class Moved:
    """This machine's clock, set forward or back."""

    ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.mark.parametrize("moved", [timedelta(hours=-2), timedelta(hours=2), timedelta(days=-365)])
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
async def test_effects_and_posts_go_on_within_seconds(tmp_path: Path, database: str, moved: timedelta) -> None:
    clock = Moved()
    async with world(tmp_path, database=database if "postgres" in database else "", clock=clock) as sluice:
        await waiting(sluice, "0:00")
        await sluice.said("/collect now")
        await sluice.click((await sluice.cards())[0], "Approve")
        clock.ahead = moved
        await sluice.message_with("added to the card's thread", within=60)
        await sluice.said(f"/assign writer: Another; urgent\n{NOTES}")
        await sluice.click((await sluice.cards())[-1], "Reject")

        async def rejected() -> bool:
            return await states(sluice) == ["approved", "rejected"]

        await wait_for(rejected, within=60)


async def states(sluice: World) -> list[str]:
    query = sa.select(task.c.state).where(task.c.team == "T01TEST").order_by(task.c.id)
    return list(await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).scalars().all()))


async def test_a_year_ahead_for_a_moment_stops_no_collection(tmp_path: Path) -> None:
    clock: Any = Clock("2026-06-01T05:00")
    async with world(tmp_path, wall=clock) as sluice:
        await waiting(sluice, "9:00")
        moments = ["2027-06-01T05:00", "2026-06-01T05:10", "2026-06-01T07:05", "2026-06-01T05:20", "2026-06-01T07:06"]
        found = await rings(sluice, clock, *moments)
        assert len(found[2]) - len(found[1]) == 1
        assert len(found[4]) == len(found[2])


@pytest.mark.parametrize("wrong", ["2026-06-04T06:00", "2027-06-01T06:00"])
async def test_a_clock_that_was_ahead_silences_no_repetition(tmp_path: Path, wrong: str) -> None:
    clock: Any = Clock("2026-06-01T04:00")
    async with world(tmp_path, wall=clock) as sluice:
        await sluice.said("/sluice")
        await sluice.message_with("Europe/Rome")
        await sluice.said(f"/assign writer: Memo of the day; every day 7:00\n{NOTES}")
        await rings(sluice, clock, wrong, "2026-06-01T04:10")
        query = sa.select(series.c.next_at).where(series.c.team == "T01TEST")
        at = await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).scalar_one())
        assert at == datetime(2026, 6, 1, 5, tzinfo=UTC)
