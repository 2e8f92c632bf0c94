"""The gate as people meet it: one decision makes one place."""

import asyncio
from pathlib import Path

import pytest

from tests.bot.speaking import button
from tests.bot.test_agent_sessions import Endless
from tests.bot.test_story import NOTES
from tests.world import ALICE, BOB, World, buttons, wait_for, words, world

LIMIT, HELD = 3, 12


async def states(sluice: World, state: str) -> int:
    """Return how many tasks of /sluice stand in a state."""
    lines = (await sluice.said("/sluice tasks")).splitlines()
    return sum(state in line for line in lines if "T-" in line)


@pytest.fixture
async def full(tmp_path: Path):
    """A reviewer whose shelf is full, with twelve more tasks that wait for room."""
    async with world(tmp_path, limit=LIMIT) as sluice:
        for n in range(LIMIT + HELD):
            answer = await sluice.said(f"/assign writer: Memo {n}\n{NOTES}")
            assert ("waits for room" in answer) is (n >= LIMIT), answer
        await sluice.cards(at_least=LIMIT)
        yield sluice


async def test_of_many_that_wait_for_room_one_decision_starts_one(full: World) -> None:
    card = (await full.cards(at_least=LIMIT))[0]
    await full.click(card, "Reject")

    async def started() -> bool:
        return await states(full, "waits for room") == HELD - 1

    await wait_for(started, "one of twelve has started")
    await asyncio.sleep(1.5)
    assert await states(full, "waits for room") == HELD - 1


async def test_what_is_under_way_takes_a_place(tmp_path: Path) -> None:
    async with world(tmp_path, limit=LIMIT, workers={"writer": Endless()}) as sluice:
        for n in range(LIMIT):
            assert "waits for room" not in await sluice.said(f"/assign writer: Memo {n}", ALICE)
        answer = await sluice.said("/assign writer: One more", ALICE)
        assert "waits for room" in answer and "3 tasks are under way for you, which is your limit" in answer


async def test_what_waits_for_room_can_be_started_anyway_three_above_the_limit(full: World) -> None:
    for n in range(3):
        await full.said(f"/assign writer: One more {n}")
        held = full.slack.workspace.ephemerals[ALICE][-1]
        await full.press(held, button(held, "Start it anyway"))
        await full.ephemeral(ALICE, f"One more {n}* · writer has started")
    assert await states(full, "waits for room") == HELD
    await full.said("/assign writer: And another")
    held = full.slack.workspace.ephemerals[ALICE][-1]
    await full.press(held, button(held, "Start it anyway"))

    async def refused() -> bool:
        return "You have 3 or more above your limit already: decide one first." in words(
            full.slack.workspace.ephemerals[ALICE][-1]
        )

    await wait_for(refused, "a fourth is refused")
    assert await states(full, "waits for room") == HELD + 1


async def test_only_who_decides_starts_it_anyway(tmp_path: Path) -> None:
    async with world(tmp_path, limit=1, workers={"writer": Endless()}) as sluice:
        await sluice.said("/assign writer: First", BOB)
        await sluice.said(f"/assign writer: Second; reviewer <@{BOB}>", ALICE)
        held = sluice.slack.workspace.ephemerals[ALICE][-1]
        assert "waits for room" in words(held)
        assert "Start it anyway" not in [b["text"]["text"] for b in buttons(held)]
