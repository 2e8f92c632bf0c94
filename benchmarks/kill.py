"""kill -9 while work is under way: seconds from the restart until all of it is done, and what was lost or doubled."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from benchmarks.rows import Row, median, spread
from bot.stage import local_config
from localslack.server import LocalSlack
from storage import engine
from tests.faults import hands, invariants
from tests.faults.processes import Process
from tests.postgres import Server

KILLS, BAR = 5, 5.0  # seconds


@contextlib.asynccontextmanager
async def slack() -> AsyncIterator[LocalSlack]:
    made = LocalSlack(local_config())
    await made.start()
    yield made
    await made.stop()


async def killed(home: Path, postgres: str) -> list[float]:
    """Seconds of each restart. Tasks are assigned, the process is killed at once, and another goes on."""
    url, took, acknowledged = postgres or engine.sqlite_url(home), list[float](), set[str]()
    async with slack() as local:
        process = Process(home, local, url=postgres)
        await process.start()
        for _ in range(KILLS):
            for n in range(5):
                name = await hands.assign(local, f"Memo {n}")
                assert name is not None
                acknowledged.add(name)
            await process.kill()
            began = time.monotonic()
            await process.start()
            while invariants.rows(url, "select count(*) from attempt where state in ('due', 'running')") != [(0,)]:
                await asyncio.sleep(0.02)
            took.append(time.monotonic() - began)
        while not invariants.settled(url):
            await asyncio.sleep(0.1)
        await process.kill(15)
        invariants.check(url, acknowledged, set(), hands.said(local))
    return took


async def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as data:
        server = Server(Path(data))
        found = {
            "SQLite": await killed(Path(home) / "a", ""),
            "PostgreSQL": await killed(Path(home) / "b", server.database()),
        }
        server.stop()
    return [
        Row(
            f"kill ({kind})",
            f"work done {max(took):.1f} s after",
            f"{KILLS} kills, the slowest; none lost, none doubled",
            "",
            f"within {BAR:g} s",
            max(took) <= BAR,
            f"median {median(took):.1f} s; " + spread(took, lambda s: f"{s:.1f}"),
        )
        for kind, took in found.items()
    ]
