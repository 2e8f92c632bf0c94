"""A process whose job “poison” ends it a second after the others began: `python -m tests.jobs.poisoned DATABASE`."""

import asyncio
import os
import signal
import sys

from storage.jobs.port import Job
from storage.ledger.core import opening
from storage.ledger.core.ledger import Terms


async def work(job: Job) -> None:
    await asyncio.sleep(1.0)
    if job.key == "poison":
        os.kill(os.getpid(), signal.SIGKILL)
    await asyncio.sleep(0.5)


async def buried(job: Job, why: str) -> None:
    print(job.key, why)


async def main() -> None:
    ledger = opening.opened(sys.argv[1], Terms())
    await opening.job_runner(ledger, {"default": 20}).run({"work": work}, {"work": buried})


if __name__ == "__main__":
    asyncio.run(main())
