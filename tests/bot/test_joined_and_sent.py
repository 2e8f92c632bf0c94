"""What is approved gets to its channel: the app joins it first, and sends nothing that may not be sent any more."""

from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from bot.demonstration.stage import local_config
from storage.tables import post
from tests.bot.speaking import NOTES
from tests.bot.test_refusing_slack import states
from tests.world import ALICE, World, wait_for, words, world

LAUNCH, BOARD = "C03LAUNCH", "C04BOARD"


async def test_a_delivery_comes_into_a_channel_that_the_app_joins_for_it(tmp_path: Path) -> None:
    base = local_config()
    config = replace(base, app=replace(base.app, scopes=base.app.scopes - {"chat:write.public"}))
    async with world(tmp_path, config=config) as sluice:
        await sluice.said(f"/assign writer: Memo; to <#{LAUNCH}|launch>\n{NOTES}")
        (card,) = await sluice.cards()
        await sluice.click(card, "Approve")
        assert "The price is 39 €" in words(await sluice.message_with("Approved by", LAUNCH))


async def left_sending(sluice: World) -> None:
    """Leave the delivery as a restore does, which can't know whether Slack has it."""
    mine = sa.update(post).where(post.c.team == "T01TEST", post.c.surface == "delivery")
    await sluice.bot.ledger.do(lambda tx, _: tx.conn.execute(mine.values(state="sending")), "T01TEST")


async def test_what_a_restored_copy_still_sends_is_looked_at_like_any_other(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        members = sluice.slack.workspace.channels[BOARD]["members"]
        await sluice.said(f"/assign writer: Memo; to <#{BOARD}|board>\n{NOTES}")
        members.append("U0BOT")
        await sluice.said(f"/assign writer: Memo; to <#{BOARD}|board>\n{NOTES}")
        card = (await sluice.cards())[-1]
        await sluice.act("fault", method="chat.postMessage", what="error", value="internal_error", times=100)
        await sluice.click(card, "Approve")

        async def tried() -> bool:
            return await states(sluice, "delivery") == ["pending"]

        await wait_for(tried, "the delivery")
        members.remove(ALICE)
        await left_sending(sluice)
        sluice.slack.faults.ordered.clear()

        async def ended() -> list[str]:
            return [state for state in await states(sluice, "delivery") if state in ("failed", "sent")]

        assert await wait_for(ended, "its end") == ["failed"]
