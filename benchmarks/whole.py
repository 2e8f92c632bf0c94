"""All of a task, over the wire: assigned, looked at, worked on, checked, collected, approved, delivered."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.crowd import Crowd, config, name
from benchmarks.served import Served, served
from localslack.server import LocalSlack

UNDECIDED = "item where closed_at is null and id not in (select item_id from decision where undone_at is null)"
AT_WORK = "attempt where state in ('due', 'running')"
TOLD = "post where state = 'pending'"


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the clock and of processors; the event loop's lag, in milliseconds at p99."""

    wall: float
    cpu: float
    lag: float


@asynccontextmanager
async def playing(
    home: Path, latency: float, calls: int, places: int, people: int, module: str = "benchmarks.served"
) -> AsyncIterator[tuple[Served, Crowd]]:
    """The bot in a process of its own; Local Slack and the people here."""
    slack = LocalSlack(config=config(people))
    base = await slack.start()
    async with served(home, latency, calls, places, base, module=module) as bot:
        slack.connect(bot.url)
        yield bot, Crowd(slack)
    await slack.stop()


async def whole(
    count: int,
    latency: float,
    calls: int,
    places: int,
    people: int,
    *,
    at_once: bool = False,
    module: str = "benchmarks.served",
) -> Took:
    """What so many tasks of so many people take, with all that belongs to them, after one for each of them.

    Args:
        at_once: whether people decide as soon as anything is ready, not when all is.
        module: what is run in the bot's process.
    """
    users = [name(n) for n in range(1, people + 1)]
    with tempfile.TemporaryDirectory() as home:
        async with playing(Path(home), latency, calls, places, people, module=module) as (bot, crowd):
            await assign(crowd, users, people)
            await decide(bot, crowd, users)
            await bot.lag()  # from now on
            began, cpu = time.perf_counter(), processors(bot.process.pid)
            deciding = decide(bot, crowd, users, count + people, at_once)
            await asyncio.gather(assign(crowd, users, count), deciding)
            spent = time.perf_counter() - began, processors(bot.process.pid) - cpu
            return Took(*spent, await bot.lag())


async def assign(crowd: Crowd, users: Sequence[str], count: int) -> None:
    for n in range(count):
        await crowd.say(users[n % len(users)], f"/assign writer: Memo {n} on prices\nThe price is 39 €.")


async def decide(bot: Served, crowd: Crowd, users: Sequence[str], tasks: int = 0, at_once: bool = False) -> None:
    """Have everyone collect and approve what is ready, each by themselves, until all is done and told."""
    while not at_once and (bot.count("task") < tasks or bot.count(AT_WORK)):
        await asyncio.sleep(0.2)
    while bot.count("task where state = 'approved'") < (tasks or len(users)) or bot.count(TOLD):
        waits = bot.values(f"distinct reviewer from {UNDECIDED}")
        await asyncio.gather(*(sit_down(crowd, user, user in waits) for user in users))
        await asyncio.sleep(0.5)


async def sit_down(crowd: Crowd, user: str, waits: bool) -> None:
    """Have a person approve what they see; where they see nothing and something waits, they collect it."""
    if not await crowd.decide(user) and waits:
        await crowd.say(user, "/collect now")


def processors(pid: int) -> float:
    """Return the seconds of processors that a process took so far, with its children, also those that have ended."""
    own = psutil.Process(pid)
    return sum(sum(process.cpu_times()[:4]) for process in (own, *own.children(recursive=True)))
