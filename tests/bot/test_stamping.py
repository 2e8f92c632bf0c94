"""Whoever approves although a check is in doubt is asked once, whichever way they say it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.days import press
from tests.bot.plain_worker import SATURN, collected, plain
from tests.bot.speaking import decided, react, reply, verdicts, write
from tests.world import World, buttons, words


@pytest.fixture
async def sluice(tmp_path: Path) -> AsyncIterator[World]:
    async with plain(tmp_path, undo_seconds=20) as made:
        yield made


@pytest.mark.parametrize("way", ["1 approve", "T-1 approve", "+1"])
async def test_words_and_reactions_ask_once(sluice: World, way: str) -> None:
    message = await collected(sluice, SATURN)
    if way == "+1":
        await react(sluice, message, way)
    elif way.startswith("T-1"):
        await write(sluice, way)
    else:
        await reply(sluice, message, way)
    asked = await sluice.message_with("not met?")
    assert await verdicts(sluice) == [] and "You opened it" not in words(asked)
    await press(sluice, asked, "Approve")
    await decided(sluice, "approve")


async def test_who_opened_it_a_moment_ago_is_told_so(sluice: World) -> None:
    message = await collected(sluice, SATURN)
    await press(sluice, message, "Open")
    view = await sluice.modal(callback="task_view")
    assert "confirm" in next(b for b in buttons(view) if b["text"]["text"] == "Approve")
    await reply(sluice, message, "T-1 approve")
    asked = await sluice.message_with("not met?")
    assert " s ago; reading it takes about " in words(asked) and await verdicts(sluice) == []


async def test_without_a_doubt_nobody_is_asked(sluice: World) -> None:
    message = await collected(sluice, "under 120 words")
    await press(sluice, message, "Open")
    await sluice.modal(callback="task_view")
    await reply(sluice, message, "T-1 approve")
    await decided(sluice, "approve")
