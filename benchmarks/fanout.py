"""1,000 reviewers' collections due at once, while Slack takes 300 messages a minute. Time is scaled: pacing and floor
are five times faster, the work for each digest is what it is: twelve things of four streams, in a ledger of 200,000."""

import asyncio
import gc
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import aiohttp
import sqlalchemy as sa
import structlog

from benchmarks.aged import MANY, made
from benchmarks.rows import Row
from bot import app
from bot.demonstration.demo_settings import settings_for
from bot.given import Given
from bot.outbound.pacing import EACH_CHANNEL, WORKSPACE, Pacer
from storage import engine
from storage.ledger.core import opening
from storage.ledger.core.ledger import Terms, Tx, new_key
from storage.ledger.history.sealing import seal_new
from storage.tables import draft, item, person, schedule, stream, task

TEAM, FIRST, REVIEWERS, SCALE, BAR = "T01TEST", 51, 1000, 5, 1.05
ITEMS, STREAMS = 12, 4  # of each reviewer
BRIEF = {"criteria": [], "to": [], "sources": []}


def name(n: int) -> str:
    return f"U{n:05}"


def fill(tx: Tx, team: str) -> None:
    """A collection that is due for each, and more ready than it brings, beside what others did for years."""
    numbers = range(FIRST, FIRST + REVIEWERS)
    seen = {"team": team, "zone": "UTC", "room": 12, "most": 10, "seen_at": tx.now, "profile_at": tx.now}
    greeted = {"welcomed_at": tx.now, "chose_times": True}
    tx.conn.execute(sa.update(person).where(person.c.team == team).values(greeted))  # those of years were, long ago
    tx.conn.execute(sa.insert(person), [{**seen, **greeted, "user": name(n), "dm": f"D{n:05}"} for n in numbers])
    due = {"team": team, "kind": "person", "times": ["09:00"], "days": list(range(7)), "zone": "UTC", "active": True}
    since = tx.now - timedelta(days=1)
    tx.conn.execute(
        sa.insert(schedule), [{**due, "owner": name(n), "since": since, "next_at": tx.now} for n in numbers]
    )
    streams = [{"team": team, "name": f"S{n}", "slug": f"s{n}", "made_at": tx.now} for n in range(STREAMS)]
    tx.conn.execute(sa.insert(stream), streams)
    of_all = sa.select(stream.c.id).where(stream.c.team == team)
    last = tx.conn.execute(sa.select(sa.func.max(task.c.id)).where(task.c.team == team)).scalar_one()
    ids = list(tx.conn.execute(of_all).scalars())
    of_each = [(last + 1 + k, name(FIRST + k % REVIEWERS), ids[k % STREAMS]) for k in range(REVIEWERS * ITEMS)]
    _ready(tx, team, of_each)


def _ready(tx: Tx, team: str, tasks: Sequence[tuple[int, str, int]]) -> None:
    of_task = {"team": team, "state": "ready", "title": "Memo", "goal": "Memo", "worker": "writer", "draft_version": 1}
    at = {"made_at": tx.now, "changed_at": tx.now, "brief": BRIEF}
    rows = [
        {**of_task, **at, "id": n, "number": n, "key": new_key(), "assigner": who, "reviewer": who, "stream_id": where}
        for n, who, where in tasks
    ]
    tx.conn.execute(sa.insert(task), rows)
    of_draft = {"team": team, "version": 1, "title": "Memo", "summary": "Two lines", "body": "x", "made_by": "x"}
    tx.conn.execute(sa.insert(draft), [{**of_draft, "task_id": n, "made_at": tx.now} for n, _, _ in tasks])
    of_item = {"team": team, "kind": "draft", "draft_version": 1, "made_at": tx.now}
    items = [
        {**of_item, "key": new_key(), "task_id": n, "reviewer": who, "words": 50 + n * 7 % 900, "doubts": n % 3}
        for n, who, _ in tasks
    ]
    tx.conn.execute(sa.insert(item), items)


async def serve(home: Path, base: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    settings = settings_for(home)
    secrets = settings.secrets.model_copy(update={"slack_api_base_url": base})
    pacer = Pacer(EACH_CHANNEL / SCALE, WORKSPACE / SCALE)
    gc.freeze()
    running = await app.start(settings.model_copy(update={"secrets": secrets}), given=Given(pacer=pacer))
    print(time.time(), flush=True)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await stopped.wait()
    await running.stop()


async def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copy(await made(MANY) / "ledger.db", home)
        ledger = opening.opened(engine.sqlite_url(home), Terms())
        await ledger.do(fill, TEAM)
        while await ledger.do(seal_new, TEAM):  # the history of years was sealed when it came
            continue
        ledger.close()
        return await measured(home)


async def measured(home: Path) -> list[Row]:
    more = str(FIRST + REVIEWERS)
    slack = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.slack_alone", more, stdout=asyncio.subprocess.PIPE
    )
    assert slack.stdout is not None
    base = (await slack.stdout.readline()).decode().strip()
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.fanout", str(home), base, stdout=asyncio.subprocess.PIPE
    )
    assert bot.stdout is not None
    began, said = float(await bot.stdout.readline()), dict[str, list[float]]()
    async with aiohttp.ClientSession() as session:
        deadline = time.monotonic() + 4 * REVIEWERS * WORKSPACE / SCALE
        while time.monotonic() < deadline and len(said) < REVIEWERS:
            await asyncio.sleep(0.5)
            said = await stamps(session, base)
        await asyncio.sleep(1)  # whatever is said twice is said now
        said = await stamps(session, base)
    bot.terminate()
    await bot.wait()
    slack.kill()
    return judged(began, said)


def judged(began: float, said: Mapping[str, Sequence[float]]) -> list[Row]:
    """
    Args:
        began: when the bot was up: all is due by then.
        said: when each message was said, by the reviewer's direct messages.
    """
    posted, floor = [ts for stamps in said.values() for ts in stamps], (REVIEWERS - 1) * WORKSPACE / SCALE
    took, lost = max(posted) - began, REVIEWERS - len(said)
    twice = sum(len(stamps) > 1 for stamps in said.values())
    words = f"{floor:.1f} s, the floor at {60 / WORKSPACE:.0f} a minute, {SCALE} times faster"
    bar, ok, first = f"at most {BAR:g} times the floor", took <= BAR * floor, f"first after {min(posted) - began:.1f} s"
    return [
        Row(
            name="fanout-1000",
            ours=f"{took:.1f} s",
            reference=words,
            ratio=f"{took / floor:.2f}",
            bar=bar,
            ok=ok,
            spread=first,
        ),
        Row(
            name="fanout-1000",
            ours=f"{lost} without a message, {twice} with two",
            reference=f"{REVIEWERS} reviewers",
            ratio="",
            bar="none lost, none doubled",
            ok=not lost and not twice,
        ),
    ]


async def stamps(session: aiohttp.ClientSession, base: str) -> dict[str, list[float]]:
    """Return when each message was said, by the direct messages of each reviewer who has any."""
    async with session.get(f"{base}/_control/state") as got:
        unread = (await got.json())["unread"]
    reviewers = (f"D{n:05}" for n in range(FIRST, FIRST + REVIEWERS))
    return {channel: [float(ts) for ts in unread[channel]] for channel in reviewers if unread.get(channel)}


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2]))
