"""The least that all of a task can cost the processor: `python -m benchmarks.floor_whole`, with no bar.

What the bot asks of its ledger and of Slack for some tasks is written down, from the command to the delivery. A process
that parses, decides and draws nothing then runs the same transactions on a copy of the ledger, calls Slack with the
same messages, and takes as many requests through Bolt. Beside it, the runs of the agents by themselves. What is left of
agent-cpu's bar is all that the bot's own work may take.
"""

import asyncio
import contextlib
import os
import pickle
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa
from slack_sdk.web.async_base_client import AsyncBaseClient
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.ack import PLAIN, bare, nothing
from benchmarks.agents import CAP, CPU_TASKS, PEOPLE, STEPS, alone
from benchmarks.crowd import config
from benchmarks.served import serve
from benchmarks.signed import timed
from benchmarks.whole import assign, decide, name, playing
from localslack.server import LocalSlack
from storage import engine
from storage.prepared import Prepared

TOKEN, TASKS = "xoxb-test-token", CPU_TASKS
BEGIN, COPY, FILE = "begin", "before.db", "asked.pickle"
WHOLE_BAR = 1.6


@dataclass
class Asked:
    """What was asked of the ledger, transaction by transaction with the level of its durability, and of Slack."""

    home: Path
    transactions: list[tuple[str, list[tuple[str, Any]]]] = field(default_factory=list)
    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def on(self) -> bool:
        """Tell whether it is written down already; where that begins, keep the ledger as it is."""
        if not (self.home / BEGIN).exists():
            return False
        if not (self.home / COPY).exists():
            with (
                contextlib.closing(sqlite3.connect(self.home / "ledger.db")) as held,
                contextlib.closing(sqlite3.connect(self.home / COPY)) as copied,
            ):
                held.backup(copied)
        return True

    def keep(self) -> None:
        """Write all of it into a file."""
        (self.home / FILE).write_bytes(pickle.dumps((self.transactions, self.calls)))


def listen(asked: Asked) -> None:
    """Have this process write down what it asks."""
    rows: dict[int, list[tuple[str, Any]]] = {}
    made, fetch, api = engine._sqlite, Prepared.fetch, AsyncBaseClient.api_call

    def _sqlite(url: str, begin: str, pool: int, synchronous: str = "FULL") -> sa.Engine:
        new = made(url, begin, pool, synchronous)

        @sa.event.listens_for(new, "begin")
        def _begun(conn: sa.Connection) -> None:
            rows[id(conn)] = own = []
            if asked.on():
                asked.transactions.append(("read" if begin == "BEGIN" else synchronous, own))

        @sa.event.listens_for(new, "before_cursor_execute")
        def _runs(conn: sa.Connection, cursor: Any, text: str, values: Any, context: Any, many: bool) -> None:
            rows.setdefault(id(conn), []).extend((text, row) for row in (values if many else [values]))

        return new

    def fetched(self: Prepared, conn: Any, values: Mapping[str, Any], every: bool = False) -> Any:
        row = fetch(self, conn, values, every)
        text, constants, processes = self._made[conn.dialect.name]
        own = {**constants, **values, **{name: make(values[name]) for name, make in processes.items()}}
        rows.setdefault(id(conn), []).append((text, own))
        return row

    async def called(self: Any, method: str, **given: Any) -> Any:
        if asked.on():
            asked.calls.append((method, dict(given.get("json") or given.get("params") or given.get("data") or {})))
        return await api(self, method, **given)

    engine._sqlite, Prepared.fetch, AsyncBaseClient.api_call = _sqlite, fetched, called  # type: ignore[method-assign]
    signal.signal(signal.SIGTERM, lambda *_: (asked.keep(), os._exit(0)))


async def written_down(home: Path) -> None:
    """Have people assign, collect and approve some tasks, and the bot write down what that asks."""
    users = [name(n) for n in range(1, PEOPLE + 1)]
    async with playing(home, 0.0, STEPS, CAP, PEOPLE, module="benchmarks.floor_whole") as (bot, crowd):
        await assign(crowd, users, PEOPLE)
        await decide(bot, crowd, users)
        (home / BEGIN).touch()
        await asyncio.gather(assign(crowd, users, TASKS), decide(bot, crowd, users, TASKS + PEOPLE))


async def again(home: Path, base: str) -> None:
    """Do what was written down, and nothing else; print what each part of it cost, in seconds."""
    transactions, calls = pickle.loads((home / FILE).read_bytes())  # noqa: S301, it is our own
    url = f"sqlite:///{home / COPY}"
    engines = {"FULL": engine.writer(url), "NORMAL": engine.bookkeeper(url), "read": engine.reader(url)}
    loop, thread = asyncio.get_running_loop(), ThreadPoolExecutor(1)
    _, address = await bare(True, nothing)

    def transact(level: str, rows: list[tuple[str, Any]]) -> None:
        with engines[level].begin() as tx:  # type: ignore[union-attr]
            driver: Any = tx.connection.driver_connection
            for text, values in rows:
                driver.execute(text, values).fetchall()

    at = time.process_time()
    for level, rows in transactions:
        await loop.run_in_executor(thread, transact, level, rows)
    ledger, at = time.process_time() - at, time.process_time()
    client = AsyncWebClient(token=TOKEN, base_url=f"{base.rstrip('/')}/api/")
    for method, given in calls:
        if method == "files.completeUploadExternal":
            await client.files_upload_v2(channel="C01GEN", content="x" * 800, filename="memo.md")
        elif method in ("chat.postMessage", "chat.update"):
            await client.chat_postMessage(channel="C01GEN", **{k: given[k] for k in ("text", "blocks") if k in given})
    print(ledger, time.process_time() - at, address, flush=True)
    at = time.process_time()
    await loop.run_in_executor(None, sys.stdin.readline)
    print(time.process_time() - at, (await alone(CPU_TASKS, 0.0)).cpu / CPU_TASKS, flush=True)
    os._exit(0)


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        await written_down(home)
        requests = 2 * TASKS  # a command and a tap for each
        slack = LocalSlack(config=config(PEOPLE))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.floor_whole", str(home), await slack.start()),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdin is not None and process.stdout is not None
        ledger, calls, address = (await process.stdout.readline()).decode().split()
        async with aiohttp.ClientSession() as session:
            for _ in range(requests):
                await timed(session, address, PLAIN)
        process.stdin.write(b"done\n")
        bolt, run = map(float, (await process.stdout.readline()).decode().split())
        await slack.stop()
    parts = [float(spent) / TASKS for spent in (ledger, calls, bolt)]
    told = ", ".join(f"{word} {ms * 1000:.1f} ms" for word, ms in zip(("ledger", "Slack", "Bolt"), parts, strict=True))
    least = (run + sum(parts)) / run
    print(f"a run by itself {run * 1000:.1f} ms; besides {told}: {least:.2f}, the bar is {WHOLE_BAR}")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        asyncio.run(main())
    elif len(sys.argv) == 3:
        asyncio.run(again(Path(sys.argv[1]), sys.argv[2]))
    else:
        home, seconds, calls, places, base = sys.argv[1:]
        listen(Asked(Path(home)))
        asyncio.run(serve(Path(home), float(seconds), int(calls), int(places), base))
