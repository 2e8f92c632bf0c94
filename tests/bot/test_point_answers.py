"""What a card says of the answers to a reviewer's points, and of what a draft lacks."""

from dataclasses import replace

import pytest

from bot.views import one_tap
from bot.views.compared import table
from bot.views.missing import missing
from bot.views.since import since
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import Draft
from tests.world import words

OLD = Draft(version=1, title="Memo", summary="s", body="old text", made_by="x")


@pytest.mark.parametrize(
    "answer, done",
    [
        ("Added a paragraph on what was not done in 2025.", True),
        ("1. “Say which questions were not answered”: done: added a list.", True),
        ("1. “Add the price”: not done: the sources do not name it.", False),
        ("Not possible: the file is empty.", False),
        ("This was not possible without the file.", False),
    ],
)
def test_an_answer_says_by_itself_whether_a_point_was_done(answer: str, done: bool) -> None:
    shown = since(replace(OLD, version=2, body="new text", answer=answer), OLD)
    assert f"Your 1 point: {'done' if done else 'not done'}." in shown


@pytest.mark.parametrize(
    "lacks, summary, named",
    [
        (("price",), "Compares the price and the support of three vendors.", "Missing: price"),
        (("Refunds", "The Q4 figures"), "All about refunds.", "Missing: Refunds And 1 more."),
        (("Refunds",), "It has no figures. Refunds.", ""),
    ],
)
def test_what_is_missing_is_hidden_only_where_it_is_said(lacks: tuple[str, ...], summary: str, named: str) -> None:
    assert missing(replace(OLD, missing=lacks), summary) == named


def test_one_address_is_one_source() -> None:
    first = replace(OLD, body="See https://a.b/x. Also https://a.b/x, and https://a.b/x;")
    assert "sources linked" not in words(table([("A", first), ("B", replace(first, body="See https://a.b/x here"))]))


def test_a_check_that_the_reviewer_called_wrong_is_offered_no_more() -> None:
    check = Check(criterion="names the price", finding=Finding.NOT_MET, evidence="", wrong="it does")
    assert one_tap._unmet((check, replace(check, wrong=""))) == [(1, replace(check, wrong=""))]
