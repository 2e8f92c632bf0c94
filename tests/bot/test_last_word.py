"""Approve, undo, approve, undo, as quickly as a thumb can: the last word counts, and what is delivered comes once."""

import pytest

from tests.bot.test_story import NOTES
from tests.world import World, buttons, wait_for, words, world


@pytest.fixture
async def desk(tmp_path):
    async with world(tmp_path, undo_seconds=2.0) as sluice:
        yield sluice


async def tap(sluice: World, *texts: str) -> None:
    """Tap buttons of the only card, each as soon as it is drawn."""
    for text in texts:

        async def drawn(text: str = text):
            found = [(m, b) for m in sluice.messages(sluice.dm()) for b in buttons(m) if b["text"]["text"] == text]
            return found[-1] if found else None

        message, button = await wait_for(drawn, f"the button {text}")
        await sluice.press(message, button)


def files(sluice: World) -> int:
    return sum(len(message.get("files") or ()) for message in sluice.messages(sluice.dm()))


async def test_the_last_word_is_an_approval_and_comes_once(desk: World) -> None:
    await desk.said(f"/assign writer: Memo\n{NOTES}")
    await desk.cards()
    await tap(desk, "Approve", "Undo", "Approve", "Undo", "Approve")
    await desk.message_with("memo-v1.md")
    assert files(desk) == 1


async def test_the_last_word_is_an_undo_and_nothing_comes(desk: World) -> None:
    await desk.said(f"/assign writer: Memo\n{NOTES}")
    await desk.said(f"/assign writer: Other memo\n{NOTES}")
    first, second = await desk.cards(at_least=2)
    for _ in range(2):
        await desk.click(first, "Approve")
        message = await desk.message_with("You approved it at")
        await desk.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Undo"))
        await wait_for(lambda: is_open(desk, first["key"]), "open again")
    await desk.click(second, "Approve")
    await desk.message_with("other-memo-v1.md")  # what was decided after it has taken effect
    assert files(desk) == 1 and "You approved it" not in words(first["message"])
    assert await is_open(desk, first["key"])


async def is_open(sluice: World, key: str) -> bool:
    return key in {card["key"] for card in await sluice.cards()}


async def test_the_second_click_of_a_double_one_presses_no_undo(desk: World) -> None:
    await desk.said(f"/assign writer: Memo\n{NOTES}")
    card = (await desk.cards())[0]
    rows = [block["elements"] for block in card["message"]["blocks"] if block["type"] == "actions"]
    assert rows[-1][0]["text"]["text"] == "Approve"
    await desk.click(card, "Approve")
    message = await desk.message_with("You approved it at")
    last = message["blocks"][-1 if message["blocks"][-1]["type"] == "section" else -2]
    assert last["accessory"]["text"]["text"] == "Undo"  # at the other end of the row than Approve was
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    assert "Undo" not in [button["text"]["text"] for row in rows for button in row]
