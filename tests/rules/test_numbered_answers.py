"""An answer that a card offers, written behind its number."""

import pytest

from storage.rules.numbered_answers import read_cards
from storage.rules.replies import Meaning

OFFERED = {
    (False, 1): ("9 December", "11 December", "16 December"),
    (True, 12): ("9 December",),
    (False, 4): ("Yes", "39 €"),
}
YES, ANSWER = Meaning.APPROVE, Meaning.UNCLEAR


@pytest.mark.parametrize(
    "text, meant",
    [
        ("1 16 December", {1: "16 December"}),
        ("1: 16 december", {1: "16 December"}),
        ("#1 - 9 December!", {1: "9 December"}),
        ("1) 11 December, thanks", {1: "11 December"}),
        ("T-12 9 December, 2 ok", {12: "9 December", 2: "ok"}),
        ("2 yes, 1 16 December", {2: "yes", 1: "16 December"}),
        ("1 16 December and 2 yes", {2: "yes", 1: "16 December"}),
        ("1 16 December; 4 39 €", {1: "16 December", 4: "39 €"}),
        ("3 approve\n1 9 December\n4: 39 €", {3: "approve", 1: "9 December", 4: "39 €"}),
    ],
)
def test_an_offered_answer_is_the_answer(text: str, meant: dict[int, str]) -> None:
    picks = read_cards(text, True, OFFERED)
    assert picks is not None and picks.certain
    assert {pick.number: pick.reply.text for pick in picks.picks} == meant
    assert all(p.reply.meaning is (ANSWER if p.number in (1, 12, 4) else YES) for p in picks.picks)


@pytest.mark.parametrize(
    "text",
    """1 9 December or 11 December|1 9 December, 11 December|1 16 December, if Bob agrees|1 not 16 December|not 1 16 December
1 16 December?|2 16 December|1 17 December|1 16 December is too late|1 16 Decembers|maybe 1 16 December|1 9 December, 1 11 December
hm, 1 16 December|1 9 December, 2 shorter than 1|3 16 December, 1 ok?|1 16 December 2 ok""".replace("\n", "|").split(
        "|"
    ),
)
def test_what_is_no_plain_answer_is_not_certain(text: str) -> None:
    picks = read_cards(text, True, OFFERED)
    assert picks is None or not picks.certain


def test_what_reads_plainly_without_the_offered_answers_stays_as_it_is() -> None:
    picks = read_cards("4 yes, 2 no", True, OFFERED)
    assert picks is not None and picks.certain
    assert {pick.number: pick.reply.meaning for pick in picks.picks} == {4: YES, 2: Meaning.REJECT}
