"""People in the text of a form: shown by name, kept by id, and never one for another."""

from hypothesis import given
from hypothesis import strategies as st

from bot.words.mentions import by_id, by_name, mentioned

NAMES = {"U01ALICE": "alice", "U02BOB": "bob", "U03CARA": "Cara Lee", "U04BOB2": "bob", "U05ODD": "<b>", "U06NONE": ""}
PIECES = ["Memo ", "; reviewer ", "@bob ", "@bob-2BOB ", "bob", "\n", *(f"<@{user}> " for user in NAMES)]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_what_is_shown_by_name_is_kept_as_it_was(text: str) -> None:
    shown, labels = by_name(text, NAMES)
    assert by_id(shown, labels) == text
    assert "<@U03CARA>" not in shown and set(labels.values()) <= set(NAMES)


def test_two_of_one_name_are_told_apart() -> None:
    shown, labels = by_name("<@U02BOB>: ask @bob; then <@U04BOB2|bob>: x; reviewer <@U02BOB>", NAMES)
    assert shown == "@bob-2BOB: ask @bob; then @bob-BOB2: x; reviewer @bob-2BOB"
    assert labels == {"@bob-2BOB": "U02BOB", "@bob-BOB2": "U04BOB2"}


def test_a_name_that_is_longer_is_not_the_shorter_one() -> None:
    assert by_id("@bobby and @bob, @Bob", {"@bob": "U02BOB"}) == "@bobby and <@U02BOB>, <@U02BOB>"
    assert by_id("@bob", {"@bob": "x> to <#C1"}) == "@bob"
    assert mentioned("<@U02BOB|bob> <@U03CARA>") == {"U02BOB": "bob", "U03CARA": ""}
