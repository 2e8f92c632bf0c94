"""A kill at each named point: what was acknowledged is there, nothing is doubled, and the story goes on to its end."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.stage import local_config
from localslack.server import LocalSlack
from storage import engine
from tests.faults import invariants
from tests.faults.crashing import POINTS
from tests.faults.processes import Process
from tests.world import ALICE, GENERAL, buttons, words

NOTES = "Bob: We decided to ship on 3 March.\nCara: The price is 39 €.\n"


class Story:
    """Alice assigns, decides, takes a decision back and decides again, and goes on as if nothing had happened."""

    def __init__(self, slack: LocalSlack) -> None:
        self.slack, self.tasks, self.decisions = slack, set[str](), set[str]()

    async def told(self) -> None:
        for act in (self.assign, self.collect, lambda: self.click("approve"), lambda: self.click("undo")):
            await act()
        await self.click("reject")

    async def assign(self) -> None:
        answer = await self.slack.acting.command(GENERAL, ALICE, "/assign", f"writer: Memo\n{NOTES}")
        if answer.ok and "T-" in words(answer.body):
            self.tasks.add(words(answer.body["blocks"][0]).split(" ")[0].strip("*"))

    async def collect(self) -> None:
        await self.slack.acting.command(GENERAL, ALICE, "/collect", "now")

    async def click(self, action: str) -> None:
        """The newest button of a kind, once there is one."""
        for _ in range(60):
            shown = self.slack.workspace.messages[self.slack.workspace.dm(ALICE)["id"]]
            found = [(m, b) for m in shown for b in buttons(m) if b["action_id"] == action]
            if found:
                break
            await asyncio.sleep(0.05)
        else:
            return
        message, button = found[-1]
        given = {"type": "button", "action_id": action, "value": button["value"]}
        answer = await self.slack.acting.interact(message["channel"], message["ts"], ALICE, given)
        key = button["value"].split(".")[0]
        if answer.ok and action == "reject":
            self.decisions.add(key)
        elif action == "undo":  # taken back, or perhaps
            self.decisions.discard(key)


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    made = LocalSlack(local_config())
    await made.start()
    yield made
    await made.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def postgres_url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres").database())


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
    held = [m for messages in slack.workspace.messages.values() for m in messages]
    invariants.check(url, set(story.tasks), set(story.decisions), held)
