"""Agents in a process of their own: people are served whatever it does, and it never outlives the bot's process."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import pytest

from localslack.server import LocalSlack
from tests.faults.models import Model
from tests.faults.processes import Process
from tests.world import BOB, World, wait_for, words

SETTINGS = 'suggest = false\n\n[agents.writer]\ndescription = "Writes"\ntools = ["files"]\n'
HAND_IN = {"title": "Prices", "summary": "Two lines", "body": "The price is 39 €."}
DEADLY = "a deadly file"
SLOW = "take your time"  # in the brief of a task whose agent waits for the test


@dataclass(slots=True)
class Worker:
    """A model that writes a file and hands in; where the brief says so, it waits between the two."""

    written: int = 0
    waits: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)
    cut: asyncio.Event = field(default_factory=asyncio.Event)
    kills: "Bot | None" = None  # whose agents' process it ends
    killed: int = 0

    async def next_call(self, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        if DEADLY in str(body["messages"]) and self.kills is not None:
            self.kills.agents.kill()
            self.killed += 1
        if body["messages"][-1]["role"] != "tool":
            self.written += 1
            return "write_file", {"name": "prices.csv", "text": "39"}
        if SLOW in str(body["messages"]):
            self.waits.set()
            try:
                await self.goes_on.wait()
            except asyncio.CancelledError:
                self.cut.set()
                raise
        return "Deliverable", HAND_IN


@dataclass(frozen=True, slots=True)
class Bot:
    process: Process
    worker: Worker
    world: World

    @property
    def agents(self) -> psutil.Process:
        """The agents' process."""
        assert self.process.running is not None
        children = psutil.Process(self.process.running.pid).children()
        return next(child for child in children if "bot.agents_process" in str(child.cmdline()))

    async def at_work(self, goal: str = f"Prices; {SLOW}") -> None:
        await self.world.said(f"/assign writer: {goal}; urgent")
        await asyncio.wait_for(self.worker.waits.wait(), 30)

    async def brought(self) -> bool:
        """Wait until a draft is brought."""

        async def look() -> bool:
            return any("Two lines" in words(message) for message in self.world.messages(self.world.dm()))

        return await wait_for(look, "a draft", 30)


@pytest.fixture
async def bot(tmp_path: Path, slack: LocalSlack) -> AsyncIterator[Bot]:
    worker = Worker()
    async with Model(worker.next_call) as model, aiohttp.ClientSession() as session:
        process = Process(tmp_path / "home", slack, **model.env)
        with (process.home / "sluice.toml").open("a") as file:
            file.write(SETTINGS)
        await process.start()
        yield Bot(process, worker, World(slack, None, session))  # type: ignore[arg-type]
        worker.goes_on.set()
        if process.running is not None and process.running.returncode is None:
            await process.kill()


async def gone(process: psutil.Process) -> None:
    async def ended() -> bool:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE

    await wait_for(ended, "its end", 3)


async def test_people_are_served_while_the_agents_process_does_not_move(bot: Bot) -> None:
    await bot.at_work()
    bot.agents.send_signal(signal.SIGSTOP)
    try:
        began = asyncio.get_running_loop().time()
        said = await bot.world.said(f"/assign <@{BOB}>: Another one")
        assert "T-2" in said
        assert "T-1" in await bot.world.said("/sluice")
        assert asyncio.get_running_loop().time() - began < 3
    finally:
        bot.agents.send_signal(signal.SIGCONT)
    bot.worker.goes_on.set()
    assert await bot.brought()


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) < 2, reason="no choice here")
async def test_it_and_the_bots_process_have_a_processor_each(bot: Bot) -> None:
    await bot.at_work()
    assert bot.process.running is not None
    front = psutil.Process(bot.process.running.pid)

    async def settled() -> bool:
        own, theirs = set(front.cpu_affinity()), set(bot.agents.cpu_affinity())
        return len(own) == len(theirs) == 1 and own != theirs

    assert await wait_for(settled, "a processor for each", 20)


