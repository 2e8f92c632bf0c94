"""What a colleague reads of their work once it is at review: given away, and opened again."""

from pathlib import Path

from tests.bot.editors import writing
from tests.bot.speaking import NOTES, button, drawn, write
from tests.bot.test_own_words_kept import handed_in, of_receipt
from tests.world import BOB, CARA, GENERAL, World, wait_for, words, world


async def at_review(sluice: World) -> None:
    """Bob's draft waits for Alice."""
    for user in (BOB, CARA):
        await sluice.said("/sluice", user)
    await sluice.said(f"/assign <@{BOB}> Numbers")
    await sluice.said("/collect now", BOB)
    await handed_in(sluice, "42 sold in March")

    async def ready() -> bool:
        return "ready v1" in await sluice.said("/sluice T-1")

    await wait_for(ready, "the draft is at review")


async def test_who_is_given_a_draft_at_review_gets_it_only_if_it_is_revised(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await at_review(sluice)
        await of_receipt(sluice, "Give to…", colleague=CARA)
        told = words(await sluice.message_with("nothing is left for you to do", sluice.dm(BOB)))
        assert f"T-1 goes to <@{CARA}> if it is revised" in told and "is with" not in told


async def test_a_colleague_does_not_go_on_reading_that_it_is_approved(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await at_review(sluice)
        await sluice.said("/collect now")
        card = (await sluice.cards())[-1]
        await sluice.click(card, "Approve")
        await sluice.message_with("✓ approved", sluice.dm(BOB))

        async def approved() -> bool:
            return "· approved" in await sluice.said("/sluice T-1")

        await wait_for(approved, "it is approved")
        await write(sluice, "T-1 reopen")

        async def told() -> bool:
            return not any("✓ approved" in words(m) for m in sluice.messages(sluice.dm(BOB)))

        await wait_for(told, "Bob's message is drawn anew")


async def test_of_two_versions_the_one_that_was_delivered_is_named(tmp_path: Path) -> None:
    async with writing(tmp_path, lambda given: f"Way {given.candidate}") as (sluice, _):
        await sluice.said(f"/assign writer: Memo on prices; 2 versions; to <#{GENERAL}|general>\n{NOTES}")
        message = await sluice.message_with("2 versions")
        await sluice.press(message, button(message, "Take A"))
        await drawn(sluice, message, f"It was posted in <#{GENERAL}>")
        await write(sluice, "T-1 reopen")
        await sluice.message_with("Version A was delivered before, and that stays: Take A delivers it once more.")


async def test_a_draft_that_was_delivered_and_is_opened_again_says_so(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said(f"/assign writer: Memo on prices; to <#{GENERAL}|general>\n{NOTES}")
        card = (await sluice.cards())[-1]
        assert "delivered before" not in words(card["message"])
        await sluice.click(card, "Approve")
        await drawn(sluice, card["message"], f"It was posted in <#{GENERAL}>")
        await write(sluice, "T-1 reopen")
        await sluice.message_with("It was delivered before, and that stays: Approve delivers it once more.")
        await write(sluice, "T-1 revise: add the date")
        await sluice.message_with(
            "An earlier version was delivered before, and that stays: Approve delivers this one, too."
        )
