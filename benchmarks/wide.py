"""A pipeline of a thousand tasks: what its first step sets going when it is approved, and the end of all of it."""

import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import sqlalchemy as sa

from benchmarks.rows import Row, ms, spread
from storage.ledger import people
from storage.ledger.core.ledger import Ledger, Tx
from storage.ledger.pipelines import advancing
from storage.ledger.tasks import chains
from storage.rules.values.task import Task
from storage.tables import task
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, TEAM, assign
from tests.sqlite import lay_out

WAITERS, ROUNDS = 999, 3
BAR = 0.050  # seconds


async def rows() -> list[Row]:
    approve, cancel = [], []
    for _ in range(ROUNDS):
        approve.append(await timed(advance))
        cancel.append(await timed(end))
    return [row("pipeline of 1,000: approve", approve), row("pipeline of 1,000: cancel all", cancel)]


def row(name: str, seconds: list[float]) -> Row:
    took = statistics.median(seconds)
    return Row(
        name=name,
        ours=ms(took),
        reference=f"{WAITERS} wait for one",
        ratio="",
        bar=f"under {ms(BAR)}",
        ok=took < BAR,
        spread=spread(seconds, ms),
    )


async def timed(verb: Callable[[Ledger, Task], Awaitable[float]]) -> float:
    """Return the seconds that a verb takes on a graph of its own, in a process that has done the same once before."""
    with tempfile.TemporaryDirectory() as home:
        url = lay_out(Path(home))
        ledger = new_ledger(url)
        try:
            await ledger.do(people.ensure_workspace, TEAM, "Test")
            await verb(ledger, await graph(ledger, 1))
            return await verb(ledger, await graph(ledger, WAITERS))
        finally:
            ledger.close()


async def graph(ledger: Ledger, waiters: int) -> Task:
    """Assign a task and so many that come after it; return the first."""
    first = (await assign(ledger)).task
    for _ in range(waiters):
        await assign(ledger, after=(first.name,))
    return first


async def advance(ledger: Ledger, first: Task) -> float:
    """Approve the first step, and let what comes after it go on."""
    await ledger.do(approve, first)
    began = time.perf_counter()
    await ledger.do(advancing.advance, TEAM, first.id)
    return time.perf_counter() - began


async def end(ledger: Ledger, first: Task) -> float:
    """Cancel all of it."""
    began = time.perf_counter()
    await ledger.do(chains.cancel_all, ALICE, first.key)
    return time.perf_counter() - began


def approve(tx: Tx, first: Task) -> None:
    tx.conn.execute(sa.update(task).where(task.c.team == TEAM, task.c.id == first.id).values(state="approved"))
