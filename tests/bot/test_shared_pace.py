"""Several fronts on one PostgreSQL keep to one pace together: in a conversation, and in the whole workspace."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import app
from bot.app import Sluice
from bot.demonstration.stage import local_config
from bot.setup.settings import Role
from localslack.server import LocalSlack
from storage.ledger.core.ledger import Ledger, Tx
from storage.ledger.messages import keeping, pacing, posting
from storage.rules.pace import Gaps
from storage.tables import pace
from tests.conftest import new_ledger
from tests.postgres import Server
from tests.world import configured, wait_for

TEAM, ONE = "T01TEST", "C00"
CHANNELS = [f"C{n:02}" for n in range(20)]
IN_ONE, WORKSPACE = 0.4, 0.2  # seconds


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
    key = keeping.hold(tx, team, {"text": "Hello"})
    posting.put_post(tx, team, "line", key, channel=channel, owner="U01ALICE")


def posts(slack: LocalSlack) -> list[tuple[str, float]]:
    """(channel, when) of each message that came."""
    return [(e["sent"]["channel"], e["at"]) for e in slack.workspace.log if e["what"] == "chat.postMessage"]


def none_early(times: list[float], began: float, gap: float) -> bool:
    """Whether no message came before its turn, one each `gap`; how late one may be, a busy machine decides."""
    return all(at - began >= n * gap - 0.02 for n, at in enumerate(sorted(times)))


async def test_two_fronts_post_at_one_pace(slack: LocalSlack, fronts: list[Sluice]) -> None:
    wanted = [*[ONE] * 10, *CHANNELS[1:]]
    began = time.time()
    for channel in wanted:
        await fronts[0].ledger.do(say, TEAM, channel)

    async def all_came() -> bool:
        return Counter(channel for channel, _ in posts(slack)) == Counter(wanted)

    await wait_for(all_came, "all messages", 30)
    came = [at for _, at in posts(slack)]
    assert none_early(came, began, WORKSPACE), [round(at - began, 2) for at in came]
    in_one = [at for channel, at in posts(slack) if channel == ONE]
    assert none_early(in_one, began, IN_ONE), [round(at - began, 2) for at in in_one]
    assert max(came) - began < 3 * len(wanted) * WORKSPACE  # nobody waits for a turn that is nobody's


@pytest.fixture
async def both(postgres: Server) -> AsyncIterator[list[Ledger]]:
    url = postgres.database()
    made = [new_ledger(url), new_ledger(url)]
    yield made
    for ledger in made:
        ledger.close()


async def test_turns_that_are_taken_at_once_by_two_processes_follow_each_other(both: list[Ledger]) -> None:
    gaps = Gaps(timedelta(seconds=5), timedelta(seconds=1))

    def turn(conn: sa.Connection, channel: str) -> datetime:
        pacing.take(conn, TEAM, channel, gaps)
        mine = pace.c.team == TEAM, pace.c.channel == channel
        return conn.execute(sa.select(pace.c.next_at).where(*mine)).scalar_one() - gaps.channel

    turns = await asyncio.gather(*(both[n % 2].transact(lambda conn, n=n: turn(conn, f"C{n % 4}")) for n in range(12)))
    assert apart(turns) >= gaps.workspace, turns
    for channel in range(4):
        assert apart(turns[channel::4]) >= gaps.channel, turns


def apart(turns: list[datetime]) -> timedelta:
    """Return the least time between two turns."""
    return min(later - earlier for earlier, later in pairwise(sorted(turns)))
