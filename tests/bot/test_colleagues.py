"""A colleague as a worker: what who asks sees, and what who does it sees."""

from typing import Any

from tests.bot.speaking import button, drawn, labels
from tests.world import ALICE, BOB, World, buttons, words

Json = dict[str, Any]
TASK = "@bob Q4 numbers; must: names “net revenue”; must: names the source"


async def times(sluice: World, *users: str) -> None:
    """Give people collection times of their own, so that nothing comes before they ask for it."""
    for user in users or (ALICE, BOB):
        await sluice.said("/collect at 9:00 daily", user)


async def owed(sluice: World, part: str = "FOR YOU TO DO", user: str = BOB) -> Json:
    """Bring a colleague what they owe; the message."""
    await sluice.said("/collect now", user)
    return await sluice.message_with(part, sluice.dm(user))


async def test_a_task_for_a_colleague_comes_in_their_own_collection(sluice: World) -> None:
    await times(sluice)
    receipt = await sluice.said(f"/assign {TASK}; by 31 December 12:00")
    assert "T-1 · Q4 numbers" in receipt
    assert f"is with <@{BOB}>" in receipt
    assert f"<@{BOB}> sees it" in receipt
    assert "their next collection" in receipt
    assert "you decide" in receipt
    assert "Back" not in receipt
    assert sluice.messages(sluice.dm(BOB))[1:] == []  # only his welcome: nothing pings him

    answer = await sluice.said("/collect now", BOB)
    assert "1 for you to do" in answer
    message = await sluice.message_with("FOR YOU TO DO · 1", sluice.dm(BOB))
    shown = words(message)
    assert f"from <@{ALICE}>" in shown
    assert f"<@{ALICE}> decides" in shown
    assert "Done when: names “net revenue” · names the source" in shown
    assert labels(message)[1:] == ["Submit", "Ask", "Can't do it", "Busy until…", "Hand to…"]
    assert message["text"] == "1 for you to do."


async def test_the_receipt_offers_what_is_true_of_a_person(sluice: World) -> None:
    await times(sluice)
    answer = await sluice.command(f"/assign {TASK}")
    assert [b["text"]["text"] for b in buttons(answer["body"])] == ["Edit", "Cancel"]


async def submit(sluice: World, message: Json, user: str = BOB, **fields: Any) -> None:
    label = next(text for text in labels(message) if text.startswith("Submit") or text == "Change it")
    await sluice.press(message, button(message, label), user)
    view = await sluice.modal(user, "submit_view")
    usual = {"body": "Net revenue was 12 k. The source is the ledger.", "links": "", "word": "", **fields}
    answer = await sluice.submit(view, user, **usual)
    assert answer["status"] == 200, answer


async def test_what_is_met_goes_on_by_itself_to_who_decides(sluice: World) -> None:
    await times(sluice)
    await sluice.said(f"/assign {TASK}")
    await submit(sluice, await owed(sluice), word="Ask me about May", links="https://example.com/sheet")
    done = await sluice.message_with("You are done", sluice.dm(BOB))
    assert f"is with <@{ALICE}>: they see it" in words(done)
    await sluice.said("/collect now")
    (card,) = await sluice.cards()
    shown = words(card["message"])
    assert "Q4 numbers · v1 · T-1" in shown
    assert "Ask me about May" in shown
    assert "2 of 2 checks met" in shown
    assert "handed in by @" in shown
    await sluice.click(card, "Approve")
    await drawn(sluice, await sluice.message_with("FOR YOU TO DO", sluice.dm(BOB)), "✓ approved")


async def test_what_is_not_met_is_shown_to_its_worker_alone(sluice: World) -> None:
    await times(sluice)
    await sluice.said(f"/assign {TASK}")
    message = await owed(sluice)
    await submit(sluice, message, body="It was 12 k. The source is the ledger.")
    asked = await sluice.message_with("Before T-1 goes to", sluice.dm(BOB))
    assert "1 of 2 met. Not met: “names “net revenue””" in words(asked)
    assert "Nothing waits for you" in await sluice.said("/sluice")

    await sluice.press(asked, button(asked, "Change it"), BOB)
    view = await sluice.modal(BOB, "submit_view")
    assert "It was 12 k." in str(view)
    await sluice.submit(view, BOB, body="Net revenue was 12 k. The source is the ledger.")
    await drawn(sluice, asked, "You are done")


async def test_submit_anyway_says_so_on_the_card(sluice: World) -> None:
    await times(sluice)
    await sluice.said(f"/assign {TASK}")
    await submit(sluice, await owed(sluice), body="The source is the ledger.")
    asked = await sluice.message_with("Before T-1 goes to", sluice.dm(BOB))
    await sluice.press(asked, button(asked, "Submit anyway"), BOB)
    await drawn(sluice, asked, "You are done")
    await sluice.said("/collect now")
    (card,) = await sluice.cards()
    assert "Not met: “names “net revenue””" in words(card["message"])
