"""500 commands of 50 people at once while 32 attempts of real agents run; each process is its own.

Beside it, by turns, 500 at once at a bare Bolt listener in the same process, with the same attempts beside it, that
answers after it has committed one row. The p99 is the median of five rounds, the maximum that of all. The commands are
ready and their connections open before the first is sent, so that the time is the bot's and not the sender's.
"""

import asyncio
import sqlite3
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import aiohttp

from benchmarks.rows import Row, ms, quantile, spread
from benchmarks.served import served
from benchmarks.signed import request, timed

COMMANDS, PEOPLE, ATTEMPTS, ROUNDS, WARM = 500, 50, 32, 5, 60
CALL, CALLS = 0.2, 12  # seconds a call of the model, calls of an attempt


async def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as home:
        async with served(Path(home), CALL, CALLS) as bot, aiohttp.ClientSession() as session:
            for n in range(WARM):
                await timed(session, bot.url, f"writer: Warm up {n}", user(n))
            ours, bare = [await asyncio.gather(*(opened(u) for _ in range(COMMANDS))) for u in (bot.url, bot.bare)]
            await asyncio.sleep(2)
            running = await bot.running()
            pairs = [(await burst(ours), await burst(bare)) for _ in range(ROUNDS)]
            kept = tasks(Path(home)) - WARM
    rounds = [took for took, _ in pairs]
    p99, most = median(quantile(took, 0.99) for took in rounds), max(max(took) for took in rounds)
    reference = median(quantile(took, 0.99) for _, took in pairs)
    note = f"{running} attempts running"
    sent = ROUNDS * COMMANDS
    return [
        Row("burst", f"{kept} of {sent} kept", note, "", "none lost", kept == sent and running == ATTEMPTS),
        Row(
            "burst",
            f"p99 {ms(p99)}",
            f"p99 {ms(reference)} bare Bolt, one row committed, {note}",
            f"{p99 / reference:.2f}",
            "at most 1 times",
            p99 <= reference,
            spread([quantile(t, 0.99) for t in rounds], ms),
        ),
        Row("burst", f"max {ms(most)}", note, "", "under 2 s", most < 2.0),
    ]


def user(n: int) -> str:
    return f"U{n % PEOPLE:05}"


@dataclass(frozen=True, slots=True)
class Line:
    """A connection that is kept open, as Slack keeps them."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def timed(self, sent: bytes) -> float:
        """Seconds from sending to the whole answer, which must be a 200 with a body."""
        began = time.perf_counter()
        self.writer.write(sent)
        head = await self.reader.readuntil(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:-2])
        await self.reader.readexactly(int(fields[b"content-length"]))
        took = time.perf_counter() - began
        if not head.startswith(b"HTTP/1.1 200") or fields[b"content-length"] == b"0":
            raise AssertionError(head)
        return took


async def opened(url: str) -> Line:
    where = urlsplit(url)
    return Line(*await asyncio.open_connection(where.hostname, where.port))


async def burst(lines: list[Line]) -> list[float]:
    """Seconds that each of the commands took; then a moment for what follows them."""
    commands = [written(n) for n in range(len(lines))]
    took = await asyncio.gather(*(line.timed(sent) for line, sent in zip(lines, commands, strict=True)))
    await asyncio.sleep(1)
    return list(took)


def written(n: int) -> bytes:
    body, headers = request(f"writer: Memo {n}; must: short", user(n))
    fields = {"Host": "bot", "Content-Length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"POST /slack/events HTTP/1.1\r\n{head}\r\n".encode() + body


def tasks(home: Path) -> int:
    with sqlite3.connect(home / "ledger.db") as held:
        return int(held.execute("select count(*) from task").fetchone()[0])
