"""A private channel has no name for us: its own person reads it where we ask them about their words."""

from pathlib import Path

from tests.bot.speaking import write
from tests.world import words, world


async def test_the_question_about_a_message_shows_the_private_channel_that_it_names(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await write(sluice, "Post the news to #board tomorrow")
        asked = await sluice.message_with("Shall I assign this?")
        quoted = asked["blocks"][0]["elements"][1]["elements"]
        assert [part["type"] for part in quoted] == ["text", "channel", "text"]
        assert quoted[1]["channel_id"] == "C04BOARD" and "private-channel" not in words(asked)
        assert quoted[0]["text"] == "Post the news to " and quoted[2]["text"] == " tomorrow"
