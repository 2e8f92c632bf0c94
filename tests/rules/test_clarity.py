import pytest

from storage.rules.clarity import missing, wondered
from storage.rules.values.brief import Brief
from storage.rules.values.source import Source
from storage.rules.values.worker import agent


def brief(goal: str, **more: object) -> Brief:
    return Brief(goal=goal, worker=agent("writer"), title=goal, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "goal", ["Do it", "help me please", "fix this asap", "Test", "hi", "Handle it!", "the usual", "???"]
)
def test_where_no_deliverable_can_be_named_it_says_what_is_missing(goal: str) -> None:
    assert "what should come back" in missing(brief(goal))


@pytest.mark.parametrize(
    "goal",
    ["Memo", "Launch FAQ", "Answer to Acme", "Fix the login bug", "Summarize this thread", "Weekly numbers", "Zxcv"],
)
def test_a_few_words_are_enough(goal: str) -> None:
    assert missing(brief(goal)) == ""


def test_what_comes_with_it_can_make_it_clear() -> None:
    assert missing(brief("Do it", criteria=("at most 5 lines",))) == ""
    assert missing(brief("Handle this", sources=(Source("the thread", "Please send the invoice again"),))) == ""


def test_a_document_is_asked_its_reader_its_length_and_its_source() -> None:
    assert [w.about for w in wondered(brief("Launch announcement"))] == ["audience", "length", "source"]
    assert all(2 <= len(w.choices) <= 4 and w.assumed for w in wondered(brief("Launch announcement")))


@pytest.mark.parametrize(
    "goal, left",
    [
        ("Memo for the board", ["length", "source"]),
        ("Memo for the board, one page", ["source"]),
        ("Memo for the board, one page, from the notes below", []),
        ("Sort the contacts", []),
    ],
)
def test_what_was_said_is_not_asked(goal: str, left: list[str]) -> None:
    assert [w.about for w in wondered(brief(goal))] == left
    assert len(wondered(brief(goal))) <= 3