async def test_it_is_gone_when_the_bots_process_is_killed_and_its_work_goes_on_at_the_next_start(bot: Bot) -> None:
    await bot.at_work()
    agents = bot.agents
    await bot.process.kill()
    await gone(agents)
    bot.worker.goes_on.set()
    await bot.process.start()
    assert await bot.brought()
    assert bot.worker.written == 1  # from its last step


async def test_when_it_is_killed_people_are_served_and_its_work_goes_on_in_another(bot: Bot) -> None:
    await bot.at_work()
    bot.agents.kill()
    assert "T-2" in await bot.world.said(f"/assign <@{BOB}>: Another one")
    bot.worker.goes_on.set()
    assert await bot.brought()
    assert bot.worker.written == 1  # from its last step
    assert bot.process.running is not None and bot.process.running.returncode is None


async def test_what_ends_it_each_time_is_given_up_and_what_ran_beside_it_is_done(bot: Bot) -> None:
    bot.worker.kills = bot
    await bot.at_work()
    await bot.world.said(f"/assign writer: {DEADLY}; urgent")

    async def suspected() -> bool:
        return bot.worker.killed >= 2

    async def given_up() -> bool:
        return any("it stopped the process" in words(message) for message in bot.world.messages(bot.world.dm()))

    await wait_for(suspected, "two ends", 30)
    bot.worker.goes_on.set()
    assert await bot.brought()  # what ran beside it
    assert await wait_for(given_up, "it is given up", 60)


@pytest.mark.parametrize("told", ["the bot", "both"])
async def test_both_end_in_order_and_the_work_goes_on_at_the_next_start(bot: Bot, told: str) -> None:
    await bot.at_work()
    agents = bot.agents
    if told == "both":  # as Ctrl-C and systemd tell it
        agents.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.3)
        assert agents.is_running()
    asyncio.get_running_loop().call_later(1, bot.worker.goes_on.set)
    assert await bot.process.kill(signal.SIGTERM) == 0
    await gone(agents)
    await bot.process.start()
    assert await bot.brought()
    assert bot.worker.written == 1


async def test_it_ends_in_order_while_the_agents_process_has_only_begun(tmp_path: Path, slack: LocalSlack) -> None:
    async with Model(Worker().next_call) as model:
        process = Process(tmp_path / "home", slack, **model.env)
        starting = asyncio.create_task(process.start())

        async def begun() -> bool:
            return process.running is not None and bool(psutil.Process(process.running.pid).children())

        await wait_for(begun, "its second process", 20)
        began = asyncio.get_running_loop().time()
        await process.kill(signal.SIGTERM)
        assert asyncio.get_running_loop().time() - began < 8
        await asyncio.gather(starting, return_exceptions=True)


async def test_it_ends_in_time_while_the_agents_process_does_not_move(bot: Bot) -> None:
    await bot.at_work()
    agents = bot.agents
    agents.send_signal(signal.SIGSTOP)
    began = asyncio.get_running_loop().time()
    assert await bot.process.kill(signal.SIGTERM) == 0
    assert asyncio.get_running_loop().time() - began < 19.5  # by itself, and not since it took too long
    await gone(agents)
    bot.worker.goes_on.set()
    await bot.process.start()
    assert await bot.brought()


async def test_what_a_person_stops_ends_there_within_seconds(bot: Bot) -> None:
    await bot.at_work()
    await bot.world.said("/sluice stop T-1")
    await asyncio.wait_for(bot.worker.cut.wait(), 5)
    await bot.world.said("/assign writer: Another; urgent")
    assert await bot.brought()


async def test_where_memory_is_short_it_is_ended_before_the_bot(bot: Bot) -> None:
    assert bot.process.running is not None
    agents, own = (Path(f"/proc/{pid}/oom_score_adj").read_text() for pid in (bot.agents.pid, bot.process.running.pid))
    assert int(agents) > int(own)


@pytest.mark.skipif(os.getuid() != 0, reason="only root is let in")
async def test_no_secret_stands_in_its_environment_or_its_command(bot: Bot) -> None:
    seen = str(bot.agents.cmdline()) + str(bot.agents.environ())
    assert "sk-test" not in seen
    assert "xoxb-test-token" not in seen
    await bot.world.said("/assign writer: Prices; urgent")
    assert await bot.brought()
