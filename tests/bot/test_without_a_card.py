"""A draft that no collection has brought yet is decided from its page: no card is named that is not there."""

from pathlib import Path

import sqlalchemy as sa

from storage.tables import decision
from tests.bot.speaking import NOTES, button, decided, labels, verdicts, write
from tests.far_times import FAR
from tests.world import ALICE, World, wait_for, words, world


async def a_draft(sluice: World) -> None:
    """Wait until a draft is ready that no message has shown."""
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said(f"/assign writer: Memo\n{NOTES}")

    async def ready() -> bool:
        return "ready v1" in await sluice.said("/sluice T-1")

    await wait_for(ready)


async def test_an_approval_before_its_card_says_where_the_draft_goes(tmp_path: Path) -> None:
    async with world(tmp_path, undo_seconds=3) as sluice:
        await a_draft(sluice)
        await sluice.said("/sluice T-1", channel=sluice.dm())
        line = await sluice.ephemeral(ALICE, "Show it")
        await sluice.press(line, button(line, "Show it"))
        page = await sluice.modal()
        assert "Approve" in labels(page) and "card's thread" not in words(page)
        assert "sends it to you" in words(page)
        await write(sluice, "T-1 approve")
        told = await sluice.message_with("T-1 is approved.")
        assert "It is sent to you after" in words(told) and "card's thread" not in words(told)
        await decided(sluice, "approve")
        await sluice.message_with("It was sent to you")


async def test_a_wish_before_its_card_is_kept_and_can_be_given_with_a_press(tmp_path: Path) -> None:
    async with world(tmp_path, undo_seconds=20) as sluice:
        await a_draft(sluice)
        await write(sluice, "T-1 shorter, please")
        asked = await sluice.message_with("You have not seen this version yet.")
        assert "shorter, please" in words(asked) and await verdicts(sluice) == []
        await sluice.press(asked, button(asked, "Revise with these words"))
        await decided(sluice, "revise")
        notes = sa.select(decision.c.note).where(decision.c.team == "T01TEST")
        assert await sluice.bot.ledger.see(lambda tx: tx.conn.execute(notes).scalar()) == "shorter, please"


async def test_an_approval_before_its_card_offers_no_words_to_revise_with(tmp_path: Path) -> None:
    async with world(tmp_path, undo_seconds=20) as sluice:
        await a_draft(sluice)
        await write(sluice, "T-1 approve")
        asked = await sluice.message_with("You have not seen this version yet.")
        assert labels(asked) == ["Approve", "Revise", "Reject", "Open"] and await verdicts(sluice) == []


async def test_the_undo_of_an_answer_that_was_pressed_goes_after_its_time(tmp_path: Path) -> None:
    async with world(tmp_path, undo_seconds=1.5) as sluice:
        await a_draft(sluice)
        await write(sluice, "T-1 approve")
        asked = await sluice.message_with("You have not seen this version yet.")
        await sluice.press(asked, button(asked, "Approve"))
        assert "Undo" in labels(await sluice.message_with("T-1 is approved. It is sent to you after"))

        async def over() -> bool:
            return "Undo" not in labels(await sluice.message_with("T-1 is approved."))

        await wait_for(over, "an answer without Undo", within=8)
