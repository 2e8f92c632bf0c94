"""Words that the app can't work with hold up nothing that is said after them."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.desk import Desk
from tests.bot.speaking import write
from tests.world import World


async def test_what_is_said_after_words_that_break_the_app_is_heard(
    sluice: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = Desk.parse

    async def breaks(self: Desk, words: Any, *more: Any) -> Any:
        if "odd" in words.text:
            values = {"text": words.text}
            raise IntegrityError("INSERT INTO task", values, ValueError("date value out of range"))
        return await parse(self, words, *more)

    monkeypatch.setattr(Desk, "parse", breaks)
    await write(sluice, "writer: an odd memo")
    await write(sluice, "help")
    await sluice.message_with("could not be worked on: date value out of range", sluice.dm())
    await sluice.message_with("/assign", sluice.dm())
