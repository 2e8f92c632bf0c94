"""An app that was made anew in Slack, with the ledger of the old one: its direct messages are others, and it finds
none of the old messages."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.messages.posting import dm_of
from storage.tables import post
from tests.bot.test_installation import posts
from tests.world import ALICE, World, wait_for, world

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"
TEAM = "T01TEST"
GONE = "D0OLDAPP"


async def known_dm(sluice: World) -> str:
    return await sluice.bot.ledger.see(dm_of, TEAM, ALICE)


async def of_the_old_app(sluice: World) -> None:
    """Let the ledger know direct messages that the app does not find."""
    await sluice.said("/sluice")
    await sluice.message_with("Hello")
    await sluice.bot.ledger.do(people.save_dm, TEAM, ALICE, GONE)


async def test_what_waits_comes_into_the_new_direct_messages(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await of_the_old_app(sluice)
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        (card,) = await sluice.cards()
        assert card["message"]["channel"] == sluice.dm() == await known_dm(sluice)
        await sluice.click(card, "Approve")
        await sluice.message_with("Approved")


async def test_what_was_shown_by_the_old_app_can_be_collected_and_decided(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await sluice.cards()
        await of_the_old_app(sluice)
    async with world(tmp_path) as sluice:  # its Slack has none of the old messages
        await sluice.said("/collect now")
        (card,) = await sluice.cards()
        await sluice.click(card, "Approve")
        await sluice.message_with("Approved")


async def test_where_slack_opens_none_the_first_reason_is_kept(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await of_the_old_app(sluice)
        await sluice.act("fault", what="error", method="conversations.open", value="user_disabled", times=100)
        await sluice.said(f"/assign writer: Memo\n{NOTES}")

        async def refused() -> bool:
            errors = await sluice.bot.ledger.see(lambda tx: tx.conn.execute(sa.select(post.c.error)).scalars().all())
            return "channel_not_found" in errors

        await wait_for(refused)


@pytest.mark.parametrize("method", ["conversations.open", "chat.postMessage"])
async def test_an_answer_that_is_lost_meanwhile_loses_no_message(tmp_path: Path, method: str) -> None:
    async with world(tmp_path) as sluice:
        await of_the_old_app(sluice)
        await sluice.act("fault", method=method, what="reset", times=1)
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        (card,) = await sluice.cards()
        await sluice.click(card, "Approve")
        await sluice.message_with("Approved")
        assert "unknown" not in str(await posts(sluice))
