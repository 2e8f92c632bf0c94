"""500 commands of 50 people at once while 32 agents are at work, in a ledger of 200,000 closed tasks.

A third is of a stream, one in fifty is sent twice, as Slack does, and one in fifty is refused. Those behind the first
hundred have their receipts after they are acknowledged, which has a bar of its own. Beside it, by turns, the same
commands at a bare Bolt listener that answers after it has committed one row, with the same agents at work in its
process; meanwhile the other side is frozen. The commands are ready and their connections open before the first is sent,
so that the time is the bot's and not the sender's.
"""

import asyncio
import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import psutil

from benchmarks.aged import MANY, made
from benchmarks.rows import Row, median, ms, quantile, spread
from benchmarks.served import Served, served
from benchmarks.signed import request, timed
from benchmarks.slack_alone import EVERYONE

COMMANDS, PEOPLE, AGENTS, ROUNDS, WARM = 500, 50, 32, 5, 100
BUSY, SETTLES = 600, 1.0  # tasks for the agents beside the bare listener; seconds until all goes on after it was frozen
CALL, CALLS = 0.2, 12  # seconds a call of the model, calls of an attempt
EACH = 50  # of so many commands one is sent twice, and another refused
MOST, RECEIPTS = 2.0, 3.0  # seconds
IN_TURN = "job where kind = 'inbox' and state in ('due', 'running')"


@dataclass(frozen=True, slots=True)
class Bursts:
    """Seconds that the commands of each round took, and until ours had their receipts; how many tasks were made of how
    many that should."""

    ours: list[list[float]]
    bare: list[list[float]]
    receipts: list[float]
    running: int  # agents at work, at the least
    kept: int
    expected: int


async def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for side in (ours := home / "ours", theirs := home / "theirs"):
            side.mkdir()
        shutil.copy(await made(MANY) / "ledger.db", ours)
        async with (
            served(theirs, CALL, CALLS, AGENTS, module="benchmarks.agents_within") as beside,
            served(ours, CALL, CALLS, AGENTS) as bot,
        ):
            return judged(await bursts(bot, beside))


async def bursts(bot: Served, beside: Served) -> Bursts:
    async with aiohttp.ClientSession() as session:
        for url, count in ((bot.url, WARM), (beside.url, BUSY)):
            for n in range(count):
                await timed(session, url, f"writer: Warm up {n}", user(n))
    lines, bare = [await asyncio.gather(*(opened(u) for _ in range(COMMANDS))) for u in (bot.url, beside.bare)]
    before, running, pairs, receipts = bot.count("task"), [bot.running()], [], []
    respond = f"{bot.slack}/_respond/{EVERYONE}"
    for _ in range(ROUNDS):
        with frozen(beside):
            await asyncio.sleep(SETTLES)
            began = time.perf_counter()
            took = await burst(lines, respond)
            running.append(bot.running())
            receipts.append(await all_told(bot, began))
        with frozen(bot):
            await asyncio.sleep(SETTLES)
            pairs.append((took, await burst(bare, respond)))
            running.append(beside.running())
    kept, expected = bot.count("task") - before, ROUNDS * COMMANDS * (EACH - 2) // EACH
    return Bursts([o for o, _ in pairs], [b for _, b in pairs], receipts, min(running), kept, expected)


async def all_told(bot: Served, began: float) -> float:
    """Return the seconds from an instant until no command waits for its turn."""
    while bot.count(IN_TURN):
        await asyncio.sleep(0.02)
    return time.perf_counter() - began


@contextlib.contextmanager
def frozen(side: Served) -> Iterator[None]:
    """Stop all processes of one side, as long as the context lasts."""
    first = psutil.Process(side.process.pid)
    processes = [first, *first.children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


def judged(found: Bursts) -> list[Row]:
    p99s = [quantile(took, 0.99) for took in found.ours]
    p99, most = median(p99s), max(max(took) for took in found.ours)
    reference = median([quantile(took, 0.99) for took in found.bare])
    note, all_kept = f"{found.running} agents at work", found.kept == found.expected
    beside, ok = f"p99 {ms(reference)} bare Bolt, one row committed, {note}", p99 <= reference
    ratio, told = f"{p99 / reference:.2f}", spread(p99s, ms)
    return [
        Row(
            name="burst",
            ours=f"{found.kept} tasks of {found.expected}",
            reference=f"2 % sent twice, 2 % refused, {note}",
            ratio="",
            bar="none lost, none doubled",
            ok=all_kept and found.running >= AGENTS * 3 // 4,  # between two attempts a place is free for a moment
        ),
        Row(
            name="burst",
            ours=f"p99 {ms(p99)}",
            reference=beside,
            ratio=ratio,
            bar="at most 1 times",
            ok=ok,
            spread=told,
        ),
        Row(name="burst", ours=f"max {ms(most)}", reference=note, ratio="", bar=f"under {MOST:g} s", ok=most < MOST),
        Row(
            name="burst",
            ours=f"all receipts after {ms(median(found.receipts))}",
            reference=note,
            ratio="",
            bar=f"under {RECEIPTS:g} s",
            ok=median(found.receipts) < RECEIPTS,
            spread=spread(found.receipts, ms),
        ),
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


async def burst(lines: list[Line], respond: str) -> list[float]:
    """Seconds that each of the commands took until it was acknowledged."""
    commands = written(len(lines), respond)
    return list(await asyncio.gather(*(line.timed(sent) for line, sent in zip(lines, commands, strict=True))))


def written(count: int, respond: str) -> list[bytes]:
    """Commands as they stand on the wire; the last of each fifty is the one before it, sent once more.

    Args:
        respond: where what follows an acknowledgement is told.
    """
    once = [_written(n, respond) for n in range(count)]
    return [once[n - 1] if n % EACH == EACH - 1 else once[n] for n in range(count)]


def _written(n: int, respond: str) -> bytes:
    more = "; by 1 March 2020" if n % EACH == 0 else f"; for Customer {n % 7}" if n % 3 == 0 else ""
    body, headers = request(f"writer: Memo {n}; must: short{more}", user(n), respond)
    fields = {"Host": "bot", "Content-Length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"POST /slack/events HTTP/1.1\r\n{head}\r\n".encode() + body
