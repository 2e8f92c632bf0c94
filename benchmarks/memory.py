"""Resident memory of the bot's own process with 100 tasks accepted and 32 attempts of real agents running."""

import asyncio
import tempfile
from pathlib import Path

import aiohttp

from benchmarks.rows import Row
from benchmarks.served import served
from benchmarks.signed import timed

BAR, TASKS, ATTEMPTS = 250.0, 100, 32  # MB


async def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as home:
        async with served(Path(home), 600.0, 1) as bot, aiohttp.ClientSession() as session:
            for n in range(TASKS):
                await timed(session, bot.url, f"writer: Memo {n}; must: short", f"U{n % 9:05}")
            await asyncio.sleep(2)
            running, resident = await bot.running(), memory(bot.process.pid)
    ok = resident < BAR and running == ATTEMPTS
    return [
        Row("memory", f"{resident:.0f} MB", f"{TASKS} tasks, {running} attempts running", "", f"under {BAR:.0f} MB", ok)
    ]


def memory(pid: int) -> float:
    """Megabytes resident."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
