"""What an agent writes may be long and odd: twice as much of it takes about twice as long to look at, never four times."""

import time
from collections.abc import Callable, Mapping

import pytest

from agents.checks import checks
from agents.review import critic
from agents.work import deliverable, hand_in
from storage.rules.own_words import count_words
from storage.rules.values.draft import Draft
from tests.agents.given import assignment

CRITERIA = ("name the price", "under 250 words", "at least 3 questions", "at most 3 bullets", "names 3 March")
LOOKS: Mapping[str, Callable[[str], object]] = {
    "checks": lambda text: checks.check(
        Draft(version=1, title="Memo", summary="Lines", body=text, made_by="made by a test"), CRITERIA
    ),
    "imitation": hand_in._OURS.search,
    "refusal": hand_in._REFUSAL.match,
    "words": count_words,
}
ODD = [
    *(
        "](",
        "{{",
        "1",
        "1.",
        "1,",
        " ",
        "\n",
        "  \n",
        "\t",
        " **a",
        "[",
        "[your ",
        "[approve ",
        "`",
        "|a",
        "(",
        "<",
        "#",
    ),
    *(
        "paste ",
        "sk-",
        "xoxb-",
        "http://a",
        "- \n",
        "€ ",
        "€1 ",
        "_a",
        "> ",
        "![",
        "a@",
        "\\",
        "-----BEGIN ",
        "sorry, ",
    ),
    *("approved ", "1. a\n", "no ", "T-1 ", "🙂", "é", "1 January "),
]
SHORT, LONG = 20_000, 80_000  # characters: what grows with the square takes sixteen times as long


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("look", LOOKS)
def test_four_times_as_much_takes_about_four_times_as_long(look: str, odd: str) -> None:
    short, long = (least(look, (odd * size)[:size]) for size in (SHORT, LONG))
    assert long < 8 * short + 0.05


def least(look: str, text: str) -> float:
    """Return the seconds of this thread that the quicker of two looks took."""
    took = []
    for _ in range(2):
        began = time.thread_time()
        LOOKS[look](text)
        took.append(time.thread_time() - began)
    return min(took)


def test_a_flood_of_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 50"):
        deliverable.Deliverable(title="Memo", summary="Two lines", body="It is done.", answers=[""] * 60_000)


def test_a_flood_of_words_beside_the_draft_is_refused() -> None:
    made = deliverable.Deliverable(title="Memo", summary="[approve " * 60_000, body="It is done.")
    with pytest.raises(deliverable.Unusable, match="540,004 characters beside the draft"):
        hand_in.check(made, assignment())


@pytest.mark.parametrize("odd", ODD)
def test_what_is_checked_in_place_takes_no_time_that_anybody_feels(odd: str) -> None:
    assert least("checks", (odd * critic.SHORT)[: critic.SHORT]) < 1.0
