"""A kill at each named point: what was acknowledged is there, nothing is doubled, and the story goes on to its end."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from localslack.server import LocalSlack
from storage import engine
from tests.faults import hands, invariants
from tests.faults.crashing import POINTS
from tests.faults.processes import Process


class Story:
    """Alice assigns, decides, takes a decision back and decides again, and goes on as if nothing had happened."""

    def __init__(self, slack: LocalSlack) -> None:
        self.slack, self.tasks, self.decisions = slack, set[str](), set[str]()

    async def told(self) -> None:
        for act in (self.assign, self.collect, lambda: self.click("approve"), lambda: self.click("undo")):
            await act()
        await self.click("reject")

    async def assign(self) -> None:
        self.tasks |= {name for name in [await hands.assign(self.slack)] if name}

    async def collect(self) -> None:
        await hands.collect(self.slack)

    async def click(self, action: str) -> None:
        """The newest button of a kind, once there is one."""
        for _ in range(60):
            if found := hands.shown(self.slack, action):
                break
            await asyncio.sleep(0.05)
        else:
            return
        ok, key = await hands.click(self.slack, found[-1])
        if ok and action == "reject":
            self.decisions.add(key)
        elif action == "undo":  # taken back, or perhaps
            self.decisions.discard(key)


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_at(point: str, tmp_path: Path, slack: LocalSlack, postgres_url: str) -> None:
    url = postgres_url or engine.sqlite_url(tmp_path)
    crashing: dict[str, Any] = {"module": "tests.faults.crashing", "CRASH_AT": point}
    first = Process(tmp_path, slack, url=postgres_url, **crashing)
    await first.start()
    story = Story(slack)
    telling = asyncio.create_task(tell(story))
    assert first.running is not None
    await asyncio.wait_for(first.running.wait(), 20)  # the point was reached
    check(url, story, slack)
    telling.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await telling
    second = Process(tmp_path, slack, url=postgres_url)
    await second.start()
    async with asyncio.timeout(60):  # a slow machine takes an answer or two too late
        await story.told()
        while not story.decisions or not invariants.settled(url):
            await asyncio.sleep(0.05)
            if not story.decisions:
                await story.told()
    check(url, story, slack)
    assert story.tasks
    assert story.decisions
    await second.kill()


async def tell(story: Story) -> None:
    """Until the process is gone."""
    while True:
        with contextlib.suppress(aiohttp.ClientError, KeyError, StopIteration):
            await story.told()
        await asyncio.sleep(0.05)


def check(url: str, story: Story, slack: LocalSlack) -> None:
    invariants.check(url, set(story.tasks), set(story.decisions), hands.said(slack))
