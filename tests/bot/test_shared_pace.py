"""Several fronts on one PostgreSQL keep to one pace together: in a conversation, and in the whole workspace."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import app
from bot.app import Sluice
from bot.demonstration.stage import local_config
from bot.setup.settings import Role
from localslack.server import LocalSlack
from storage.ledger.core.ledger import Ledger, Tx
from storage.ledger.messages import pacing, posting, receiving
from storage.rules.pace import Gaps
from tests.conftest import new_ledger
from tests.postgres import Server
from tests.world import configured, wait_for

TEAM, ONE = "T01TEST", "C00"
CHANNELS = [f"C{n:02}" for n in range(20)]
IN_ONE, WORKSPACE = 0.4, 0.2  # seconds
LATE = 0.35  # seconds that a message may be later than its turn


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    rows = tuple({"id": channel, "name": channel.lower()} for channel in CHANNELS)
    made = LocalSlack(config=replace(local_config(), channels=rows))
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def fronts(slack: LocalSlack, tmp_path: Path, postgres: Server) -> AsyncIterator[list[Sluice]]:
    url = postgres.database()
    homes = [tmp_path / "one", tmp_path / "two"]
    settings = [configured(home, slack.url, "http", url, post_seconds=IN_ONE) for home in homes]
    made = [await app.start(each, Role.FRONT) for each in settings]
    yield made
    for front in made:
        await front.stop()


def say(tx: Tx, team: str, channel: str) -> None:
    key = receiving.hold(tx, team, {"text": "Hello"})
    posting.put_post(tx, team, "line", key, channel=channel, owner="U01ALICE")


def posts(slack: LocalSlack) -> list[tuple[str, float]]:
    """(channel, when) of each message that came."""
    return [(e["sent"]["channel"], e["at"]) for e in slack.workspace.log if e["what"] == "chat.postMessage"]


def slower_than(times: list[float], gap: float) -> bool:
    """Whether no part of it is faster than a message each `gap`."""
    return all(b - a >= (j - i) * gap - LATE for i, a in enumerate(times) for j, b in enumerate(times) if j > i)


async def test_two_fronts_post_at_one_pace(slack: LocalSlack, fronts: list[Sluice]) -> None:
    wanted = [*[ONE] * 10, *CHANNELS[1:]]
    for channel in wanted:
        await fronts[0].ledger.do(say, TEAM, channel)

    async def all_came() -> bool:
        return Counter(channel for channel, _ in posts(slack)) == Counter(wanted)

    await wait_for(all_came, "all messages", 30)
    came = sorted(at for _, at in posts(slack))
    assert slower_than(came, WORKSPACE), [round(at - came[0], 2) for at in came]
    in_one = sorted(at for channel, at in posts(slack) if channel == ONE)
    assert slower_than(in_one, IN_ONE), [round(at - in_one[0], 2) for at in in_one]
    assert came[-1] - came[0] < 3 * len(wanted) * WORKSPACE  # nobody waits for a turn that is nobody's


@pytest.fixture
async def both(postgres: Server) -> AsyncIterator[list[Ledger]]:
    url = postgres.database()
    made = [new_ledger(url), new_ledger(url)]
    yield made
    for ledger in made:
        ledger.close()


async def test_turns_that_are_taken_at_once_by_two_processes_follow_each_other(both: list[Ledger]) -> None:
    gaps = Gaps(timedelta(seconds=5), timedelta(seconds=1))
    waits = await asyncio.gather(
        *(both[n % 2].transact(lambda conn, n=n: pacing.take(conn, TEAM, f"C{n % 4}", gaps)) for n in range(12))
    )
    apart = sorted(waits)
    assert all(b - a > 0.7 for a, b in zip(apart, apart[1:], strict=False)), apart
    for channel in range(4):
        mine = sorted(w for n, w in enumerate(waits) if n % 4 == channel)
        assert all(b - a > 4 for a, b in zip(mine, mine[1:], strict=False)), mine
