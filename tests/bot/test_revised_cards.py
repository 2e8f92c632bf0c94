"""The card of a second version says what changed, however little room it has, and what was not done before that."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.views.card import card
from bot.views.digest import digest
from storage.rules.pages.cards import Card
from storage.rules.values.draft import Draft
from tests.bot.test_views import NOW, collected, draft, shown
from tests.world import ALICE, words

SWAP = "15 December → 2 December, 3 places."


def revised(answer: str, summary: str) -> Card:
    second: Draft = replace(draft(2), answer=answer, summary=summary)
    return replace(shown(draft_version=2, draft=second), previous=draft())


def text_of(answer: str, summary: str, most: int = 200) -> str:
    return words(card(revised(answer, summary), ALICE, "Europe/Rome", NOW, settled=False, most=most))


@pytest.mark.parametrize("most", [0, 40, 120, 200])
def test_what_changed_stands_on_the_card_once(most: int) -> None:
    text = text_of(f"1. “the date is wrong: it is 2 December”: done: {SWAP}", SWAP, most)
    assert text.count("15 December → 2 December, 3 places") == 1
    other = text_of(f"1. “it is 2 December”: done: {SWAP}", "We launch in December, in Rome and in Lyon. " * 3, most)
    assert f"Your 1 point: done. {SWAP}" in other


def test_what_was_not_done_comes_first() -> None:
    answer = f"1. “it is 2 December”: done: {SWAP}\n2. “the price is wrong”: not done: which amount is right?"
    text = text_of(answer, "A memo.")
    assert f"Your 2 points: 1 done, 1 not. Not done: which amount is right? {SWAP}" in text


def test_the_answer_of_a_model_is_told_too() -> None:
    assert "Your 1 point: done. Shorter, please: cut to 80 words" in text_of(
        "1. Shorter, please: cut to 80 words", "Memo."
    )


def test_a_full_collection_still_says_what_changed() -> None:
    many = [revised(f"1. “it is 2 December”: done: {SWAP}", "word " * 60) for _ in range(10)]
    message = digest.digest(collected(*many), NOW, timedelta(minutes=2))
    cards = sum(block["type"] == "section" for block in message.blocks)
    assert words(list(message.blocks)).count(SWAP) == cards > 5
