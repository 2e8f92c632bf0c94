"""Criteria about a length, however they are worded."""

import pytest

from agents.checks.length import length
from agents.offline.word_limit import word_limit
from storage.rules.values.check import Finding

FIFTY = "word " * 50


@pytest.mark.parametrize(
    "criterion, finding",
    [
        ("no fewer than 100 words", Finding.NOT_MET),
        ("not less than 100 words", Finding.NOT_MET),
        ("no less than 40 words", Finding.MET),
        ("must not be under 100 words", Finding.NOT_MET),
        ("not more than 10 words", Finding.NOT_MET),
        ("must not be more than 10 words", Finding.NOT_MET),
        ("not over 60 words", Finding.MET),
        ("no more than 50 words", Finding.MET),
        ("more than 50 words", Finding.NOT_MET),
        ("fewer than 50 words", Finding.NOT_MET),
        ("at least 100 words and at most 200 words", Finding.NOT_MET),
        ("at least 40 words and at most 45 words", Finding.NOT_MET),
        ("at least 40 words and at most 60 words", Finding.MET),
    ],
)
def test_a_length_is_checked_as_it_is_meant(criterion: str, finding: Finding) -> None:
    check = length(criterion, FIFTY)
    assert check is not None and check.finding is finding


@pytest.mark.parametrize(
    "criterion, most",
    [("no fewer than 100 words", None), ("not less than 100 words", None), ("fewer than 100 words", 99)]
    + [("not more than 100 words", 100), ("not be more than 100 words", 100), ("no more than 100 words", 100)],
)
def test_only_a_ceiling_limits_the_offline_worker(criterion: str, most: int | None) -> None:
    assert word_limit([criterion]) == most
