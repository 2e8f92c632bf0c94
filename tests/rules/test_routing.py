import pytest

from storage.rules.routing import route

ALL = ("writer", "researcher", "analyst", "coder", "assistant")


@pytest.mark.parametrize(
    "text, worker",
    [
        ("Launch FAQ for the beta", "writer"),
        ("Memo on the price", "writer"),
        ("Job ad, product designer", "writer"),
        ("Fix the bug that rounds the invoice total down", "coder"),
        ("Why does test_total fail? Traceback below", "coder"),
        ("Sales by region as a chart from the CSV", "analyst"),
        ("Which month had the highest median order? quarter-sales.csv", "analyst"),
        ("How do rivals send onboarding mail? Compare three, with sources", "researcher"),
        ("Read https://example.org/pricing and say what changed", "researcher"),
        ("List the action items of the meeting", "assistant"),
        ("Sort these contacts by country", "assistant"),
        ("Zxcv", "writer"),
        ("fix the damn invoice", "writer"),
        ("Fix the typo in the letter to Acme", "writer"),
        ("Fix the login page", "coder"),
        ("Fix the price function", "coder"),
    ],
)
def test_each_kind_of_work_goes_to_its_agent(text: str, worker: str) -> None:
    assert route(text, ALL)[0] == worker


def test_the_reason_names_the_word() -> None:
    assert route("Fix the bug", ALL)[1] == "it is about code: “Fix the”"
    assert route("Zxcv", ALL)[1] == "no other agent fits"


def test_only_agents_that_exist_are_picked() -> None:
    assert route("Fix the bug", ("writer", "poet"))[0] == "writer"
    assert route("Fix the bug", ("poet",))[0] == "poet"
