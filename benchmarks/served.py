"""The bot in a process of its own, with Local Slack in another: what is measured is not who measures.

`python -m benchmarks.served HOME SECONDS CALLS PLACES`: the product's own agents, critic and suggestions, with a model
that waits SECONDS a call and hands in with call number CALLS; PLACES of them at work at a time. It prints its port.
"""

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import structlog

from agents import processors
from benchmarks.ack import bare, one_row
from benchmarks.rows import quantile
from bot import app
from bot.demonstration.demo_settings import settings_for
from bot.given import Given
from bot.operations.lag import TICK
from bot.outbound.pacing import Pacer
from bot.setup import collector
from bot.setup.per_person import PerPerson
from bot.setup.settings import Settings

UNBOUNDED = PerPerson(running=0, commands_minute=0)  # what one person may have is no figure of these


@dataclass(frozen=True, slots=True)
class Served:
    process: asyncio.subprocess.Process
    home: Path
    url: str
    slack: str
    bare: str = (
        ""  # a Bolt listener in the same process that answers after it has committed one row, where there is one
    )

    @property
    def agents(self) -> psutil.Process:
        """The agents' process."""
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if "benchmarks.agents_apart" in child.cmdline())

    async def modules(self) -> tuple[list[str], list[str]]:
        """Return which modules are in the bot's process, and in the agents'."""
        file = modules_of(self.home)
        self.agents.send_signal(signal.SIGUSR1)
        while not file.exists():
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.5)
        return json.loads(await self.ask("modules")), json.loads(file.read_text())

    def running(self) -> int:
        """Return how many agents are at work now: attempts, and looks at new briefs."""
        return self.count("job where state = 'running' and queue in ('attempts', 'looks')")

    async def lag(self) -> float:
        """Return how many milliseconds late the event loop came since the last question, at p99."""
        return float(await self.ask("lag"))

    async def ask(self, what: str) -> str:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{what}\n".encode())
        return (await self.process.stdout.readline()).decode()

    def count(self, rows: str) -> int:
        (number,) = self.values(f"count(*) from {rows}")
        return int(number)

    def values(self, selected: str) -> set[Any]:
        with contextlib.closing(sqlite3.connect(self.home / "ledger.db")) as held:
            return {value for (value,) in held.execute(f"select {selected}")}


@contextlib.asynccontextmanager
async def served(
    home: Path, seconds: float, calls: int, places: int, slack: str = "", module: str = "benchmarks.served"
) -> AsyncIterator[Served]:
    """
    Args:
        slack: the address of Local Slack; without it, there is one in a process of its own.
        module: what is run in the bot's process.
    """
    given = [str(home), str(seconds), str(calls), str(places), *([slack] if slack else [])]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *given, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**20
    )
    assert process.stdout is not None
    _, port, slack, *bare = (await asyncio.wait_for(process.stdout.readline(), 60)).decode().split()
    try:
        yield Served(process, home, f"http://127.0.0.1:{port}/slack/events", slack, *bare)
    finally:
        process.terminate()
        await process.wait()


def settings_of(home: Path, base: str, places: int) -> Settings:
    more = {"limit": 100, "most": 20, "undo_seconds": 1, "alone_minutes": 0}
    settings = settings_for(home, attempts=places, per_person=UNBOUNDED, **more)
    secrets = settings.secrets.model_copy(update={"slack_api_base_url": base, "sluice_model": "test:scripted"})
    return settings.model_copy(update={"secrets": secrets})


async def serve(home: Path, seconds: float, calls: int, places: int, base: str, given: Given | None = None) -> None:
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(30), logger_factory=structlog.PrintLoggerFactory(sys.stderr)
    )
    agents = sys.executable, "-m", "benchmarks.agents_apart", str(seconds), str(calls), str(modules_of(home))
    if given is None:
        given = Given(pacer=Pacer(0, 0), agents=agents)
        processors.own().keep()  # as `sluice run` does, and a bare listener does not
    bot = await app.start(settings_of(home, base, places), given=given)
    told = ["port", str(bot.port), base]
    if given.load is not None:
        (home / "bare").mkdir()
        _, reference = await bare(True, one_row(home / "bare"))
        told.append(reference)
    collector.rest()  # this, too
    print(*told, flush=True)
    await answer()


def modules_of(home: Path) -> Path:
    """Return the file that the agents' process writes its modules into."""
    return home / "modules.json"


async def answer() -> None:
    """Answer each line, until the process is ended: which modules are here, or how late the event loop came since the
    last answer."""
    loop, late, lines = asyncio.get_running_loop(), list[float](), asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    asked = asyncio.ensure_future(lines.readline())
    while True:
        at = loop.time()
        await asyncio.sleep(TICK)
        late.append((loop.time() - at - TICK) * 1000)
        if asked.done():
            print(json.dumps(sorted(sys.modules)) if b"modules" in asked.result() else quantile(late, 0.99), flush=True)
            asked, late = asyncio.ensure_future(lines.readline()), []


async def beside_slack(home: Path, seconds: float, calls: int, places: int, given: Given | None = None) -> None:
    """Serve beside a Local Slack in a process of its own."""
    slack = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.slack_alone", "50", stdout=asyncio.subprocess.PIPE
    )
    assert slack.stdout is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: (slack.kill(), os._exit(0)))
    base = (await slack.stdout.readline()).decode().strip()
    await serve(home, seconds, calls, places, base, given)


if __name__ == "__main__":
    home, seconds, calls, places, *base = sys.argv[1:]
    start = serve if base else beside_slack
    asyncio.run(start(Path(home), float(seconds), int(calls), int(places), *base))
