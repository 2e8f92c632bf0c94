"""Code settles a criterion only where it is sure: people approve by what it says."""

import pytest

from agents.checks.checks import findings
from agents.offline.word_limit import word_limit
from storage.rules.values.check import Finding

MET, NOT_MET, DOUBT, OPEN = Finding.MET, Finding.NOT_MET, Finding.IN_DOUBT, Finding.NOT_CHECKED
LONG = f"{'word ' * 150}end."


def found(criterion: str, body: str) -> Finding:
    return findings(body, [criterion])[0].finding


@pytest.mark.parametrize(
    "criterion",
    [
        "no sentence over 25 words",
        "no paragraph over 100 words",
        "nothing over 100 words",
        "do not use more than 100 words",
        "should not go over 100 words",
        "must not run over 100 words",
        "doesn't have to be under 100 words",
    ],
)
def test_a_limit_behind_a_no_is_no_floor(criterion: str) -> None:
    assert found(criterion, LONG) is OPEN


@pytest.mark.parametrize(
    "criterion",
    [
        "Title of at most 8 words",
        "Summary at most 50 words",
        "subject line under 60 characters",
        "paragraphs under 50 words",
        "under 5 lines of code",
        "at most 120 words excluding the table",
        "all bullets under 12 words",
        "first paragraph under 40 words",
        "sentences of at most 20 words",
    ],
)
def test_a_limit_of_a_part_is_none_of_the_whole(criterion: str) -> None:
    assert found(criterion, LONG) is OPEN
    assert word_limit([criterion]) is None


@pytest.mark.parametrize(
    "criterion, body, expected",
    [
        ("at most 200 words, at most 5 bullets", "- a\n" * 7, NOT_MET),
        ("at most 200 words, at most 5 bullets", "- a\n" * 4, MET),
        ("at most 3 bullets of at most 10 words", "- a\n", OPEN),
        ("at most 3 bullets or at most 100 words", "- a\n" * 7, OPEN),
        ("at most 1,000 words", LONG, MET),
        ("at least 1,000 words", LONG, NOT_MET),
        ("at most 5 bullets", "- a\n" * 3 + "– b\n" * 3, NOT_MET),
        ("at least 3 bullets", "+ a\n+ b\n+ c", MET),
        ("at most 3 questions", "Why?? Really?! How?", MET),
        ("at least 3 questions", "Why???", NOT_MET),
        ("at most 2 sections", "# Title\n\n```\n# a comment\n# another\n```\n", MET),
        ("at most 120 words", "これは日本語の文です。" * 50, OPEN),
        ("no fewer than 3 sentences", "第一です。第二です。第三です。", MET),
        ("at most 1 sentences", "第一です。第二です。第三です。", NOT_MET),
        ("at most 3 sentences", "Hello there! “We are fine.” He left. Bye", OPEN),
        ("no more than 3 sentences", "Dr. Smith met us at 3 p.m. yesterday. It went well, e.g. the sale.", OPEN),
        ("at most 2 sentences", "It is done. We ship. Who tells them?", NOT_MET),
    ],
)
def test_what_is_counted_is_what_a_reader_counts(criterion: str, body: str, expected: Finding) -> None:
    assert found(criterion, body) is expected


@pytest.mark.parametrize(
    "criterion, body, expected",
    [
        ('no "synergy" or "leverage"', "We leverage it.", NOT_MET),
        ('no "synergy" or "leverage"', "We use it.", MET),
        ('mentions "price" and "deadline"', "Price and deadline are set.", MET),
        ("must mention “Dana” and “Bob”", "Dana asks Bob.", MET),
        ("must mention “Dana” and “Bob”", "Dana asks.", NOT_MET),
        ("does not mention Acme", "_Acme_ is first", NOT_MET),
        ("does not mention Bob", "__Bob__ said so", NOT_MET),
        ("mentions 3 December", "_3 December_ it is", MET),
        ("does not mention O'Brien", "Ask O’Brien.", NOT_MET),
        ("mentions O'Brien", "Ask O’Brien.", MET),
        ("does not mention Jean-Luc", "Ask Jean‑Luc.", NOT_MET),
        ("does not mention “Project X”", "The Project\nX ends", NOT_MET),
        ("mentions “Project X”", "The **Project** X ends", MET),
        ("does not mention Anna", "Hello Anna,\n\nWe ship on Monday.\n\nKind regards", NOT_MET),
        ("mentions Anna", "Hello Anna,\n\nWe ship on Monday.\n\nKind regards", MET),
        ("does not mention “price”", "The prices rise.", DOUBT),
        ("does not mention layoffs", "The layoff begins.", DOUBT),
    ],
)
def test_a_word_is_found_however_it_is_set(criterion: str, body: str, expected: Finding) -> None:
    assert found(criterion, body) is expected


@pytest.mark.parametrize(
    "criterion, body, expected",
    [
        ("names the salary", "Lunch costs 39 €.", DOUBT),
        ("names the budget", "The budget is 39 €.", MET),
        ("names the price", "It costs 39 €.", MET),
        ("does not mention 39 €", "It is €39.", NOT_MET),
        ("does not mention 39 €", "It is 39,00 € now.", NOT_MET),
        ("does not mention 39 €", "It is 139 €.", MET),
        ("does not mention $1,000", "It costs $1000.", NOT_MET),
        ("mentions 39 €", "It is €39", MET),
        ("does not mention 3 December", "2026-12-03T10:00:00Z started", NOT_MET),
        ("mentions 3 December", "2026-12-03T10:00:00Z started", MET),
        ("mentions 3 December", "We ship on 03/12/2026.", OPEN),
        ("does not mention 3 December", "We ship on 12/03.", OPEN),
        ("mentions 10.12.", "Am 10. Dezember geht es los.", MET),
        ("mentions 1 February", "See section 1.2. of the report.", NOT_MET),
        ("mentions May 3", "I may 3 times a day.", NOT_MET),
    ],
)
def test_sums_and_days_are_the_same_in_any_writing(criterion: str, body: str, expected: Finding) -> None:
    assert found(criterion, body) is expected


@pytest.mark.parametrize(
    "criterion, body",
    [
        ("includes a table", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("includes a link", "See https://a.test/x"),
        ("names the owner", "- Bob: ship it"),
        ("says why", "Since it rains."),
        ("includes a question", "Who tells them?"),
        ("includes links", "There are no links."),
        ("includes a summary", "There is no summary."),
    ],
)
def test_a_kind_of_thing_is_no_word(criterion: str, body: str) -> None:
    assert found(criterion, body) is OPEN
