"""An innocent job is not given up: a shutdown that cuts it off is no try, and only what ended the process is to blame."""

import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from storage.jobs.port import Crashed, Job
from storage.ledger.core.ledger import Ledger
from tests.conftest import new_ledger
from tests.jobs.test_contract import TEAM, JobRunner

ROOT = Path(__file__).parents[2]


async def test_four_orderly_restarts_during_one_long_step_cost_no_try(ledger: Ledger) -> None:
    for _ in range(4):
        job_runner = JobRunner(ledger)
        job_runner.plan["long"] = 60.0
        if not _:
            await job_runner.put("long")
        await job_runner.until(lambda job_runner=job_runner: job_runner.running == 1)
        await job_runner.stop(within=0.05)
    job_runner = JobRunner(ledger)
    await job_runner.until(lambda: job_runner.done)
    await job_runner.stop()
    assert job_runner.done == ["long.1"]


async def test_only_the_job_that_ends_the_process_is_given_up(database: str) -> None:
    """Ten run beside it, each for longer than it takes to end the process."""
    ledger = new_ledger(database)
    for n in range(10):
        await ledger.do(lambda tx, n=n: tx.promise(TEAM, "work", f"good{n}"))
    await ledger.do(lambda tx: tx.promise(TEAM, "work", "poison"))
    ends = [await ended(database) for _ in range(3)]
    assert ends == [-signal.SIGKILL] * 3
    job_runner = JobRunner(ledger)
    await job_runner.until(lambda: job_runner.dead, within=60)
    while await ledger.see(lambda tx: tx.jobs.promised(tx.conn)):
        await asyncio.sleep(0.1)
    await job_runner.stop()
    assert [key for key, why in job_runner.dead] == ["poison"] and "stopped the process" in job_runner.dead[0][1]
    ledger.close()


async def test_only_the_job_that_ends_the_other_process_is_given_up(ledger: Ledger) -> None:
    """Five run beside it in the same other process, whose end they all hear of."""
    ends = asyncio.Event()
    beside = [f"good{n}" for n in range(5)]

    async def work(job: Job) -> None:
        nonlocal ends
        if job.key == "poison":
            await asyncio.sleep(0.2)
            ends.set()
            ends = asyncio.Event()
            raise Crashed("the agents' process ended")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ends.wait(), 0.6)
            raise Crashed("the agents' process ended")
        done.append((job.key, job.tries))

    done = list[tuple[str, int]]()
    job_runner = JobRunner(ledger)
    job_runner.instead = work
    for key in [*beside, "poison"]:
        await job_runner.put(key)
    await job_runner.until(lambda: job_runner.dead and len(done) == len(beside))
    await job_runner.stop()
    assert [key for key, why in job_runner.dead] == ["poison"] and "stopped the process" in job_runner.dead[0][1]
    assert sorted(done) == [(key, 1) for key in beside]


async def ended(database: str) -> int:
    """Run a process until its poison ends it; return its status."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.jobs.poisoned", database, cwd=ROOT)
    return await asyncio.wait_for(process.wait(), 60)
