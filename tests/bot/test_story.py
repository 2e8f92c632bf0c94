"""The main job over both transports: assign, work, collect, decide, v2."""

import pytest

from tests.far_times import FAR
from tests.world import ALICE, GENERAL, World, buttons, cards_of, wait_for, words

NOTES = (
    "Bob: We decided to ship on 3 March.\nCara: The price is 39 €.\nAlice: Who tells the partners?\n"
    "Month,Teams\nApril,12\nMay,61\n"
)

WAYS = ["http", "socket", "http postgres", "http paced", "socket paced"]
both = pytest.mark.parametrize("sluice", WAYS, indirect=True)


@both
async def test_from_assign_to_an_approved_second_version(sluice: World) -> None:
    await main_job(sluice)


async def main_job(sluice: World) -> None:
    """Assign three, collect, approve one, reject one, send one back, collect and approve its second version."""
    await sluice.said(f"/collect at {FAR} daily")
    receipt = await sluice.said(f"/assign writer: Decision memo; must: names the price; for Beta launch\n{NOTES}")
    assert "T-1 · Decision memo" in receipt
    assert "writer has started" in receipt
    assert "Beta launch" in receipt
    await sluice.said(f"/assign writer: Second memo\n{NOTES}")
    await sluice.said(f"/assign writer: Third memo\n{NOTES}")
    await ready(sluice, 3)
    assert sluice.messages(sluice.dm())[1:] == []  # only the welcome: nothing pings before it is asked for

    await sluice.said("/collect now")
    first, second, third = await sluice.cards(at_least=3)
    await sluice.click(first, "Approve")
    await sluice.click(second, "Reject")
    await sluice.click(third, "Revise")
    await sluice.submit(await sluice.modal(callback="revise_view"), note="Add: The partners know it by Friday.")
    delivered = await sluice.message_with("memo-v1.md")
    assert delivered["thread_ts"] == first["message"]["ts"]
    await ready(sluice, 1)

    await sluice.said("/collect now")
    shown = await sluice.message_with("v2 ·")
    assert "Since v1" in words(shown)
    await sluice.click(cards_of(shown)[0], "Approve")
    await wait_for(lambda: closed(sluice), "all closed")
    tasks = await sluice.said("/sluice")
    assert "approved" in tasks
    assert "rejected" in tasks


async def ready(sluice: World, count: int) -> None:
    async def look() -> bool:
        return f"{count} {'waits' if count == 1 else 'wait'} for you" in await sluice.said("/sluice")

    await wait_for(look, f"{count} ready")


async def closed(sluice: World) -> bool:
    return "Nothing waits for you" in await sluice.said("/sluice")


async def test_the_first_three_come_back_as_soon_as_they_are_ready(sluice: World) -> None:
    for n in range(4):
        await sluice.said(f"/assign writer: Memo {n}\n{NOTES}")
    assert len(await sluice.cards(at_least=3)) == 3
    await sluice.said("/collect now")
    await wait_for(lambda: taken_over(sluice), "the older messages say where their items went")


async def taken_over(sluice: World) -> bool:
    cards = [c for m in sluice.messages(sluice.dm()) for c in cards_of(m)]
    older = [m for m in sluice.messages(sluice.dm()) if "in a later message" in words(m)]
    return len(cards) == len({c["key"] for c in cards}) == 4 and len(older) == 3


@pytest.mark.undo(5)
async def test_one_tap_decides_and_the_card_keeps_its_height(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    before = len(card["message"]["blocks"])
    await sluice.click(card, "Approve")
    message = await sluice.message_with("You approved it at")
    assert len(message["blocks"]) in (before, before - 1)  # the footer goes when nothing is left to decide
    assert "Undo" in words(message)


@pytest.mark.undo(5)
async def test_undo_then_approve_again(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    await sluice.click(card, "Approve")
    message = await sluice.message_with("You approved it at")
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Undo"))
    again = await wait_for(lambda: open_again(sluice), "open again")
    await sluice.click(again, "Approve")
    await sluice.message_with("memo-v1.md")
    assert sum(len(m.get("files") or ()) for m in sluice.messages(sluice.dm())) == 1


async def open_again(sluice: World) -> dict | None:
    return next((c for m in sluice.messages(sluice.dm()) for c in cards_of(m)), None)


async def test_reopen_brings_the_same_draft_again(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    await sluice.click((await sluice.cards())[0], "Reject")
    message = await sluice.message_with("Reopen")
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Reopen"))
    assert len(await sluice.cards()) == 1
    assert "v1 · T-1" in words((await sluice.cards())[0]["message"])


async def test_a_reason_can_be_added_to_a_rejection(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    await sluice.click((await sluice.cards())[0], "Reject")
    message = await sluice.message_with("Add a reason")
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Add a reason"))
    await sluice.submit(await sluice.modal(callback="reason_view"), note="Wrong audience")
    await sluice.message_with("“Wrong audience”")
    await wait_for(lambda: rejected(sluice), "rejected")


async def rejected(sluice: World) -> bool:
    return "· rejected" in await sluice.said("/sluice T-1")


async def test_a_task_of_a_channel_comes_in_the_channels_collection(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; to #general\n{NOTES}")
    await sluice.cards()
    answer = await sluice.said(f"/collect here at {FAR} daily")
    assert f"This channel's times: {FAR}, every day" in answer
    assert GENERAL in sluice.slack.workspace.channels
    await sluice.click((await sluice.cards())[0], "Approve")
    delivered = await sluice.message_with("Approved by", GENERAL)
    assert ALICE in words(delivered)
