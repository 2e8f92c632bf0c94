"""Resident memory of the bot's own process with 100 tasks accepted and 32 attempts of real agents running."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

import aiohttp

from benchmarks.rows import Row
from benchmarks.signed import timed

BAR = 250.0  # MB


async def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as home:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.memory", home, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        port = int((await process.stdout.readline()).split()[1])
        async with aiohttp.ClientSession() as session:
            for n in range(100):
                await timed(
                    session, f"http://127.0.0.1:{port}/slack/events", f"writer: Memo {n}; must: short", f"U{n % 9:05}"
                )
        await asyncio.sleep(3)
        resident, running = memory(process.pid), (await asyncio.wait_for(ask(process), 10))
        process.terminate()
        await process.wait()
    return [
        Row(
            "memory",
            f"{resident:.0f} MB",
            f"{running} attempts running",
            "",
            f"under {BAR:.0f} MB",
            resident < BAR and running == 32,
        )
    ]


async def ask(process: asyncio.subprocess.Process) -> int:
    """How many attempts run: the process says so each second."""
    assert process.stdout is not None
    last = 0
    for _ in range(4):
        last = int((await process.stdout.readline()).split()[1])
    return last


def memory(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


async def serve(home: Path) -> None:
    """The bot with LangChain agents whose model waits; Local Slack lives in another process."""
    import signal
    from contextlib import AsyncExitStack

    from agents.roster import BUILT_IN
    from agents.staff import checkpoints
    from agents.writer import ModelWorker
    from bot import app
    from bot.posting import Pacer
    from bot.stage import settings_for
    from tests.agents.scripted import Scripted, hands_in

    slack = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.slack_alone", stdout=asyncio.subprocess.PIPE
    )
    assert slack.stdout is not None
    base = (await slack.stdout.readline()).decode().strip()
    async with AsyncExitStack() as parts:
        model = Scripted(script=[hands_in()], latency=600.0)
        worker = ModelWorker(BUILT_IN["writer"], model, "scripted", await checkpoints(home / "checkpoints.db", parts))
        running: set[int] = set()

        class Counted:
            async def work(self, given):  # type: ignore[no-untyped-def]
                running.add(given.attempt)
                return await worker.work(given)

        settings = settings_for(home, limit=100)
        secrets = settings.secrets.model_copy(update={"slack_api_base_url": base})
        bot = await app.start(
            settings.model_copy(update={"secrets": secrets}), pacer=Pacer(0, 0), workers={"writer": Counted()}
        )
        print("port", bot.port, flush=True)
        stopped = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
        while not stopped.is_set():
            await asyncio.sleep(1)
            print("running", len(running), flush=True)
    slack.kill()
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
