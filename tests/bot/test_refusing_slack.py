"""Slack that refuses for long: no message is there twice, none piles up, and nothing is tried for ever."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.outbound import redrawing
from bot.outbound.slack_files import SlackFiles
from storage.rules.values.draft import File
from storage.tables import job, post
from tests.bot.days import day, drafts, full, press, slots, times
from tests.world import ALICE, BOB, GENERAL, Json, World, wait_for, words, world

CALL = "chat.postMessage"
NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"


async def states(sluice: World, kind: str) -> list[str]:
    query = sa.select(post.c.state).where(post.c.team == "T01TEST", post.c.surface == kind).order_by(post.c.id)
    return await sluice.bot.ledger.see(lambda read: list(read.conn.execute(query).scalars()))


def own(sluice: World, part: str, channel: str = "") -> list[Json]:
    return [m for m in sluice.messages(channel or sluice.dm()) if part in full(m)]


async def test_a_process_that_stood_still_during_an_upload_sends_nothing_that_another_one_has_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploaded, upload = asyncio.Event(), SlackFiles.upload
    async with world(tmp_path) as sluice:

        async def slowly(self: SlackFiles, file: File) -> str:
            made = await upload(self, file)
            mine = post.c.team == "T01TEST", post.c.surface == "delivery"
            other = sa.update(post).where(*mine).values(state="sent", ts="F0OTHER")
            await sluice.bot.ledger.do(lambda tx, team: tx.conn.execute(other), "T01TEST")
            uploaded.set()
            return made

        monkeypatch.setattr(SlackFiles, "upload", slowly)
        await sluice.said(f"/assign writer: Memo; to <#{GENERAL}|general>; as a file\n{NOTES}")
        (card,) = await sluice.cards()
        await sluice.click(card, "Approve")
        await asyncio.wait_for(uploaded.wait(), 30)
        await asyncio.sleep(1)
        assert [m for m in sluice.messages(GENERAL) if m.get("files")] == []
        assert await states(sluice, "delivery") == ["sent"]


async def test_what_direct_messages_refuse_comes_as_one_collection(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await drafts(sluice, 2)
        await sluice.message_with("Hello")
        await sluice.act("fault", method=CALL, what="error", value="restricted_action", times=100_000)
        await slots(sluice, clock, 2, 9, 13)
        clock.to(2, 16, 30)
        await sluice.bot.ring()
        await asyncio.sleep(0.6)
        sluice.slack.faults.ordered.clear()
        clock.to(2, 19)
        await sluice.message_with("2 to decide", within=60)
        await asyncio.sleep(2)
        assert len(own(sluice, "Memo 1")) == 1 and own(sluice, "in a later message") == []
        assert "pending" not in await states(sluice, "digest")


async def test_who_set_the_times_of_a_channel_that_refuses_is_told_once_and_brings_what_waits_by_then(
    tmp_path: Path,
) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice, ALICE, BOB)
        await sluice.said("/collect here at 9:00 13:00 daily")
        await drafts(sluice, 2, "; reviewer @bob")
        channel = sluice.slack.workspace.channels[GENERAL]
        channel["members"].remove("U0BOT")
        channel |= {"is_private": True, "is_channel": False, "is_group": True}
        before = len(sluice.messages(GENERAL))
        await slots(sluice, clock, 2, 9, 13)
        clock.to(3, 9)
        await sluice.bot.ring()
        await sluice.message_with("could not post")
        await asyncio.sleep(2)
        assert len(own(sluice, "could not post")) == 1
        channel["members"].append("U0BOT")
        (notice,) = own(sluice, "could not post")
        await press(sluice, notice, "Deliver again")

        async def there() -> bool:
            return len(sluice.messages(GENERAL)) > before

        await wait_for(there, "the collection is in the channel")
        await asyncio.sleep(1)
        new = sluice.messages(GENERAL)[before:]
        assert len(new) == 1 and "2 to decide" in full(new[0]), [words(m) for m in new]


async def test_a_redraw_that_slack_always_fails_at_comes_to_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redrawing, "FIRST", 0.05)
    monkeypatch.setattr(redrawing, "LONGEST", 0.1)
    async with day(tmp_path) as (sluice, _):
        await drafts(sluice, 1)
        (card,) = await sluice.cards()
        await sluice.act("fault", method="chat.update", what="error", value="internal_error", times=100_000)
        await sluice.click(card, "Approve")

        def tried(read: Any) -> bool:
            query = sa.select(job.c.id).where(job.c.team == "T01TEST", job.c.kind == "redraw", job.c.state != "dead")
            calls = [line for line in sluice.slack.workspace.log if line["what"] == "chat.update"]
            return len(calls) > 3 and read.conn.execute(query).first() is None

        await wait_for(lambda: sluice.bot.ledger.see(tried), "the redraw is given up", within=40)
