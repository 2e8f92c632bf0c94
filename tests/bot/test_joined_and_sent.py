"""What is approved gets to its channel: the app joins it first, and sends nothing that may not be sent any more."""

from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from bot.demonstration.stage import local_config
from storage.ledger.core.ledger import Tx
from storage.tables import job, post
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


async def left_sending(sluice: World) -> int:
    """Leave the delivery, between two tries, as a restore does, which can't know whether Slack has it.

    Returns:
        How many deliveries were left so; 0 while none waits for its next try.
    """
    team = "T01TEST"
    waits = sa.select(job.c.key).where(job.c.team == team, job.c.kind == "post", job.c.state == "due", job.c.tries > 0)
    kept = sa.select(post.c.id).where(post.c.team == team, post.c.surface == "delivery", post.c.state == "pending")

    def leave(tx: Tx, _: str) -> int:
        keys = set(tx.conn.execute(waits).scalars())
        left = [one for one in tx.conn.execute(kept).scalars() if str(one) in keys]
        tx.conn.execute(sa.update(post).where(post.c.id.in_(left)).values(state="sending"))
        return len(left)

    return await sluice.bot.ledger.do(leave, team)


async def test_what_a_restored_copy_still_sends_is_looked_at_like_any_other(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        members = sluice.slack.workspace.channels[BOARD]["members"]
        await sluice.said(f"/assign writer: Memo; to <#{BOARD}|board>\n{NOTES}")
        members.append("U0BOT")
        await sluice.said(f"/assign writer: Memo; to <#{BOARD}|board>\n{NOTES}")
        card = (await sluice.cards())[-1]
        await sluice.act("fault", method="chat.postMessage", what="error", value="internal_error", times=100)
        await sluice.click(card, "Approve")

        await wait_for(lambda: left_sending(sluice), "a delivery between two tries")
        members.remove(ALICE)
        sluice.slack.faults.ordered.clear()

        async def ended() -> list[str]:
            return [state for state in await states(sluice, "delivery") if state in ("failed", "sent")]

        assert await wait_for(ended, "its end") == ["failed"]
