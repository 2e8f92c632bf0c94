"""The least that an acknowledged `/assign` can take: `python -m benchmarks.floor`, with no bar.

The statements of each command's transaction are written down, with their values, and a bare Bolt listener runs them
again on a copy of the ledger: nothing is parsed, decided or drawn. Beside it, by turns, the bare listener that commits
one row. What is left of the bar then is all that the receipt's own work may take.
"""

import asyncio
import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa

from benchmarks.ack import PLAIN, bare, one_row
from benchmarks.rows import median
from benchmarks.signed import timed
from benchmarks.stand import PEOPLE, Waits, bot_url, stand
from storage import engine
from storage.ledger.tasks import assigning
from storage.prepared import Prepared

COMMANDS, WARM = 320, 60
Statements = list[tuple[str, Any]]


class Notes:
    """The statements of each command's transaction, in the order of the commands."""

    def __init__(self) -> None:
        self.commands: list[Statements] = []
        self._on = False

    def note(self, text: str, values: Any) -> None:
        """Write a statement down, where it belongs to a command."""
        if self._on:
            self.commands[-1].append((text, values))

    def begin(self) -> None:
        """Begin the statements of a command."""
        self.commands.append([])
        self._on = True

    def end(self, *_: object) -> None:
        """End them: they are committed."""
        self._on = False


@contextlib.contextmanager
def noted(writer: sa.Engine) -> Iterator[Notes]:
    """Write down what the verb of `/assign` sends to the driver, in both of the ways that there are."""
    notes, verb, fetch = Notes(), assigning.assign, Prepared.fetch

    def assign(*args: Any, **more: Any) -> Any:
        notes.begin()
        return verb(*args, **more)

    def fetched(self: Prepared, conn: Any, values: Mapping[str, Any], every: bool = False) -> Any:
        row = fetch(self, conn, values, every)
        text, constants, processes = self._made[conn.dialect.name]
        notes.note(text, {**constants, **values, **{name: make(values[name]) for name, make in processes.items()}})
        return row

    def executed(conn: Any, cursor: Any, text: str, values: Any, context: Any, many: bool) -> None:
        for row in values if many else [values]:
            notes.note(text, row)

    sa.event.listen(writer, "before_cursor_execute", executed)
    sa.event.listen(writer, "commit", notes.end)
    assigning.assign, Prepared.fetch = assign, fetched  # type: ignore[assignment, method-assign]
    try:
        yield notes
    finally:
        assigning.assign, Prepared.fetch = verb, fetch  # type: ignore[method-assign]


async def commands(home: Path, copy: Path) -> list[Statements]:
    """Return the statements of some commands, and leave a copy of the ledger as it was before them."""
    async with stand(home, Waits(3600.0)) as (bot, _slack), aiohttp.ClientSession() as session:
        for n in range(WARM):
            await timed(session, bot_url(bot), PLAIN, f"U{n % PEOPLE:05}")
        await asyncio.sleep(1)
        with (
            contextlib.closing(sqlite3.connect(home / "ledger.db")) as held,
            contextlib.closing(sqlite3.connect(copy / "ledger.db")) as copied,
        ):
            held.backup(copied)
        with noted(bot.ledger._writer) as notes:
            for n in range(COMMANDS):
                await timed(session, bot_url(bot), PLAIN, f"U{n % PEOPLE:05}")
    return notes.commands


def again(home: Path, commands: Iterator[Statements]) -> Any:
    """A listener that runs the statements of the next command, then acknowledges."""
    writer, thread = engine.writer(engine.sqlite_url(home)), ThreadPoolExecutor(1)

    def save() -> None:
        with writer.begin() as tx:
            driver: Any = tx.connection.driver_connection
            for text, values in next(commands):
                driver.execute(text, values).fetchall()

    async def listener(ack: Any) -> None:
        await asyncio.get_running_loop().run_in_executor(thread, save)
        await ack("done")

    return listener


async def main() -> None:
    with (
        tempfile.TemporaryDirectory() as first,
        tempfile.TemporaryDirectory() as copy,
        tempfile.TemporaryDirectory() as one,
    ):
        known = await commands(Path(first), Path(copy))
        runners = await bare(True, again(Path(copy), iter(known))), await bare(True, one_row(Path(one)))
        took: tuple[list[float], list[float]] = [], []
        async with aiohttp.ClientSession() as session:
            for _ in known:
                for (_, url), spent in zip(runners, took, strict=True):
                    spent.append(await timed(session, url, PLAIN))
        for runner, _ in runners:
            await runner.cleanup()
    floor, row = (median(spent[WARM:]) * 1000 for spent in took)
    count = median([len(each) for each in known])
    print(f"{count:.0f} statements alone {floor:.2f} ms, one row {row:.2f} ms: {floor / row:.2f}")


if __name__ == "__main__":
    asyncio.run(main())
