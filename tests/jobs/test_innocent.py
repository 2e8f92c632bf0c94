"""An innocent job is not given up: a shutdown that cuts it off is no try, and only what ended the process is to blame."""

import asyncio
import signal
import sys
from pathlib import Path

from storage.ledger.core.ledger import Ledger
from tests.conftest import new_ledger
from tests.jobs.test_contract import TEAM, Works

ROOT = Path(__file__).parents[2]


async def test_four_orderly_restarts_during_one_long_step_cost_no_try(ledger: Ledger) -> None:
    for _ in range(4):
        works = Works(ledger)
        works.plan["long"] = 60.0
        if not _:
            await works.put("long")
        await works.until(lambda works=works: works.running == 1)
        await works.stop(within=0.05)
    works = Works(ledger)
    await works.until(lambda: works.done)
    await works.stop()
    assert works.done == ["long.1"]


async def test_only_the_job_that_ends_the_process_is_given_up(database: str) -> None:
    """Ten run beside it, each for longer than it takes to end the process."""
    ledger = new_ledger(database)
    for n in range(10):
        await ledger.do(lambda tx, n=n: tx.promise(TEAM, "work", f"good{n}"))
    await ledger.do(lambda tx: tx.promise(TEAM, "work", "poison"))
    ends = [await ended(database) for _ in range(3)]
    assert ends == [-signal.SIGKILL] * 3
    works = Works(ledger)
    await works.until(lambda: works.dead, within=60)
    while await ledger.see(lambda tx: tx.jobs.promised(tx.conn)):
        await asyncio.sleep(0.1)
    await works.stop()
    assert [key for key, why in works.dead] == ["poison"] and "stopped the process" in works.dead[0][1]
    ledger.close()


async def ended(database: str) -> int:
    """Run a process until its poison ends it; return its status."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.jobs.poisoned", database, cwd=ROOT)
    return await asyncio.wait_for(process.wait(), 60)
