"""A process whose agent takes its time, so that a test can catch it at work: `python -m tests.faults.slow_worker`."""

import asyncio
import os
import signal

from agents.offline.worker import OfflineWorker
from agents.roster.contract import Plain
from bot import app
from bot.given import Given
from bot.operations.console import set_log
from bot.setup.settings import Role, load
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft


class Slow(Plain):
    def __init__(self, seconds: float) -> None:
        self.seconds, self.offline = seconds, OfflineWorker()

    async def work(self, given: Assignment) -> Draft:
        await asyncio.sleep(self.seconds)
        return await self.offline.work(given)


async def main() -> None:
    set_log("error")
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    slow = Slow(float(os.environ["SLOW_SECONDS"]))
    role = Role(os.environ.get("SLOW_ROLE", Role.WORKER))
    running = await app.start(load(), role, Given(workers={"writer": slow, "assistant": slow}))
    print("ready", flush=True)
    await stopped.wait()
    await running.stop()


if __name__ == "__main__":
    asyncio.run(main())
