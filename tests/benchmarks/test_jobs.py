"""The figure of the jobs can fall short: it does where a verb takes its time."""

import time
from collections.abc import Sequence
from functools import partial

from benchmarks import jobs
from storage.ledger.core.ledger import Tx


def slow(tx: Tx, team: str, numbers: Sequence[int]) -> None:
    time.sleep(0.4 * len(numbers))  # far above what a busy machine takes of the others
    jobs.promise(tx, team, numbers)


async def test_a_slow_promise_falls_short() -> None:
    rows = await jobs.rows(partial(jobs.ours, verb=slow), count=10, rounds=1)
    assert [row.ok for row in rows] == [False] * 4


async def test_no_job_is_lost_or_done_twice() -> None:
    with jobs.databases("SQLite") as database:
        assert await jobs.rate(jobs.ours, database(), 60, 7) > 0
