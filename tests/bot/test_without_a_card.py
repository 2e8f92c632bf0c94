"""A draft that no collection has brought yet is decided from its page: no card is named that is not there."""

from pathlib import Path

from tests.bot.speaking import NOTES, button, decided, labels, write
from tests.world import ALICE, wait_for, words, world


async def test_an_approval_before_its_card_says_where_the_draft_goes(tmp_path: Path) -> None:
    async with world(tmp_path, undo_seconds=3) as sluice:
        await sluice.said("/collect at 9:00 daily")
        await sluice.said(f"/assign writer: Memo\n{NOTES}")

        async def ready() -> bool:
            return "1 wait" in await sluice.said("/sluice")

        await wait_for(ready)
        await sluice.said("/sluice T-1", channel=sluice.dm())
        line = await sluice.ephemeral(ALICE, "Show it")
        await sluice.press(line, button(line, "Show it"))
        page = await sluice.modal()
        assert "Approve" in labels(page) and "below its card" not in words(page)
        assert "sends it to you" in words(page)
        await write(sluice, "T-1 approve")
        told = await sluice.message_with("T-1 is approved.")
        assert "It is sent to you after" in words(told) and "below its card" not in words(told)
        await decided(sluice, "approve")
        await sluice.message_with("It was sent to you")
