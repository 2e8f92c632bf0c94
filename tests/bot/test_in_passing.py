"""A message that only names the app while it speaks to others makes no task."""

import time

import pytest

from bot.words.in_passing import named_in_passing
from storage.tables import task
from tests.world import ALICE, GENERAL, World, buttons, count, words

APP = "U0BOT"


@pytest.mark.parametrize(
    "text",
    [
        "I think <@U0BOT> is worth a try this week",
        "We moved the digest to <@U0BOT|sluice>, it works",
        "<@U02BOB> says that <@U0BOT> wrote the memo",
        "I think <@U0BOT> broke at 9:30 today",
        "I think Q&amp;A with <@U0BOT> is fine",
        "I think :wave: <@U0BOT> is fine :tada: today",
    ],
)
def test_it_is_only_named(text: str) -> None:
    assert named_in_passing(text, APP)


@pytest.mark.parametrize(
    "text",
    [
        "<@U0BOT> write a memo on prices",
        "Hey <@U0BOT>, write a memo on prices",
        "Hi all! <@U02BOB> <@U0BOT> a memo on prices",
        "could you please <@U0BOT> write a memo on prices",
        "Write a memo on prices, <@U0BOT>",
        "A memo on prices <@U0BOT|sluice>!",
        "The memo that <@U0BOT> owes us: at most 200 words",
        "Write a memo <@U0BOT>\nBob: we ship on Monday",
        "no mention at all",
        "FYI <@U0BOT> write a memo",
        "Good afternoon <@U0BOT> please write a memo",
        "1. <@U0BOT> write a memo",
        "<https://x.example/doc|the doc> <@U0BOT> summarize this",
        ":wave::skin-tone-3: <@U0BOT> write a memo",
        ":woman-running: <@U0BOT> write a memo",
    ],
)
def test_it_is_spoken_to(text: str) -> None:
    assert not named_in_passing(text, APP)


async def test_who_only_names_it_is_asked_and_nothing_is_made(sluice: World) -> None:
    await sluice.act("message", channel=GENERAL, user=ALICE, text="I think <@U0BOT> is worth a try this week")
    told = await sluice.ephemeral(ALICE, "You name me in the middle of a sentence")
    assert "Open as a form" in [b["text"]["text"] for b in buttons(told)] and "is worth a try" not in words(told)
    assert await count(sluice, task) == 0


def test_no_message_takes_long_to_read() -> None:
    began = time.perf_counter()
    assert named_in_passing(f"{'- ' * 2000} look <@U0BOT> is fine{'!' * 2000}", APP)
    assert named_in_passing(f"{'-' * 4000} look <@U0BOT> is fine", APP)
    assert time.perf_counter() - began < 1
