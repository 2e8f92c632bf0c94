"""Work never falls silent: what was in flight when the ledger could not be written goes on by itself."""

import asyncio
import contextlib
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import sqlalchemy as sa

from localslack.server import LocalSlack
from storage import engine
from storage.ledger.core.ledger import Tx
from storage.ledger.messages import receiving
from storage.tables import job
from tests.faults import hands, invariants
from tests.faults.processes import Process
from tests.jobs.test_outcomes import garble
from tests.world import ALICE, World, wait_for, world

LONG = 8.0  # seconds: more than any writer waits
Fault = Callable[[Process], AbstractContextManager[None]]


@contextlib.contextmanager
def full_disk(process: Process) -> Iterator[None]:
    """Let the process write to no file any more."""
    assert process.running is not None
    _, most = resource.prlimit(process.running.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.running.pid, resource.RLIMIT_FSIZE, (0, most))
    yield
    resource.prlimit(process.running.pid, resource.RLIMIT_FSIZE, (most, most))


@contextlib.contextmanager
def locked(process: Process) -> Iterator[None]:
    """Hold the ledger as a copying tool does."""
    held = sqlite3.connect(process.home / "ledger.db", isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    yield
    held.execute("ROLLBACK")
    held.close()


@contextlib.contextmanager
def malformed(process: Process) -> Iterator[None]:
    """Have the disk give back rubbish for a page of the ledger."""
    mend = garble(process.home / "ledger.db", "ix_job_due")
    yield
    mend()


@pytest.mark.parametrize("fault", [full_disk, locked, malformed])
async def test_posts_and_agents_in_flight_go_on_afterwards(tmp_path: Path, slack: LocalSlack, fault: Fault) -> None:
    slack.faults.order({"what": "delay", "method": "chat.postMessage", "value": 0.5, "times": 1000})
    process = Process(tmp_path, slack, module="tests.faults.slow_worker", SLOW_SECONDS="1.5", SLOW_ROLE="all")
    url = engine.sqlite_url(tmp_path)
    await process.start()
    kept = {name for n in range(6) if (name := await hands.assign(slack, f"Memo {n}"))}

    async def under_way() -> bool:
        kinds = {kind for (kind,) in invariants.rows(url, "select kind from job where state = 'running'")}
        return kinds >= {"attempt", "post"}

    async def settled() -> bool:
        return invariants.settled(url)

    await wait_for(under_way, "a post and an attempt under way")
    with fault(process):
        await asyncio.sleep(LONG)
    await wait_for(settled, "settled", within=60)
    invariants.check(url, kept, set(), hands.said(slack))
    assert invariants.rows(url, "select count(*) from task where state = 'ready'") == [(6,)]
    assert hands.shown(slack, "approve")
    assert await process.kill(15) == 0


async def test_a_kind_that_this_version_does_not_know_stops_nothing(
    tmp_path: Path, slack: LocalSlack, postgres_url: str
) -> None:
    process, url = Process(tmp_path, slack, url=postgres_url), postgres_url or engine.sqlite_url(tmp_path)
    await process.start()
    newer = (
        "insert into procrastinate_jobs (queue_name, task_name, priority, args) values ('default', 'newer', 0, '{}')"
        if postgres_url
        else "insert into job (team, kind, key, queue, due, state) values ('T01TEST', 'newer', '', 'default', 0, 'due')"
    )
    with invariants.books(url).begin() as books:
        books.exec_driver_sql(newer)
    assert await hands.assign(slack) == "T-1"

    async def shown() -> bool:
        return bool(hands.shown(slack, "approve"))

    await wait_for(shown, "a card")
    state = "status::text from procrastinate_jobs where task_name" if postgres_url else "state from job where kind"
    assert invariants.rows(url, f"select {state} = 'newer'") == [("todo" if postgres_url else "due",)]  # noqa: S608
    assert await process.kill(15) == 0


async def test_a_process_whose_background_work_ended_ends_with_an_error(tmp_path: Path, slack: LocalSlack) -> None:
    process = Process(tmp_path, slack, module="tests.faults.falling")
    await process.start()
    assert process.running is not None
    assert await asyncio.wait_for(process.running.wait(), 20) == 1


async def test_who_said_what_cannot_be_worked_on_hears_of_it(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said("/sluice")
        await sluice.message_with("Hello")
        await last_try(sluice, "inbox", "odd")
        told = await sluice.message_with("could not be worked on")
        assert "Please write me a poem" in str(told)


async def last_try(sluice: World, kind: str, key: str) -> None:
    """Keep something that no handler can read, at the last of its tries."""

    def keep(tx: Tx) -> None:
        receiving.keep(tx, "T01TEST", key, {"kind": "odd", "user": ALICE, "text": "Please write me a poem"})
        mine = job.c.team == "T01TEST", job.c.kind == kind, job.c.key == key
        tx.conn.execute(sa.update(job).where(*mine).values(tries=19))

    await sluice.bot.ledger.do(keep)
