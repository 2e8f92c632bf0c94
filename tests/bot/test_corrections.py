"""What a reviewer corrects in words, as they see it: the card says what changed, or that it was not done and why."""

from tests.bot.test_story import ready
from tests.world import World, wait_for, words

LAUNCH = "We launch on 15 December in Rome.\nThe price is 39 €.\nAnne calls Acme on 15 December."


async def version(sluice: World, number: int) -> dict:
    async def look() -> dict | None:
        return next((c for c in await sluice.cards() if f"· v{number} ·" in words(c["message"])), None)

    return dict(await wait_for(look, f"v{number}", within=60))


async def revise(sluice: World, number: int, note: str) -> str:
    """Send a version back; the words of the card of the next one."""
    await sluice.click(await version(sluice, number), "Revise")
    await sluice.submit(await sluice.modal(callback="revise_view"), note=note)
    return words((await version(sluice, number + 1))["message"])


async def draft_of(sluice: World, number: int) -> str:
    await sluice.click(await version(sluice, number), "Open")

    async def look() -> str | None:
        text = words((await sluice.modal())["blocks"])
        return text if f"v{number}" in text else None

    return str(await wait_for(look, "the draft"))


async def test_a_correction_is_done_or_asked_and_never_pasted(sluice: World) -> None:
    await sluice.said(f"/assign writer: Post; must: names Rome\n{LAUNCH}")
    asked = await revise(sluice, 1, "the date is wrong")
    assert "One tap" not in asked and "Not done: which date is right? The draft has 15 December." in asked
    done = await revise(sluice, 2, "the date is wrong: it is 2 December. Add: Acme needs an invoice by Friday")
    assert "15 December → 2 December, 2 places." in done and "Your 2 points: done." in done
    text = await draft_of(sluice, 3)
    assert "We launch on 2 December in Rome." in text and "Anne calls Acme on 2 December." in text
    assert "\nAcme needs an invoice by Friday" in text


async def test_a_correction_holds_in_all_later_versions(sluice: World) -> None:
    await sluice.said("/assign writer: Post\nIt comes on 15 December.\nBob is back.")
    await revise(sluice, 1, "it is 2 December, not 15 December")
    await revise(sluice, 2, "Shorter than 900 words: at most 900 words")
    await sluice.click(await version(sluice, 3), "Revise")
    await sluice.submit(await sluice.modal(callback="revise_view"), note="Add: It costs 39 €.")
    await ready(sluice, 1)
    await sluice.said("/collect now")
    assert "Added as you wrote it." in words((await version(sluice, 4))["message"])
    text = await draft_of(sluice, 4)
    assert "It comes on 2 December." in text and "It costs 39 €." in text
    assert "+It comes on 15 December." not in text and " It comes on 15 December." not in text


async def test_a_correction_in_a_reply_is_done(sluice: World) -> None:
    await sluice.said(f"/assign writer: Post; must: names Rome\n{LAUNCH}")
    card = await version(sluice, 1)
    said = {"channel": sluice.dm(), "user": "U01ALICE", "thread_ts": card["message"]["ts"]}
    await sluice.act("message", text="Great, but change 15 December to 2 December, and 39 € to 49 €", **said)
    shown = words((await version(sluice, 2))["message"])
    assert "15 December → 2 December, 2 places." in shown and "39 € → 49 €, 1 place." in shown


async def test_what_is_forbidden_stays_and_the_card_says_so(sluice: World) -> None:
    await sluice.said(f"/assign writer: Post\n{LAUNCH}")
    card = await revise(sluice, 1, "It is not too long. Do not remove Rome.")
    assert "Not done: that says what not to do, so nothing was changed for it." in card and "shortened" not in card
    text = await draft_of(sluice, 2)
    assert "We launch on 15 December in Rome." in text and "Anne calls Acme on 15 December." in text
