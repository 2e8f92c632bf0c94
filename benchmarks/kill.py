"""kill -9 at random moments while people assign and decide: seconds from the restart until the work that was under way
is done, and what was lost or doubled of all that was acknowledged."""

import asyncio
import contextlib
import random
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.rows import Row, median, spread
from bot.demonstration.stage import local_config
from localslack.server import LocalSlack
from storage import engine
from tests.faults import hands, invariants
from tests.faults.load import Load
from tests.faults.processes import Process
from tests.postgres import Server

KILLS, SEED, BAR = 8, 20261125, 5.0  # seconds
WORK = "select count(*) from attempt where state in ('due', 'running')"
SENDING = "select count(*) from post where state = 'sending'"
SLOW = {
    "what": "delay",
    "method": "chat.postMessage",
    "value": 0.2,
    "times": 10_000,
}  # so that kills fall on posts, too


@dataclass(slots=True)
class Killed:
    """What kills fell on, seconds of each restart, what was acknowledged, and what of it is not as it must be."""

    took: list[float] = field(default_factory=list)
    at_work: int = 0
    sending: int = 0
    tasks: int = 0
    decisions: int = 0
    wrong: list[str] = field(default_factory=list)


@contextlib.asynccontextmanager
async def slack() -> AsyncIterator[LocalSlack]:
    made = LocalSlack(config=local_config())
    await made.start()
    made.faults.order(SLOW)
    yield made
    await made.stop()


async def killed(home: Path, postgres: str, kills: int = KILLS) -> Killed:
    url, found, dice = postgres or engine.sqlite_url(home), Killed(), random.Random(SEED)
    async with slack() as local:
        process, load = Process(home, local, url=postgres), Load(local, SEED)
        await process.start()
        for _ in range(kills):
            load.on = True
            people = [asyncio.create_task(load.run()) for _ in range(3)]
            await asyncio.sleep(dice.uniform(0.5, 3.0))
            await process.kill()
            load.on = False
            await asyncio.gather(*people)
            found.at_work += invariants.running(url) > 0
            found.sending += invariants.rows(url, SENDING) != [(0,)]
            check(url, load, local, found)
            began = time.monotonic()
            await process.start()
            while invariants.rows(url, WORK) != [(0,)]:
                await asyncio.sleep(0.02)
            found.took.append(time.monotonic() - began)
        while not invariants.settled(url):
            await asyncio.sleep(0.1)
        await process.kill(15)
        check(url, load, local, found)
    found.tasks, found.decisions = len(load.tasks), len(load.decisions)
    return found


def check(url: str, load: Load, local: LocalSlack, found: Killed) -> None:
    try:
        invariants.check(url, load.tasks, load.decisions, hands.said(local))
    except AssertionError as wrong:
        found.wrong.append(str(wrong))


async def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as data:
        server = Server(Path(data))
        found = {
            "SQLite": await killed(Path(home) / "a", ""),
            "PostgreSQL": await killed(Path(home) / "b", server.database()),
        }
        server.stop()
    return [row for kind, what in found.items() for row in judged(kind, what)]


def judged(kind: str, found: Killed) -> list[Row]:
    slowest, name = max(found.took), f"kill ({kind})"
    fell = f"{len(found.took)} kills: {found.at_work} on work, {found.sending} on a message being sent"
    told = f"median {median(found.took):.1f} s; " + spread(found.took, lambda s: f"{s:.1f}")
    acknowledged = f"{found.tasks} tasks, {found.decisions} decisions acknowledged"
    wrong = found.wrong[0][:80] if found.wrong else "as acknowledged"
    hit = found.at_work > 0 and found.decisions > 0  # else the kills show nothing
    return [
        Row(
            name=name,
            ours=f"work done {slowest:.1f} s after",
            reference=fell,
            ratio="",
            bar=f"within {BAR:g} s",
            ok=slowest <= BAR,
            spread=told,
        ),
        Row(
            name=name,
            ours=wrong,
            reference=acknowledged,
            ratio="",
            bar="none lost, none doubled",
            ok=hit and not found.wrong,
        ),
    ]
