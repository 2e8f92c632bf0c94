"""Several processes on one PostgreSQL: each slot, decision and result once; what one did, another may undo."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Set
from pathlib import Path

import aiohttp
import pytest

from localslack.server import LocalSlack
from tests.bot.test_story import NOTES, main_job
from tests.faults import hands, invariants
from tests.faults.load import Load
from tests.faults.processes import Process
from tests.postgres import Server
from tests.world import World, wait_for, words


class House:
    """Local Slack, a database, and the processes that a test starts."""

    def __init__(self, home: Path, slack: LocalSlack, session: aiohttp.ClientSession, url: str) -> None:
        self.home, self.slack, self.url = home, slack, url
        self.world = World(slack, None, session)  # type: ignore[arg-type]
        self.processes: list[Process] = []

    async def add(self, role: str, **more: object) -> Process:
        made = Process(self.home / f"{role}{len(self.processes)}", self.slack, url=self.url, role=role, **more)  # type: ignore[arg-type]
        self.processes.append(made)
        await made.start()
        return made

    async def end(self) -> None:
        """All of them, in order, within what a shutdown may take."""
        assert [await p.kill(signal.SIGTERM) for p in self.processes if p.running] == [0] * len(self.processes)

    def count(self, what: str) -> int:
        return int(invariants.rows(self.url, f"select count(*) from {what}")[0][0])

    def check(self, tasks: Set[str] = frozenset(), decisions: Set[str] = frozenset()) -> None:
        invariants.check(self.url, tasks, decisions, hands.said(self.slack), unsaved=hands.unsaved(self.slack))


@pytest.fixture
async def house(tmp_path: Path, slack: LocalSlack, postgres: Server) -> AsyncIterator[House]:
    async with aiohttp.ClientSession() as session:
        made = House(tmp_path, slack, session, postgres.database())
        yield made
        for process in made.processes:
            if process.running is not None and process.running.returncode is None:
                await process.kill()


async def settled(house: House, within: float = 30.0) -> None:
    async def look() -> bool:
        return invariants.settled(house.url)

    await wait_for(look, "settled", within)


async def test_the_whole_story_with_two_fronts_and_two_workers(house: House) -> None:
    await asyncio.gather(*(house.add(role, socket_mode=True) for role in ("front", "front", "worker", "worker")))
    assert len(house.slack.delivery.sockets) == 2
    await main_job(house.world)
    await settled(house)
    assert house.count("task where state = 'approved'") == 2
    assert house.count("decision where undone_at is null") == 4
    house.check()
    await house.end()


async def test_undo_at_one_front_what_was_decided_at_the_other(house: House) -> None:
    one, two, _ = await asyncio.gather(*(house.add(role, undo=5.0) for role in ("front", "front", "worker")))
    world = house.world
    one.connect()
    await world.said(f"/assign writer: Memo\n{NOTES}")
    (card,) = await world.cards()
    await world.click(card, "Approve")
    two.connect()
    assert (await world.click(await drawn(world, "Undo"), "Undo"))["status"] == 200
    one.connect()
    await world.click((await world.cards())[0], "Reject")
    await settled(house)
    assert house.count("task where state = 'rejected'") == 1
    assert house.count("delivery") == 0
    await house.end()


async def drawn(world: World, button: str) -> dict:
    """The message that shows a button now, as a card."""

    async def look() -> dict | None:
        return next((m for m in world.messages(world.dm()) if button in words(m)), None)

    return {"message": await wait_for(look, button), "key": None}


async def test_posts_of_a_channel_keep_their_order_whoever_sends_them(house: House) -> None:
    await asyncio.gather(
        house.add("front", socket_mode=True), house.add("front", socket_mode=True), house.add("worker")
    )
    for n in range(4):
        await house.world.said(f"/assign writer: Memo {n}; urgent\n{NOTES}")
    await house.world.cards(at_least=4)
    await settled(house)
    in_order = "order by surface <> 'welcome', id"  # the welcome comes first
    sent = invariants.rows(house.url, f"select channel, ts from post where state = 'sent' and ts <> '' {in_order}")
    for channel in {c for c, _ in sent}:
        stamps = [ts for c, ts in sent if c == channel]
        assert stamps == sorted(stamps)
        assert len(stamps) >= 5
    await house.end()


async def test_a_frozen_worker_that_wakes_up_late_is_refused(house: House) -> None:
    slow = {"module": "tests.faults.slow_worker", "SLOW_SECONDS": "1.5"}
    await house.add("front", socket_mode=True)
    frozen = await house.add("worker", **slow)
    await house.world.said(f"/assign writer: Memo\n{NOTES}")

    async def begun() -> bool:
        return house.count("attempt where state = 'running'") == 1

    await wait_for(begun, "begun")
    frozen.send(signal.SIGSTOP)
    await house.add("worker", **slow)
    await house.world.cards()
    frozen.send(signal.SIGCONT)
    await asyncio.sleep(3)
    assert invariants.rows(house.url, "select generation, state from attempt") == [(2, "done")]
    assert house.count("draft") == 1
    assert house.count("item") == 1
    await settled(house)
    await house.world.said(f"/assign writer: Another\n{NOTES}")  # and the one that was frozen works again
    await house.processes[2].kill()
    await house.world.said(f"/assign writer: A third\n{NOTES}")
    await house.world.cards(at_least=3)
    house.check()


async def test_the_server_restarts_under_load(house: House, postgres: Server) -> None:
    await restarts(house, postgres, tasks=40, times=2)


@pytest.mark.soak
async def test_the_server_restarts_every_few_seconds_under_300_tasks(house: House, postgres: Server) -> None:
    await restarts(house, postgres, tasks=300, times=12)


async def restarts(house: House, postgres: Server, tasks: int, times: int) -> None:
    """All that was acknowledged is done once, whatever the database did meanwhile."""
    await asyncio.gather(*(house.add("all", socket_mode=True) for _ in range(2)))
    load = Load(house.slack, seed=5, rest=0.04)
    people = [asyncio.create_task(load.run()) for _ in range(2)]
    for _ in range(times):
        await asyncio.sleep(1.5)
        await asyncio.to_thread(postgres.restart)
    async with asyncio.timeout(300):
        while len(load.tasks) < tasks or not load.decisions:
            await asyncio.sleep(0.1)
    load.on = False
    await asyncio.gather(*people)
    began = time.monotonic()
    await settled(house, 120)
    assert house.count("task where state in ('working', 'checking')") == 0 and house.count("task") >= tasks
    assert house.count("attempt where state not in ('done', 'canceled')") == 0
    house.check(load.tasks, load.decisions)
    assert time.monotonic() - began < 120
    await house.end()
