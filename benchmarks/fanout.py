"""1,000 reviewers' collections due at once, while Slack takes 300 messages a minute. Time is scaled: pacing and floor
are five times faster, the work for each digest is what it is."""

import asyncio
import gc
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import aiohttp
import sqlalchemy as sa
import structlog

from benchmarks.rows import Row
from bot import app
from bot.app import Given
from bot.posting import EACH_CHANNEL, WORKSPACE, Pacer
from bot.stage import settings_for
from storage import engine
from storage.ledger import opening, people
from storage.ledger.core import Terms, Tx, new_key
from storage.tables import draft, item, person, schedule, task

TEAM, REVIEWERS, SCALE, BAR = "T01TEST", 1000, 5, 1.1
BRIEF = {"criteria": [], "to": [], "sources": []}


def name(n: int) -> str:
    return f"U{n:05}"


def fill(tx: Tx) -> None:
    """An item ready for each, and a collection that is due for each."""
    people.ensure_workspace(tx, TEAM, "Test")
    numbers = range(1, REVIEWERS + 1)
    seen = {"team": TEAM, "zone": "UTC", "room": 12, "most": 10, "seen_at": tx.now, "profile_at": tx.now}
    greeted = {"welcomed_at": tx.now, "chose_times": True}
    tx.conn.execute(sa.insert(person), [{**seen, **greeted, "user": name(n), "dm": f"D{n:05}"} for n in numbers])
    due = {"team": TEAM, "kind": "person", "times": ["09:00"], "days": list(range(7)), "zone": "UTC", "active": True}
    since = tx.now - timedelta(days=1)
    tx.conn.execute(
        sa.insert(schedule), [{**due, "owner": name(n), "since": since, "next_at": tx.now} for n in numbers]
    )
    of_task = {"team": TEAM, "state": "ready", "title": "Memo", "goal": "Memo", "worker": "writer", "draft_version": 1}
    made = {"made_at": tx.now, "changed_at": tx.now, "brief": BRIEF}
    tx.conn.execute(
        sa.insert(task),
        [{**of_task, **made, "number": n, "key": new_key(), "assigner": name(n), "reviewer": name(n)} for n in numbers],
    )
    of_draft = {"team": TEAM, "version": 1, "title": "Memo", "summary": "Two lines", "body": "x", "made_by": "x"}
    tx.conn.execute(sa.insert(draft), [{**of_draft, "task_id": n, "made_at": tx.now} for n in numbers])
    of_item = {"team": TEAM, "kind": "draft", "draft_version": 1, "words": 90, "made_at": tx.now}
    tx.conn.execute(
        sa.insert(item), [{**of_item, "key": new_key(), "task_id": n, "reviewer": name(n)} for n in numbers]
    )


async def serve(home: Path, base: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    settings = settings_for(home)
    secrets = settings.secrets.model_copy(update={"slack_api_base_url": base})
    pacer = Pacer(EACH_CHANNEL / SCALE, WORKSPACE / SCALE)
    gc.freeze()
    running = await app.start(settings.model_copy(update={"secrets": secrets}), given=Given(pacer=pacer))
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await stopped.wait()
    await running.stop()


async def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        ledger = opening.opened(engine.sqlite_url(home), Terms())
        await ledger.do(fill)
        ledger.close()
        return await measured(home)


async def measured(home: Path) -> list[Row]:
    slack = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.slack_alone", str(REVIEWERS), stdout=asyncio.subprocess.PIPE
    )
    assert slack.stdout is not None
    base = (await slack.stdout.readline()).decode().strip()
    began = time.time()
    bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.fanout", str(home), base)
    posted: list[float] = []
    async with aiohttp.ClientSession() as session:
        deadline = time.monotonic() + 4 * REVIEWERS * WORKSPACE / SCALE
        while time.monotonic() < deadline and len(posted) < REVIEWERS:
            await asyncio.sleep(0.5)
            posted = await stamps(session, base)
        await asyncio.sleep(1)  # whatever is said twice is said now
        posted = await stamps(session, base)
    bot.terminate()
    await bot.wait()
    slack.kill()
    took, floor = max(posted) - min(posted), (REVIEWERS - 1) * WORKSPACE / SCALE
    ready = min(posted) - began
    there = len(posted)
    words = f"{floor:.1f} s, the floor at {60 / WORKSPACE:.0f} a minute, {SCALE} times faster"
    most = f"at most {BAR:g} times the floor"
    return [
        Row(
            "fanout-1000",
            f"{took:.1f} s",
            words,
            f"{took / floor:.2f}",
            most,
            took <= BAR * floor,
            f"first after {ready:.1f} s",
        ),
        Row(
            "fanout-1000",
            f"{there} messages",
            f"{REVIEWERS} reviewers",
            "",
            "none lost, none doubled",
            there == REVIEWERS,
        ),
    ]


async def stamps(session: aiohttp.ClientSession, base: str) -> list[float]:
    """When each message was said, in direct messages."""
    async with session.get(f"{base}/_control/state") as got:
        said = (await got.json())["unread"]
    seen = Counter({channel: len(held) for channel, held in said.items() if channel.startswith("D")})
    assert not seen or max(seen.values()) <= 99
    return [float(ts) for channel in seen for ts in said[channel]]


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2]))
