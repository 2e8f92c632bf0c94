"""A revision that did not work takes nothing away: the version before can be decided again."""

from pathlib import Path

from tests.agents.scripted import Scripted, hands_in
from tests.bot.speaking import button, reply
from tests.far_times import FAR
from tests.world import ALICE, cards_of, wait_for, words, world

SAME = [hands_in(body="The price is 39 €.") for _ in range(6)]


async def test_the_version_before_a_failed_revision_can_be_approved(tmp_path: Path) -> None:
    model = Scripted(script=list(SAME))
    async with world(tmp_path, load=lambda name, heat: model, suggest=False) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        await sluice.said("/assign writer: Memo on prices")

        async def ready() -> bool:
            return "1 waits for you" in await sluice.said("/sluice")

        await wait_for(ready)
        await sluice.said("/collect now")
        (card,) = await sluice.cards()
        await reply(sluice, card["message"], "shorter please")

        async def failed() -> bool:
            return "did not work" in await sluice.said("/sluice T-1")

        await wait_for(failed, "the revision failed")
        await sluice.said("/collect now")
        trouble = await sluice.message_with("Did not work · Memo on prices")
        await sluice.press(trouble, button(trouble, "Back to v1"))

        async def back() -> bool:
            return "ready v1" in await sluice.said("/sluice T-1")

        await wait_for(back, "v1 waits again")
        seen = {message["ts"] for message in sluice.messages(sluice.dm())}
        await sluice.said("/collect now")

        async def brought() -> dict | None:
            new = (message for message in sluice.messages(sluice.dm()) if message["ts"] not in seen)
            return next((card for message in new for card in cards_of(message)), None)

        again = await wait_for(brought, "v1 in a new message")
        assert "Memo on prices · v1" in words(again["message"])
        await sluice.click(again, "Approve")

        async def approved() -> bool:
            return "· approved" in await sluice.said("/sluice T-1", ALICE)

        await wait_for(approved, "it is approved")
