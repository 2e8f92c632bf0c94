"""`sluice run` whose background work ends by itself after a second: `python -m tests.faults.falling`."""

import asyncio

from bot.cli import _run
from bot.operations.console import plainly, set_log
from bot.operations.services import ServiceEnded
from bot.setup.settings import Role, load


async def fall() -> None:
    await asyncio.sleep(1)
    (jobs,) = (task for task in asyncio.all_tasks() if task.get_name() == "jobs")
    jobs.cancel()


async def main() -> None:
    falling = asyncio.create_task(fall())
    await _run(load(), Role.ALL)
    await falling


if __name__ == "__main__":
    set_log("critical")
    with plainly(ServiceEnded):
        asyncio.run(main())
