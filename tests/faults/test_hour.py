"""People at work for an hour: nothing lost, nothing doubled, and the process is as large as it was."""

import asyncio
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from localslack.server import LocalSlack
from storage import engine
from tests.faults import hands, invariants
from tests.faults.load import Load
from tests.faults.processes import Process

GROWTH = 12.0  # MB that the second half of the time may add to the first


@dataclass(frozen=True, slots=True)
class Sample:
    """A process at one moment.

    Attributes:
        megabytes: of memory that is its own.
        files: descriptors that it holds open.
    """

    megabytes: float
    files: int


def sampled(process: Process) -> Sample:
    assert process.running is not None
    seen = psutil.Process(process.running.pid)
    return Sample(seen.memory_full_info().uss / 1e6, seen.num_fds())


def largest(samples: Sequence[Sample]) -> Sample:
    return Sample(max(s.megabytes for s in samples), max(s.files for s in samples))


async def worked(home: Path, slack: LocalSlack, postgres: str, seconds: float, rest: float) -> list[Sample]:
    """Return what the process was like, sixty times, while three people worked with it for so long."""
    url = postgres or engine.sqlite_url(home)
    process, load = Process(home, slack, url=postgres, socket_mode=True), Load(slack, seed=7, rest=rest)
    await process.start()
    people = [asyncio.create_task(load.run()) for _ in range(3)]
    began, samples = time.monotonic(), []
    while time.monotonic() - began < seconds:
        await asyncio.sleep(seconds / 60)
        samples.append(sampled(process))
    load.on = False
    await asyncio.gather(*people)
    async with asyncio.timeout(120):
        while not invariants.settled(url):
            await asyncio.sleep(0.1)
    assert await process.kill(signal.SIGTERM) == 0
    invariants.check(url, load.tasks, load.decisions, hands.said(slack), unsaved=hands.unsaved(slack))
    posts = invariants.rows(url, "select count(*) from post where state = 'sent'")[0][0]
    halves = [largest(half) for half in (samples[:30], samples[30:])]
    print(f"{len(load.tasks)} tasks, {len(load.decisions)} decisions, {posts} posts; at most {halves}")
    assert load.tasks and load.decisions
    return samples


async def test_a_quarter_of_a_minute_loses_and_doubles_nothing(
    tmp_path: Path, slack: LocalSlack, postgres_url: str
) -> None:
    assert len(await worked(tmp_path, slack, postgres_url, seconds=15, rest=0.2)) > 0


@pytest.mark.soak
async def test_an_hour_loses_and_doubles_nothing_and_memory_is_flat(
    tmp_path: Path, slack: LocalSlack, postgres_url: str
) -> None:
    samples = await worked(tmp_path, slack, postgres_url, seconds=3600, rest=2.0)
    first, second = largest(samples[:30]), largest(samples[30:])
    assert second.megabytes <= first.megabytes + GROWTH
    assert second.files <= first.files + 4
