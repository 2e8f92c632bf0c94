"""What ended is written down however long the database is away, and nothing ends the loop that runs the jobs."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.jobs.port import GiveUp, Job
from storage.jobs.trying import Judge
from storage.ledger.core.ledger import Ledger, Tx
from storage.tables import job
from tests.jobs.test_contract import TEAM, JobRunner

sqlite_only = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
async def job_runner(ledger: Ledger) -> AsyncIterator[JobRunner]:
    made = JobRunner(ledger)
    yield made
    await made.stop()


@sqlite_only
@pytest.mark.parametrize("end", [None, ValueError("broken"), GiveUp("pointless")], ids=["done", "again", "dead"])
async def test_an_end_that_a_lock_keeps_from_the_ledger_is_written_afterwards(
    job_runner: JobRunner, tmp_path: Path, end: Exception | None
) -> None:
    """Others hold the ledger for longer than a writer waits, just when a job of a lock ends."""
    held = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    job_runner.meanwhile["first"] = lambda: held.execute("BEGIN IMMEDIATE")
    job_runner.plan["first"] = end or 0.0
    await job_runner.put("first", lock="channel")
    await job_runner.put("next", lock="channel")
    await job_runner.until(lambda: held.in_transaction)
    await asyncio.sleep(4)  # over the patience of a writer
    del job_runner.plan["first"]
    held.execute("ROLLBACK")
    await job_runner.until(lambda: any(key.startswith("next") for key in job_runner.done))
    assert job_runner.dead == ([("first", "pointless")] if isinstance(end, GiveUp) else [])


@sqlite_only
async def test_a_row_that_nobody_runs_is_run_again(job_runner: JobRunner, ledger: Ledger) -> None:
    """The commit that took it was kept, and its answer was lost."""
    await job_runner.put("lost", after=3600)

    def lose(tx: Tx) -> None:
        row = {"state": "running", "tries": 1, "due": tx.now}
        tx.conn.execute(sa.update(job).where(job.c.team == TEAM, job.c.key == "lost").values(row))

    await ledger.do(lose)
    await job_runner.put("other")
    await job_runner.until(lambda: job_runner.done == ["other.1", "lost.1"] or job_runner.done == ["lost.1", "other.1"])


async def test_a_kind_that_nobody_here_knows_is_left_for_who_does(ledger: Ledger) -> None:
    job_runner = JobRunner(ledger)
    await ledger.do(lambda tx: tx.promise(TEAM, "newer", "n", lock="channel"))
    await job_runner.put("a")
    await job_runner.until(lambda: job_runner.done == ["a.1"])
    await asyncio.sleep(1)
    await job_runner.put("b")
    await job_runner.until(lambda: job_runner.done == ["a.1", "b.1"])
    await job_runner.stop()
    left = {p.kind for p in await ledger.see(lambda tx: tx.jobs.promised(tx.conn))}
    assert left - {"profile"} == {"newer"}
    newer = JobRunner(ledger, kinds=("work", "newer"))
    await newer.until(lambda: newer.done == ["n.1"])
    await newer.stop()


@sqlite_only
async def test_a_lock_is_not_held_by_a_kind_that_nobody_here_knows(job_runner: JobRunner) -> None:
    await job_runner.ledger.do(lambda tx: tx.promise(TEAM, "newer", "n", lock="channel"))
    await job_runner.put("a", lock="channel")
    await job_runner.until(lambda: job_runner.done == ["a.1"])


async def test_who_hears_of_a_dead_job_hears_of_it_in_the_end(job_runner: JobRunner) -> None:
    """Slack is busy, just when somebody must be told."""
    job_runner.plan["bad"] = GiveUp("pointless")
    job_runner.deaf = 2
    await job_runner.put("bad", lock="channel")
    await job_runner.put("next", lock="channel")
    await job_runner.until(lambda: job_runner.done == ["next.1"])
    await job_runner.until(lambda: job_runner.dead == [("bad", "pointless")], within=60)


@sqlite_only
async def test_a_page_that_cannot_be_read_ends_nothing(ledger: Ledger, tmp_path: Path) -> None:
    job_runner = JobRunner(ledger)
    await job_runner.put("a")
    await job_runner.until(lambda: job_runner.done == ["a.1"])
    mend = garble(tmp_path / "ledger.db", "ix_job_due")
    with pytest.raises(sa.exc.DatabaseError):
        await job_runner.put("never")
    await asyncio.sleep(6)  # it looks every five seconds
    assert not job_runner.task.done() and job_runner.runner.idle > 5
    mend()
    await job_runner.put("b")
    await job_runner.until(lambda: job_runner.done == ["a.1", "b.1"])
    assert job_runner.runner.idle < 5
    await job_runner.stop()


def garble(path: Path, index: str) -> Callable[[], None]:
    """Overwrite the first page of an index in a file of SQLite's; return what puts it back."""
    with sqlite3.connect(path) as conn:
        (root,) = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (index,)).fetchone()
        (size,) = conn.execute("PRAGMA page_size").fetchone()
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def swap(data: bytes) -> bytes:
        with path.open("r+b") as file:
            file.seek((root - 1) * size)
            was = file.read(size)
            file.seek((root - 1) * size)
            file.write(data)
        return was

    def mend() -> None:
        swap(was)
        with sqlite3.connect(path) as conn:
            conn.execute("PRAGMA user_version = 1")  # others forget what they have read

    was = swap(b"\xff" * size)
    return mend


async def test_an_error_of_its_own_that_the_database_tells_is_a_failure_like_others(job_runner: JobRunner) -> None:
    """More columns than either database takes: it is asked too much, and is well."""
    too_many = f"SELECT {','.join('1' for _ in range(3000))}"

    async def ask(job: Job) -> None:
        await job_runner.ledger.do(lambda tx: tx.conn.exec_driver_sql(too_many) and None)

    job_runner.instead = ask
    await job_runner.put("greedy")
    await job_runner.until(lambda: job_runner.dead, within=90)
    assert job_runner.dead[0][0] == "greedy"
    assert "SELECT" not in job_runner.dead[0][1]  # people are told these words


async def test_what_ends_while_others_are_taken_runs_once(job_runner: JobRunner) -> None:
    """Ends and takings cross all the time: an end that is not written yet is no loss of a run."""
    keys = [f"n{n}" for n in range(300)]
    for key in keys:
        job_runner.plan[key] = random.uniform(0, 0.03)
        await job_runner.put(key)
    await job_runner.until(lambda: len(job_runner.done) >= len(keys), within=60)
    assert sorted(job_runner.done) == sorted(f"{key}.1" for key in keys)


def test_what_reports_a_job_that_was_given_up_is_not_given_up_itself() -> None:
    """A machine that fell 20 times beside it proves nothing: it only writes, and nobody would hear without it."""
    died = Job(id=1, team=TEAM, kind="post", key="7", tries=1, crashes=99)
    with pytest.raises(GiveUp, match="stopped the process"):
        Judge().check_poison(died)
    Judge().check_poison(replace(died, kind="buried:post"))
