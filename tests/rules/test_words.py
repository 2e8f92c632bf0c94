import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules.effort import changed_words, minutes, pace
from storage.rules.words import clean, one_line, visible, whole_signs


@pytest.mark.parametrize(
    "text, shown",
    [
        ("plain", "plain"),
        ("a\0b\x07c\x08", "abc"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]52;c;aGk=\x07x", "x"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("a\U000e0041\U000e0070b", "ab"),
        ("line\r\nline\rline", "line\nline\nline"),
        ("\ud800lone", "lone"),
        ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"),
    ],
)
def test_clean(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text())
def test_clean_text_can_be_encoded_and_stays_clean(text: str) -> None:
    once = clean(text)
    once.encode()
    assert clean(once) == once
    assert "\n" not in one_line(text)


def test_invisible_text_is_nothing() -> None:
    assert not visible("\u200b\u2060 \n")
    assert not visible("\u115f\u1160\u3164\uffa0\u2800")  # blanks that are called letters, and a sign
    assert visible(" x ")


def test_minutes_grow_with_words_and_doubts_and_pace() -> None:
    assert minutes(238, 0) == pytest.approx(1.25)
    assert minutes(238, 2) > minutes(238, 0) > minutes(10, 0)
    assert minutes(238, 0, pace=2.0) == pytest.approx(2.5)


def test_only_changed_words_count_for_a_revision() -> None:
    assert changed_words("one two\nthree", "one two\nthree four\nfive") == 3


def test_pace_is_measured_only_from_enough_decisions() -> None:
    assert pace([1.0] * 4, [2.0] * 4) == 1.0
    assert pace([1.0] * 5, [2.0] * 5) == 2.0


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("ข้อเสนอที่ดี", 11, "ข้อเสนอที่"),
        ("👩‍👩‍👧‍👦👩‍👩‍👧", 10, "👩‍👩‍👧‍👦"),
        ("👍🏽 yes", 1, "👍"),
        ("plain words", 5, "plain"),
        ("é", 5, "é"),
    ],
)
def test_a_text_is_not_cut_inside_of_a_sign(text: str, most: int, kept: str) -> None:
    assert whole_signs(text, most) == kept
