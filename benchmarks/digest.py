"""A digest out of ten thousand ready items of one reviewer: from the command to the message, and the choice alone."""

import asyncio
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import aiohttp
import sqlalchemy as sa

from benchmarks.rows import Row, median, ms, spread
from benchmarks.stand import Waits, stand
from bot.app import Sluice
from bot.setup import collector
from localslack.server import LocalSlack
from storage.ledger import people
from storage.ledger.core.ledger import Ledger, Tx, new_key
from storage.ledger.shelf import choosing
from storage.rules.order_cost import Candidate, sitting
from storage.rules.ranking import Rule, choose
from storage.tables import collected, collection, draft, item, person, stream, task

TEAM, USER, STREAMS, MOST = "T01TEST", "U01ALICE", 200, 20
ITEMS, ROUNDS, POSTED, CHOSEN = 10_000, 7, 0.3, 0.1  # seconds that it may take
SHAPES = ((24, 24), (30, 30), (100, 20), (ITEMS, STREAMS))  # items and streams


def fill(tx: Tx, count: int) -> None:
    """So many ready items of one person, who sees twenty at a time."""
    people.ensure_workspace(tx, TEAM, "Test")
    people.ensure(tx, TEAM, USER)
    known = {"most": MOST, "profile_at": tx.now, "welcomed_at": tx.now}
    tx.conn.execute(sa.update(person).where(person.c.team == TEAM, person.c.user == USER).values(known))
    tx.conn.execute(
        sa.insert(stream), [{"team": TEAM, "name": f"S{n}", "slug": f"s{n}", "made_at": tx.now} for n in range(STREAMS)]
    )
    tx.conn.execute(
        sa.insert(task),
        [
            {
                "team": TEAM,
                "number": n,
                "key": new_key(),
                "state": "ready",
                "title": f"Task {n}",
                "goal": f"Task {n}",
                "worker": "writer",
                "assigner": USER,
                "reviewer": USER,
                "stream_id": n % STREAMS + 1,
                "draft_version": 1,
                "due_at": tx.now + timedelta(hours=n % 90) if n % 3 == 0 else None,
                "brief": {"criteria": [], "to": [], "sources": []},
                "made_at": tx.now,
                "changed_at": tx.now,
            }
            for n in range(1, count + 1)
        ],
    )
    tx.conn.execute(
        sa.insert(draft),
        [
            {
                "team": TEAM,
                "task_id": n,
                "version": 1,
                "title": "x",
                "summary": "Two lines",
                "body": "x",
                "made_by": "x",
                "made_at": tx.now,
            }
            for n in range(1, count + 1)
        ],
    )
    tx.conn.execute(
        sa.insert(item),
        [
            {
                "team": TEAM,
                "key": new_key(),
                "task_id": n,
                "kind": "draft",
                "reviewer": USER,
                "draft_version": 1,
                "words": 50 + n * 7 % 900,
                "doubts": n % 3,
                "made_at": tx.now - timedelta(minutes=n % 5000),
            }
            for n in range(1, count + 1)
        ],
    )


async def posted(session: aiohttp.ClientSession, bot: Sluice, slack: LocalSlack) -> float:
    """Return the seconds from the command to the message in Slack."""
    channel = str(slack.workspace.dm(USER)["id"])
    before, began = len(slack.workspace.messages[channel]), time.perf_counter()
    asked = {"channel": channel, "user": USER, "command": "/collect", "text": "now"}
    async with session.post(f"{slack.url}/_control/command", json=asked) as got:
        assert "to decide" in str(await got.json())
    while len(slack.workspace.messages[channel]) == before:
        assert time.perf_counter() - began < 30
        await asyncio.sleep(0.002)
    took = time.perf_counter() - began
    await asyncio.sleep(0.3)  # whatever else is promised is done
    await bot.ledger.do(forget, TEAM)
    return took


def forget(tx: Tx, team: str) -> None:
    """Let the next round be the first: no older message has to be redrawn."""
    tx.conn.execute(sa.delete(collected).where(collected.c.team == team))
    tx.conn.execute(sa.delete(collection).where(collection.c.team == team))


async def rounds() -> list[float]:
    with tempfile.TemporaryDirectory() as home:
        async with stand(Path(home), Waits(0.0)) as (bot, slack), aiohttp.ClientSession() as session:
            await bot.ledger.do(fill, ITEMS)
            await check(bot.ledger)
            collector.rest()  # as `sluice run` does
            return [await posted(session, bot, slack) for _ in range(ROUNDS + 1)][1:]  # the first warms up


async def check(ledger: Ledger) -> None:
    who = await ledger.see(people.find, TEAM, USER)
    assert who is not None
    choice = await ledger.see(choosing.choose_now, who)
    assert len(choice.order) + choice.behind == ITEMS


def shape(dice: random.Random, size: int, streams: int) -> list[Candidate]:
    """Short and long, with equals among them."""
    return [
        Candidate(
            key=n,
            stream=n % streams,
            minutes=dice.randint(1, 20) / 2,
            weight=dice.choice((1.0, 1.5, 2.5, 4.0, 9.0)),
            ready_at=dice.random(),
        )
        for n in range(size)
    ]


def chosen(rule: Rule, size: int, streams: int) -> list[float]:
    """Return the seconds that choices take."""
    dice, took = random.Random(size), list[float]()
    for _ in range(ROUNDS):
        items = shape(dice, size, streams)
        began = time.perf_counter()
        assert len(rule(items, MOST, sitting(items))) == MOST
        took.append(time.perf_counter() - began)
    return took


def row_of(what: str, took: list[float], bar: float) -> Row:
    told, middle = f"{bar * 1000:.0f} ms", median(took)
    return Row(
        name="digest-10k",
        ours=f"{what} in {ms(middle)}",
        reference=told,
        ratio="",
        bar=f"within {told}",
        ok=middle < bar,
        spread=spread(took, ms),
    )


async def rows(rule: Rule = choose) -> list[Row]:
    """`rule` stands in the place of the app's."""
    choices = [
        row_of(f"{MOST} of {size:,} in {streams} streams chosen", chosen(rule, size, streams), CHOSEN)
        for size, streams in SHAPES
    ]
    return [row_of(f"{ITEMS:,} items in {STREAMS} streams posted", await rounds(), POSTED), *choices]
