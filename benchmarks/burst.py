"""500 commands of 50 people at once while 32 attempts of real agents run; each process is its own. The p99
is the median of three rounds, the maximum that of all."""

import asyncio
import sqlite3
import tempfile
from pathlib import Path
from statistics import median

import aiohttp

from benchmarks.rows import Row, ms, quantile
from benchmarks.served import served
from benchmarks.signed import timed

COMMANDS, PEOPLE, ATTEMPTS, ROUNDS = 500, 50, 32, 3
CALL, CALLS = 0.2, 12  # seconds a call of the model, calls of an attempt


async def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as home:
        limit = aiohttp.TCPConnector(limit=0)
        async with served(Path(home), CALL, CALLS) as bot, aiohttp.ClientSession(connector=limit) as session:
            for n in range(60):
                await timed(session, bot.url, f"writer: Warm up {n}", f"U{n % PEOPLE:05}")
            await asyncio.gather(*(opened(session, bot.url) for _ in range(COMMANDS)))
            await asyncio.sleep(2)
            running = await bot.running()
            rounds = [await burst(session, bot.url) for _ in range(ROUNDS)]
            kept = tasks(Path(home)) - 60
    p99, most = median(quantile(took, 0.99) for took in rounds), max(max(took) for took in rounds)
    note = f"{running} attempts running"
    sent = ROUNDS * COMMANDS
    return [
        Row("burst", f"{kept} of {sent} kept", note, "", "none lost", kept == sent and running == ATTEMPTS),
        Row("burst", f"p99 {ms(p99)}", note, "", "under 500 ms", p99 < 0.5),
        Row("burst", f"max {ms(most)}", note, "", "under 2 s", most < 2.0),
    ]


async def burst(session: aiohttp.ClientSession, url: str) -> list[float]:
    """Seconds that each of the commands took that were sent at once; then a moment for what follows them."""
    took = await asyncio.gather(
        *(timed(session, url, f"writer: Memo {n}; must: short", f"U{n % PEOPLE:05}") for n in range(COMMANDS))
    )
    await asyncio.sleep(1)
    return list(took)


async def opened(session: aiohttp.ClientSession, url: str) -> None:
    """One more connection, as Slack keeps them open."""
    async with session.get(url.replace("/slack/events", "/health")) as got:
        await got.read()


def tasks(home: Path) -> int:
    with sqlite3.connect(home / "ledger.db") as held:
        return int(held.execute("select count(*) from task").fetchone()[0])
