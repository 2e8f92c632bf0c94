"""A refused brief, mended: the rest of it stays letter by letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules.mending import MOST, mended


@pytest.mark.parametrize(
    ("words", "wrong", "expected"),
    [
        ("writer: memo; after T-99; urgent", "after T-99", "writer: memo; urgent"),
        ("writer: memo; after T-99\nWe ship.\n", "after", "writer: memo\nWe ship."),
        ("writer: memo\nafter T-99", "after", "writer: memo"),
        ("writer: memo; every minute", "every minute", "writer: memo; every weekday 9:00"),
        ("writer: memo; every month", "every month", "writer: memo; first Monday of the month 9:00"),
        ("writer: memo; weekly at dawn", "weekly at dawn", "writer: memo; every Monday 9:00"),
        ("writer: memo; every Monday 25:00", "every Monday 25:00", "writer: memo; every Monday 9:00"),
        ("memo; every 2 weeks at 31:00; for Beta", "every 2 weeks at 31:00", "memo; every 2 weeks 9:00; for Beta"),
        ("writer: memo; every Monday; then @bob: look", "again", "writer: memo; then @bob: look"),
        ("writer: memo; every Monday; every Friday", "every Friday", "writer: memo; every Monday"),
        ("@bob numbers; by Friday", "@bob", "writer: numbers; by Friday"),
        ("writer: ask @bob; then @bob: look", "@bob", "writer: ask @bob; then writer: look"),
        (
            "Offer\nBob: we ship.\nBob decides.\n; then @bob: look",
            "@bob",
            "Offer\nBob: we ship.\nBob decides.\n; then writer: look",
        ),
        ("writer: memo", "after T-99", ""),
        ("writer: memo", "", ""),
        ("writer: " + "x" * MOST + "; after T-9", "after", ""),
    ],
)
def test_what_is_wrong_is_left_out_or_replaced_and_nothing_else(words: str, wrong: str, expected: str) -> None:
    assert mended(words, wrong) == expected


@given(st.text(max_size=80), st.sampled_from(["after", "@bob", "again", "as", "to", "after T-9", "(.*"]))
def test_whatever_was_typed_it_answers(words: str, wrong: str) -> None:
    assert len(mended(words, wrong)) <= len(words) + len("first Monday of the month 9:00")
