"""kill -9 at random moments of a mixed load: what was acknowledged is there, nothing is doubled, work goes on."""

import asyncio
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from localslack.server import LocalSlack
from storage import engine
from tests.faults import hands, invariants
from tests.faults.load import Load
from tests.faults.processes import Process

BACK_WITHIN = 5.0  # seconds from the restart to work going on
LATE = 5.0  # seconds until Slack keeps a message: more than a restart takes


async def killed(
    home: Path, slack: LocalSlack, kills: int, seed: int, postgres: str = "", longest: float = 0.6
) -> dict[str, int]:
    """So many kills under load, the invariants after each; what the kills fell on. On PostgreSQL two processes share
    the work, and one of them is killed."""
    slow = {"what": "delay", "method": "chat.postMessage", "value": 0.2, "times": 10_000}
    slack.faults.order(slow)  # so that kills fall on a post being sent, too
    url, shared = postgres or engine.sqlite_url(home), bool(postgres)
    load, dice = Load(slack, seed, rest=0.5 if shared else 0.08), random.Random(seed)
    homes = [home / "one", home / "two"] if shared else [home]
    processes = [Process(where, slack, url=postgres, socket_mode=shared) for where in homes]
    hit = {"running": 0, "sending": 0}
    await asyncio.gather(*(process.start() for process in processes))
    people = [asyncio.create_task(load.run()) for _ in range(3)]
    for _ in range(kills):
        await asyncio.sleep(dice.uniform(0.05, 3.0 if shared else longest))  # a dead one's jobs come back after 3 s
        process = dice.choice(processes)
        await process.kill()
        hit["running"] += invariants.running(url) > 0
        hit["sending"] += invariants.rows(url, "select count(*) from post where state = 'sending'")[0][0] > 0
        invariants.check(
            url, set(load.tasks), set(load.decisions), hands.said(slack), live=shared, unsaved=hands.unsaved(slack)
        )
        await process.start()
    calm = time.monotonic()
    while not load.decisions and time.monotonic() - calm < 60:  # a slow machine shows its first card only now
        await asyncio.sleep(0.1)
    load.on = False
    await asyncio.gather(*people)
    began = time.monotonic()
    while not invariants.settled(url):
        assert time.monotonic() - began < 120, "I7: something is stuck"
        await asyncio.sleep(0.1)
    assert [await process.kill(signal.SIGTERM) for process in processes] == [0] * len(processes)
    invariants.check(url, load.tasks, load.decisions, hands.said(slack), unsaved=hands.unsaved(slack))
    assert len(load.tasks) > kills
    assert load.decisions
    return hit


async def test_a_dozen_kills(tmp_path: Path, slack: LocalSlack, postgres_url: str) -> None:
    hit = await killed(tmp_path, slack, 12, seed=3, postgres=postgres_url)
    assert hit["running"] > 0, "no kill fell on a running job: the test shows nothing"
    assert hit["sending"] > 0, "no kill fell on a post being sent: the test shows nothing"


@pytest.mark.soak
async def test_two_hundred_kills(tmp_path: Path, slack: LocalSlack, postgres_url: str) -> None:
    hit = await killed(tmp_path, slack, 200, seed=11, postgres=postgres_url, longest=1.2)
    assert min(hit.values()) > 3


async def test_work_goes_on_within_seconds_of_a_restart(tmp_path: Path, slack: LocalSlack, postgres_url: str) -> None:
    process, url = Process(tmp_path, slack, url=postgres_url), postgres_url or engine.sqlite_url(tmp_path)
    await process.start()
    for n in range(3):
        await hands.assign(slack, f"Memo {n}")
    await process.kill()
    began = time.monotonic()
    await process.start()
    while not invariants.settled(url):
        await asyncio.sleep(0.05)
        assert time.monotonic() - began < BACK_WITHIN + 10
    assert invariants.rows(url, "select count(*) from task where state = 'ready'") == [(3,)]
    await process.kill()


async def test_what_slack_keeps_after_the_next_process_looked_is_there_once(
    tmp_path: Path, slack: LocalSlack, postgres_url: str
) -> None:
    """The process ends while it sends; Slack takes longer than the restart."""
    process, url = Process(tmp_path, slack, url=postgres_url), postgres_url or engine.sqlite_url(tmp_path)
    await process.start()
    await hands.assign(slack)
    await until(lambda: invariants.settled(url), "the first task is done")
    slack.faults.order({"what": "delay", "method": "chat.postMessage", "value": LATE, "times": 1})
    await hands.collect(slack)
    sending = "select count(*) from post where state = 'sending'"
    await until(lambda: invariants.rows(url, sending) == [(1,)], "the collection is being sent")
    await process.kill()
    await process.start()
    await asyncio.sleep(LATE)
    await until(lambda: invariants.settled(url), "all is sent")
    invariants.check(url, set(), set(), hands.said(slack))
    await process.kill()


async def until(condition: Callable[[], bool], what: str) -> None:
    """Wait until something is so."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < 60, what
        await asyncio.sleep(0.05)


async def test_a_second_process_on_the_same_ledger_is_refused(tmp_path: Path, slack: LocalSlack) -> None:
    first = Process(tmp_path, slack)
    await first.start()
    second = Process(tmp_path, slack)
    with pytest.raises(AssertionError):
        await second.start()
    assert second.running is not None
    assert await second.running.wait() == 1
    assert await first.kill(signal.SIGTERM) == 0


async def test_sigterm_ends_in_order_over_socket_mode(tmp_path: Path, slack: LocalSlack) -> None:
    process = Process(tmp_path, slack, socket_mode=True)
    await process.start()
    assert await hands.assign(slack) == "T-1"
    began = time.monotonic()
    assert await process.kill(signal.SIGTERM) == 0
    assert time.monotonic() - began < 30
