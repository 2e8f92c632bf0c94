"""The bot in a process of its own, with Local Slack in another: what is measured is not who measures.

`python -m benchmarks.served HOME SECONDS CALLS`: attempts are real LangChain agents whose model waits SECONDS a call
and hands in with call number CALLS. It prints its port and the address of a bare listener beside it, then each second
how many attempts run.
"""

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from agents.contract import Plain
from agents.quiet import Quiet
from agents.specs import AgentSpec
from agents.staff import checkpoints
from agents.tools.box import Toolbox
from agents.work.bench import Bench
from agents.work.meter import Named
from agents.work.worker import ModelWorker
from benchmarks.ack import bare, one_row
from bot import app
from bot.app import Given
from bot.posting import Pacer
from bot.stage import settings_for
from tests.agents.given import Ties
from tests.agents.scripted import Scripted, hands_in, says


@dataclass(slots=True)
class Served:
    process: asyncio.subprocess.Process
    url: str
    bare: str  # a Bolt listener in the same process that answers after it has committed one row

    async def running(self) -> int:
        """How many attempts run now."""
        assert self.process.stdout is not None
        line = b""
        for _ in range(2):  # the first may be old
            line = await asyncio.wait_for(self.process.stdout.readline(), 20)
        return int(line.split()[1])


@contextlib.asynccontextmanager
async def served(home: Path, seconds: float, calls: int) -> AsyncIterator[Served]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.served", str(home), str(seconds), str(calls), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    _, port, bare = (await asyncio.wait_for(process.stdout.readline(), 30)).split()
    try:
        yield Served(process, f"http://127.0.0.1:{int(port)}/slack/events", bare.decode())
    finally:
        process.terminate()
        await process.wait()


class Counted(Plain):
    """An agent, counted while it works."""

    def __init__(self, worker: ModelWorker) -> None:
        self.worker, self.running = worker, 0

    async def work(self, given: Any) -> Any:
        self.running += 1
        try:
            return await self.worker.work(given)
        finally:
            self.running -= 1


async def serve(home: Path, seconds: float, calls: int) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    slack = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.slack_alone", stdout=asyncio.subprocess.PIPE
    )
    assert slack.stdout is not None
    base = (await slack.stdout.readline()).decode().strip()
    async with AsyncExitStack() as parts:
        saver = await checkpoints(home / "checkpoints.db", parts)
        spec = AgentSpec(description="x", calls=calls + 1)

        def answer(messages: list[Any]) -> Any:
            return hands_in() if len(messages) >= 2 * calls else says(Deliverable={"again": len(messages)})

        quiet = Quiet()
        models = [Named("test:scripted", Scripted(script=[answer], latency=seconds))]
        bench = Bench(saver, home / "work")
        worker = Counted(ModelWorker(spec, models, bench, Ties(), Toolbox(), quiet=quiet))
        settings = settings_for(home, limit=100)
        secrets = settings.secrets.model_copy(update={"slack_api_base_url": base})
        bot = await app.start(
            settings.model_copy(update={"secrets": secrets}),
            given=Given(pacer=Pacer(0, 0), workers={"writer": worker}, quiet=quiet),
        )
        (home / "bare").mkdir()
        _, reference = await bare(True, one_row(home / "bare"))
        gc.collect()
        gc.freeze()  # as `sluice run` does
        print("port", bot.port, reference, flush=True)
        stopped = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
        while not stopped.is_set():
            print("running", worker.running, flush=True)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), 1)
        slack.kill()
        os._exit(0)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])))
