"""Jobs put and done per second, each put in its own transaction, as a verb does."""

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks.rows import Row
from storage import engine
from storage.jobs.embedded import EmbeddedJobs
from storage.jobs.port import Job
from storage.jobs.runner import Runner
from storage.ledger.core import Ledger, Terms

COUNT, BAR = 1500, 300.0


async def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as home:
        url, jobs = engine.sqlite_url(Path(home)), EmbeddedJobs()
        writer = engine.writer(url)
        engine.migrate(writer)
        ledger = Ledger(writer, engine.reader(url), jobs, Terms())
        done, all_done = 0, asyncio.Event()

        async def work(job: Job) -> None:
            nonlocal done
            done += 1
            if done == COUNT:
                all_done.set()

        async def buried(job: Job, why: str) -> None:
            raise AssertionError(why)

        runner = Runner(jobs, ledger.transact, ledger.clock, {"default": 32})
        running = asyncio.create_task(runner.run({"work": work}, buried))
        began = time.perf_counter()
        await asyncio.gather(*(ledger.do(lambda tx, n=n: tx.promise("T", "work", n)) for n in range(COUNT)))
        await all_done.wait()
        rate = COUNT / (time.perf_counter() - began)
        await runner.stop()
        await running
        ledger.close()
    return [
        Row(
            "jobs (SQLite)",
            f"{rate:,.0f} a second",
            f"{COUNT} jobs, one transaction each",
            "",
            f"at least {BAR:.0f}",
            rate >= BAR,
        )
    ]
