"""A receipt that stood a while: its task has moved on, and a press says so in the receipt's own place."""

from pathlib import Path
from typing import Any

import pytest

from tests.bot.test_story import NOTES
from tests.world import ALICE, World, buttons, wait_for, words, world


@pytest.fixture
async def sluice(tmp_path: Path):
    async with world(tmp_path, undo_seconds=0) as made:
        yield made


async def receipt(sluice: World, text: str) -> dict[str, Any]:
    """Assign, and return the receipt as a message that only Alice sees."""
    await sluice.said(text)
    return sluice.slack.workspace.ephemerals[ALICE][-1]


def named(message: dict[str, Any], text: str) -> dict[str, Any]:
    return next(b for b in buttons(message) if b["text"]["text"] == text)


async def becomes(sluice: World, message: dict[str, Any], part: str) -> list[str]:
    """Wait until a message has these words; return the buttons that it has then."""

    async def look() -> bool:
        return part in words(message)

    await wait_for(look, part, within=5.0)
    return [b["text"]["text"] for b in buttons(message)]


@pytest.mark.parametrize("button", ["Cancel", "Edit"])
async def test_it_becomes_what_the_task_is_now(sluice: World, button: str) -> None:
    old = await receipt(sluice, f"/assign writer: Launch memo\n{NOTES}")
    await sluice.click((await sluice.cards())[0], "Approve")
    await sluice.message_with("approved")
    await sluice.press(old, named(old, button))
    assert await becomes(sluice, old, "T-1 · Launch memo* · is approved") == ["Show it"]
    assert "Back" not in words(old)  # nothing comes back any more


async def test_a_chain_that_is_over_has_nothing_to_cancel(sluice: World) -> None:
    old = await receipt(sluice, f"/assign writer: Launch memo\n{NOTES}\nthen writer: A shorter one")
    pressed = named(old, "Cancel all")
    edit = named(old, "Edit")
    await sluice.press(old, pressed)
    await becomes(sluice, old, "are canceled")
    await sluice.press(old, edit)
    assert await becomes(sluice, old, "T-1 → T-2 · Launch memo* · is canceled") == ["Show it"]
    assert "Each step starts" not in words(old) and "A shorter one · canceled" in words(old)


async def test_a_step_that_is_canceled_leaves_the_receipt_that_of_its_chain(sluice: World) -> None:
    thirds = "then writer: A shorter one\nthen writer: A title"
    old = await receipt(sluice, f"/assign writer: Launch memo\n{NOTES}\n{thirds}")
    again = named(old, "Don't ask me after 2")
    await sluice.said("/sluice T-3")
    shown = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(shown, named(shown, "Cancel"))
    await sluice.press(old, again)
    await becomes(sluice, old, "A title · canceled")
    assert "T-1 → T-2 → T-3 · Launch memo*" in words(old) and "/sluice T-1" in words(old)


async def test_a_step_that_is_ready_meanwhile_is_not_offered_to_go_on(sluice: World) -> None:
    old = await receipt(sluice, f"/assign writer: Launch memo\n{NOTES}\nthen writer: A shorter one")
    await sluice.cards()
    await sluice.press(old, named(old, "Don't ask me after 1"))
    assert await becomes(sluice, old, "is ready and waits") == ["Show it", "Cancel all"]
