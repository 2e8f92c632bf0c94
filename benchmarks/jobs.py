"""Jobs put and done per second, each put in its own transaction, as a verb does; on both databases."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rows import Row, median, spread
from storage import engine
from storage.jobs.port import Job
from storage.ledger import opening
from storage.ledger.core import Terms
from tests.postgres import Server

COUNT, ROUNDS = 1500, 3
BARS = {"SQLite": 300.0, "PostgreSQL": 150.0}


@contextlib.contextmanager
def database(kind: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as home:
        if kind == "SQLite":
            yield engine.sqlite_url(Path(home))
            return
        server = Server(Path(home))
        yield server.database()
        server.stop()


async def once(url: str, count: int) -> float:
    """Jobs a second."""
    ledger = opening.opened(url, Terms())
    works = opening.works(ledger, {"default": 32})
    done, all_done = 0, asyncio.Event()

    async def work(job: Job) -> None:
        nonlocal done
        done += 1
        if done == count:
            all_done.set()

    async def buried(job: Job, why: str) -> None:
        raise AssertionError(why)

    running = asyncio.create_task(works.run({"work": work}, buried))
    began = time.perf_counter()
    await asyncio.gather(*(ledger.do(lambda tx, n=n: tx.promise("T", "work", n)) for n in range(count)))
    await asyncio.wait_for(all_done.wait(), 120)
    rate = count / (time.perf_counter() - began)
    await works.stop(1.0)
    await running
    ledger.close()
    return rate


async def rows() -> list[Row]:
    found = []
    for kind, bar in BARS.items():
        with database(kind) as url:
            rates = [await once(url, COUNT) for _ in range(ROUNDS)]
        rate = median(rates)
        found.append(
            Row(
                f"jobs ({kind})",
                f"{rate:,.0f} a second",
                f"{COUNT} jobs, one transaction each",
                "",
                f"at least {bar:.0f}",
                rate >= bar,
                spread(rates, lambda r: f"{r:,.0f}"),
            )
        )
    return found
