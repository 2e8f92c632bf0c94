"""Clocks that are set back or forward, of this machine or of the database's: work goes on within seconds."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from storage.jobs.port import Job
from storage.ledger.core.ledger import Ledger, Tx
from tests.conftest import new_ledger
from tests.jobs.test_contract import JobRunner

HOURS, YEAR = timedelta(hours=2), timedelta(days=365)


class Clock:
    """A clock that can be moved."""

    ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def ledger(database: str, clock: Clock) -> AsyncIterator[Ledger]:
    made = new_ledger(database, clock=clock)
    yield made
    made.close()


@pytest.mark.parametrize("moved", [-HOURS, HOURS, -YEAR, YEAR])
async def test_what_waits_goes_on_within_seconds(ledger: Ledger, clock: Clock, moved: timedelta) -> None:
    job_runner = JobRunner(ledger)
    began = list[float]()
    job_runner.meanwhile["after"] = lambda: began.append(time.monotonic())
    await job_runner.put("before", after=1.5)
    clock.ahead = moved
    put = time.monotonic()
    await job_runner.put("after", after=1.5)
    await job_runner.until(lambda: len(job_runner.done) == 2, within=60)
    assert began[0] - put > 1.4
    await job_runner.stop()


async def test_a_year_ahead_for_a_moment_keeps_nothing_waiting(ledger: Ledger, clock: Clock) -> None:
    job_runner = JobRunner(ledger)
    clock.ahead = YEAR
    await job_runner.put("then", after=1.5)
    clock.ahead = timedelta(0)
    await job_runner.until(lambda: job_runner.done == ["then.1"], within=60)
    await job_runner.stop()


async def test_a_clock_set_back_while_nothing_ran(ledger: Ledger, clock: Clock) -> None:
    job_runner = JobRunner(ledger)
    await job_runner.put("before", after=1.5)
    await job_runner.stop()
    clock.ahead = -HOURS
    job_runner = JobRunner(ledger)
    await job_runner.until(lambda: job_runner.done == ["before.1"], within=60)
    await job_runner.stop()


async def test_a_retry_is_waited_for_no_longer_than_it_was_to_be(ledger: Ledger, clock: Clock) -> None:
    job_runner = JobRunner(ledger)

    async def fails_once(job: Job) -> None:
        if job.tries == 1:
            raise ValueError("broken")
        job_runner.done.append(f"{job.key}.{job.tries}")

    job_runner.instead = fails_once
    await job_runner.put("bad")
    first = await due(ledger)
    async with asyncio.timeout(60):
        while await due(ledger) == first:
            await asyncio.sleep(0.01)
    clock.ahead = -HOURS
    await job_runner.until(lambda: job_runner.done == ["bad.2"], within=60)
    await job_runner.stop()


async def due(ledger: Ledger) -> list[datetime]:
    """Return when each promise is due."""
    return await ledger.see(lambda tx: [promise.due for promise in tx.jobs.promised(tx.conn)])


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_the_servers_own_clock_is_set_back(ledger: Ledger) -> None:
    """Played by instants that lie as much further ahead."""
    job_runner = JobRunner(ledger)
    await job_runner.put("before", after=1.5)

    def ahead(tx: Tx) -> None:
        for where in (
            "jobs SET scheduled_at = scheduled_at",
            "events SET at = at",
            "workers SET last_heartbeat = last_heartbeat",
        ):
            tx.conn.exec_driver_sql(f"UPDATE procrastinate_{where} + interval '2 hours'")

    await ledger.do(ahead)
    await job_runner.until(lambda: job_runner.done == ["before.1"], within=60)
    await job_runner.stop()
