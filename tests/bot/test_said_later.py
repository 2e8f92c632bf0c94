"""What is put off in words with a time of their own comes back at that time."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.words.said_later import said_later
from storage.rules.refusal import Refused
from tests.bot.days import day, morning_card
from tests.bot.speaking import reply
from tests.world import wait_for

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)  # a Tuesday, 9:00 in Rome


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("later until Friday", "2026-12-03 23:00"),
        ("Later, in 2 weeks.", "2026-12-14 23:00"),
        ("tomorrow at 14:00", "2026-12-02 13:00"),
        ("later: Monday 9:30 am", "2026-12-07 08:30"),
        ("in 3 days", "2026-12-03 23:00"),
        ("remind me on 16 December", "2026-12-15 23:00"),
        ("put it off until Friday 14:00", "2026-12-04 13:00"),
        ("not before Thursday", "2026-12-02 23:00"),
        ("später bis Freitag", "2026-12-03 23:00"),
    ],
)
def test_a_time_of_its_own_is_read(text: str, at: str) -> None:
    found = said_later(text, NOW, "Europe/Rome")
    assert found is not None and f"{found[0]:%F %H:%M}" == at


@pytest.mark.parametrize(
    "text",
    [
        "12",
        "A",
        "3 March is the date",
        "shorter by Friday",
        "later today is better",
        "later",
        "Friday",
        "Friday at 17:00",
        "Move it to Friday",
    ],
)
def test_all_other_words_are_not(text: str) -> None:
    assert said_later(text, NOW, "Europe/Rome") is None


@pytest.mark.parametrize("text", ["later until 31 February", "later until 9999-12-31"])
def test_a_time_that_can_not_be_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        said_later(text, NOW, "Europe/Rome")


@pytest.mark.parametrize(
    "words", ["later until Friday 14:00", "1 later until Friday 14:00", "put off 1 to Friday 14:00"]
)
async def test_a_card_is_put_off_to_the_time_that_a_reply_says(tmp_path: Path, words: str) -> None:
    async with day(tmp_path) as (sluice, clock):
        message = await morning_card(sluice, clock)
        await reply(sluice, message, words)

        async def put_off() -> bool:
            return "later, Fri 14:00" in await sluice.said("/sluice T-1")

        await wait_for(put_off, "it is put off")
        await sluice.message_with("It comes with the collection Fri 16:30.")
