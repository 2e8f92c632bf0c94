"""500 commands of 50 people at once while 32 attempts run."""

import asyncio
import tempfile
from pathlib import Path

import aiohttp
import sqlalchemy as sa

from benchmarks.rows import Row, ms, quantile
from benchmarks.signed import timed
from benchmarks.stand import Waits, bot_url, stand
from storage.ledger.core import Ledger
from storage.tables import task

COMMANDS, PEOPLE = 500, 50


async def count(ledger: Ledger) -> int:
    found = await ledger.see(
        lambda tx: tx.conn.execute(
            sa.select(sa.func.count()).select_from(task).where(task.c.team == "T01TEST")
        ).scalar_one()
    )
    return int(found)


async def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as home:
        async with (
            stand(Path(home), Waits(0.2), limit=100) as (bot, _slack),
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
        ):
            url = bot_url(bot)
            for n in range(40):  # 32 attempts run, some wait behind them
                await timed(session, url, f"writer: Warm up {n}", f"U{n % PEOPLE:05}")
            before = await count(bot.ledger)
            took = await asyncio.gather(
                *(timed(session, url, f"writer: Memo {n}; must: short", f"U{n % PEOPLE:05}") for n in range(COMMANDS))
            )
            kept = await count(bot.ledger) - before
    p99, most = quantile(took, 0.99), max(took)
    return [
        Row("burst", f"{kept} of {COMMANDS} kept", "", "", "none lost", kept == COMMANDS),
        Row("burst", f"p99 {ms(p99)}", "500 ms", "", "under 500 ms", p99 < 0.5),
        Row("burst", f"max {ms(most)}", "2 s", "", "under 2 s", most < 2.0),
    ]
