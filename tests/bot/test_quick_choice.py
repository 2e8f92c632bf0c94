"""However many streams wait for a person, choosing among them holds up nobody."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.stand import Waits
from tests.world import BOB, World, cards_of, wait_for, world

TASKS, SHOWN = 24, 10  # as many as a message can hold
BEHIND = f"{TASKS - SHOWN} more wait behind"
ANSWER = 3.0  # seconds that Slack waits for one


class Wall:
    """The clock that collections go by."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


async def fill(sluice: World) -> None:
    """Let tasks of as many streams wait for Alice, who wants twenty at a time."""
    await sluice.said("/collect most 20")
    await sluice.said("/collect at 9:00 daily")
    for n in range(TASKS):
        await sluice.said(f"/assign writer: Memo {n}\nfor Stream {n}")

    async def all_wait() -> bool:
        return f"{TASKS} wait for you" in await sluice.said("/sluice")

    await wait_for(all_wait, "all ready", 30)


async def test_a_large_collection_of_many_streams_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with world(tmp_path, workers={"writer": Waits(0.0)}, limit=60) as sluice:
        await fill(sluice)
        brought, assigned = await asyncio.wait_for(
            asyncio.gather(sluice.said("/collect now"), sluice.said("/assign writer: Something else", BOB)), ANSWER
        )
        assert brought.splitlines()[0] == f"{SHOWN} to decide, in your direct messages, {BEHIND}."
        assert "writer has started" in assigned
        assert len(cards_of(await sluice.message_with(BEHIND))) == SHOWN


async def test_neither_does_one_that_comes_at_its_time(tmp_path: Path) -> None:
    wall = Wall()
    async with world(tmp_path, workers={"writer": Waits(0.0)}, limit=60, wall=wall) as sluice:
        await fill(sluice)
        wall.ahead = timedelta(days=1)
        _, assigned = await asyncio.wait_for(
            asyncio.gather(sluice.bot.ring(), sluice.said("/assign writer: Something else", BOB)), ANSWER
        )
        assert "writer has started" in assigned
        assert len(cards_of(await sluice.message_with(BEHIND))) == SHOWN
