"""Jobs put and done per second, one by one and in groups, beside what keeps jobs without Sluice; on both databases.

Every fiftieth job is tried twice. Ours and theirs put as many in one commit.
"""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

import structlog

from benchmarks import bare_jobs
from benchmarks.bare_jobs import PLACES, Put, Work
from benchmarks.rows import Row, median, spread
from storage import engine
from storage.jobs.port import Again, Job, Promise
from storage.ledger.core import opening
from storage.ledger.core.ledger import Terms, Tx
from tests.postgres import Server

COUNT, ROUNDS, TEAM = 1500, 5, "T"
GROUPS = {"one by one": 1, "in groups of 50": 50}
Keeper = Callable[[str, Work], AbstractAsyncContextManager[Put]]


@dataclass(frozen=True, slots=True)
class Beside:
    """Who keeps jobs without Sluice, and how many times its figure ours must be."""

    keeper: Keeper
    words: str
    bar: float


BESIDE = {
    "SQLite": Beside(bare_jobs.loop, "a bare loop", 0.7),
    "PostgreSQL": Beside(bare_jobs.procrastinate, "bare procrastinate", 0.9),
}


def promise(tx: Tx, team: str, numbers: Sequence[int]) -> None:
    """Promise the jobs of a verb."""
    tx.jobs.put_all(tx.conn, tx.now, [Promise(team=team, kind="work", key=str(n), due=tx.now) for n in numbers])


@contextlib.asynccontextmanager
async def ours(url: str, work: Work, verb: Callable[[Tx, str, Sequence[int]], None] = promise) -> AsyncIterator[Put]:
    ledger = opening.opened(url, Terms())
    job_runner = opening.job_runner(ledger, {"default": PLACES})

    async def run(job: Job) -> None:
        if not await work(int(job.key)):
            raise Again(0.0, "not now")

    async def buried(job: Job, why: str) -> None:
        raise AssertionError(why)

    running = asyncio.create_task(job_runner.run({"work": run}, {"work": buried}))
    yield lambda numbers: ledger.do(verb, TEAM, numbers)
    await job_runner.stop(1.0)
    await running
    ledger.close()


async def rate(keeper: Keeper, url: str, count: int, size: int) -> float:
    """Return how many jobs a second are put, so many in a commit, and done."""
    left, busy, all_done = set(range(count)), set(range(0, count, 50)), asyncio.Event()

    async def work(n: int) -> bool:
        if n in busy:
            busy.remove(n)
            return False
        left.remove(n)  # none is done twice
        if not left:
            all_done.set()
        return True

    async with keeper(url, work) as put:
        began = time.perf_counter()
        for n in range(0, count, size):
            await put(range(n, min(n + size, count)))
        await asyncio.wait_for(all_done.wait(), 120)
        return count / (time.perf_counter() - began)


@contextlib.contextmanager
def databases(kind: str) -> Iterator[Callable[[], str]]:
    with tempfile.TemporaryDirectory() as home:
        if kind == "SQLite":
            yield lambda: engine.sqlite_url(Path(tempfile.mkdtemp(dir=home)))
            return
        server = Server(Path(home))
        yield server.database
        server.stop()


async def rows(keeper: Keeper = ours, count: int = COUNT, rounds: int = ROUNDS) -> list[Row]:
    """`keeper` stands in the place of the app's."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    found = []
    for kind, beside in BESIDE.items():
        with databases(kind) as database:
            for shape, size in GROUPS.items():
                pairs = [
                    [await rate(which, database(), count, size) for which in (keeper, beside.keeper)]
                    for _ in range(rounds)
                ]
                found.append(_row(f"jobs, {kind}, {shape}", beside, pairs))
    return found


def _row(title: str, beside: Beside, pairs: Sequence[Sequence[float]]) -> Row:
    here, there = (median([pair[which] for pair in pairs]) for which in (0, 1))
    words = f"{there:,.0f} a second by {beside.words}"
    told = spread([pair[0] for pair in pairs], lambda r: f"{r:,.0f}")
    bar, ok = f"at least {beside.bar:g} times", here >= beside.bar * there
    return Row(
        name=title,
        ours=f"{here:,.0f} a second",
        reference=words,
        ratio=f"{here / there:.2f}",
        bar=bar,
        ok=ok,
        spread=told,
    )
