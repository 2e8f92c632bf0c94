"""What people say to each other is theirs; what they said to Sluice is forgotten once it was worked on."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.tables import inbox, metadata, post, task
from tests.bot.test_story import NOTES
from tests.world import BOB, CARA, GENERAL, World, wait_for, words, world

BOTH = pytest.mark.parametrize("sluice", ["http", "http postgres"], indirect=True)
SECRET = "the merger with Zebra is off"


def rows_with(tx: Tx, text: str) -> list[str]:
    """Return the tables that hold a text in any column."""
    return [
        table.name
        for table in metadata.sorted_tables
        for row in tx.conn.execute(sa.select(table)).all()
        if text in str(tuple(row))
    ]


def kept(tx: Tx) -> list[str]:
    """Return the texts of the inbox that are still there."""
    rows = tx.conn.execute(sa.select(inbox.c.kept)).scalars()
    return [str(row["text"]) for row in rows if row and "text" in row]


def promised(tx: Tx) -> bool:
    return any(job.kind == "inbox" for job in tx.jobs.promised(tx.conn))


async def say(sluice: World, text: str, user: str = BOB, channel: str = GENERAL, thread: str = "") -> str:
    made = await sluice.act(
        "message", channel=channel, user=user, text=text, **({"thread_ts": thread} if thread else {})
    )
    return str(made["ts"])


async def worked_on(sluice: World) -> None:
    async def nothing_left() -> bool:
        return not await sluice.bot.ledger.see(promised)

    await wait_for(nothing_left, "all that was said is worked on")


@BOTH
async def test_talk_in_a_thread_of_others_leaves_no_byte(sluice: World, tmp_path: Path) -> None:
    root = await say(sluice, "How was the board?")
    await say(sluice, SECRET, CARA, thread=root)
    await say(sluice, f"Really? {SECRET}", BOB, thread=root)
    await asyncio.sleep(0.5)
    assert await sluice.bot.ledger.see(rows_with, SECRET) == []
    files = [file for file in tmp_path.rglob("*") if file.is_file() and "ledger" in file.name]
    assert not [file.name for file in files if SECRET.encode() in file.read_bytes()]


@pytest.mark.parametrize("named", [{}, {"item_user": BOB}])
async def test_a_mark_on_a_message_of_others_leaves_no_byte(tmp_path: Path, named: dict[str, str]) -> None:
    """Slack names whose message it is, but not always."""
    async with world(tmp_path, veterans=()) as sluice:
        ts = await say(sluice, "Shall we?")
        on = {"type": "message", "channel": GENERAL, "ts": ts}
        event = {"type": "reaction_added", "user": CARA, "reaction": "+1", "item": on, "event_ts": ts, **named}
        assert (await sluice.act("event", event=event))["status"] == 200
        assert await sluice.bot.ledger.see(lambda tx: rows_with(tx, CARA)) == []


@BOTH
async def test_a_reply_in_a_thread_that_was_assigned_is_heard_and_then_forgotten(sluice: World) -> None:
    root = await say(sluice, f"<@{sluice.slack.config.bot_user}> writer: Memo\n{NOTES}")

    async def made() -> str | None:
        return await sluice.bot.ledger.see(lambda tx: tx.conn.execute(sa.select(task.c.thread)).scalar())

    assert await wait_for(made, "its task") == root
    await say(sluice, "status of T-1?", thread=root)

    async def answered() -> bool:
        return any("T-1" in words(m) for m in sluice.messages(GENERAL) if m.get("thread_ts") == root)

    await wait_for(answered, "the answer")
    await worked_on(sluice)
    assert await sluice.bot.ledger.see(rows_with, "status of T-1?") == []
    assert await sluice.bot.ledger.see(lambda tx: tx.conn.execute(sa.select(inbox.c.key)).scalars().all())


async def test_a_direct_message_is_forgotten_once_it_was_answered(sluice: World) -> None:
    await say(sluice, "please help me with this odd thing", channel=sluice.dm(BOB))
    await worked_on(sluice)
    left = await sluice.bot.ledger.see(kept)
    assert len(left) <= 1  # a question that is still open may show it


async def test_a_reply_to_a_message_whose_place_is_not_known_yet_is_heard(sluice: World) -> None:
    root = await say(sluice, "Stands for a message of ours", BOB)
    lost = {"team": "T01TEST", "key": "lost", "surface": "line", "subject": "x", "state": "unknown", "channel": GENERAL}
    clock = sluice.bot.ledger.clock()
    await sluice.bot.ledger.do(
        lambda tx: tx.conn.execute(
            sa.insert(post), {**lost, "thread": "", "owner": BOB, "ts": "", "error": "", "made_at": clock}
        )
    )
    ts = await say(sluice, "T-1 ok", thread=root)
    keys = await sluice.bot.ledger.see(lambda tx: tx.conn.execute(sa.select(inbox.c.key)).scalars().all())
    assert f"{GENERAL}:{ts}" in keys
