"""Notes that say one thing in two ways: the card says so, where nothing settles it."""

import pytest

from agents.offline.worker import OfflineWorker
from tests.agents.given import assignment
from tests.agents.test_offline import NOTES

PRICES = "The notes contradict each other on the price: 39 € and 35 €."


@pytest.mark.parametrize("goal", ["summary", "Memo on the price", "notes", "report for finance"])
@pytest.mark.parametrize(
    "text, line",
    [
        ("Alice: The price is 39 €.\nBob: No: 35 €. Both can't be right.", PRICES),
        ("The price is 39 €.\nNo: 35 €.", PRICES),
        ("The price is 39 € per seat.\nThe beta has 12 teams.\nThe price is 35 €.", PRICES),
        ("We said 39 € in the deck and 35 € on the page for the price. They can't both be right.", PRICES),
        (
            "The deck and the page contradict each other.",
            "The notes contradict each other: “The deck and the page contradict each other.”",
        ),
    ],
)
async def test_a_contradiction_is_in_the_summary_and_named(goal: str, text: str, line: str) -> None:
    draft = await OfflineWorker().work(assignment(goal, text))
    assert line in draft.missing and draft.summary.startswith(line)


@pytest.mark.parametrize(
    "goal, text",
    [
        ("Decision memo", NOTES),  # it decides the price
        ("Post", "Is it 39 €?\nNo: 35 €."),
        ("Post", "The price is 39 €.\nThe price is 39 € for all."),
        ("Post", "The price is 39 €.\nThe fee is 2 €."),
        ("Compare Notion and Coda", "# Notion\nPrice: 10 €\n# Coda\nPrice: 12 €"),
        ("Post", "Notion\nPrice: 10 €\n\nCoda\nPrice: 12 €"),
        ("Post", "The price is 29 € until 3 May.\nThe price is 39 €."),
    ],
)
async def test_what_is_settled_or_different_is_no_contradiction(goal: str, text: str) -> None:
    draft = await OfflineWorker().work(assignment(goal, text))
    assert not any("contradict" in m for m in draft.missing) and "contradict" not in draft.summary


@pytest.mark.parametrize("goal", ["status", "Update for all", "Memo on the vendors"])
@pytest.mark.parametrize(
    "text",
    [
        "Vendor A costs 10 €. It is quick.\nVendor B costs 20 €. It is slow.\nWe decided on Vendor C.",
        "We decided to wait.\nPlan 1 costs 10 €.\nPlan 2 costs 20 €.",
        "We decided to wait.\nSeat A: 10 €\nSeat B: 20 €",
        "We decided to wait.\nThe price is 39 € per month.\nThe price is 390 € per year.",
        "We decided to wait.\nThe price is 39 €/month.\nThe price is 390 €/year.",
        "We decided to wait.\nThe price is 29 € for students.\nThe price is 39 € for all others.",
        "We decided to wait.\nThe price is 29 € today.\nThe price is 39 € next year.",
        "We decided to wait.\nNothing here contradicts the plan.",
        "We decided to wait.\nVendor A costs 10 €.\nWe met twice.\nNo, 35 € was the ticket of Bob.",
        "We decided to wait.\nNotion\nPrice: 10 €\nCoda\nPrice: 12 €",
        "We decided to wait.\nThe fee of Acme is 5 €.\nThe fee of Bolt is 6 €.",
        "We decided to wait.\nTicket X is 5 €.\nTicket Y is 6 €.",
    ],
)
async def test_different_things_have_different_sums(goal: str, text: str) -> None:
    draft = await OfflineWorker().work(assignment(goal, text))
    assert not any("contradict each other" in m for m in draft.missing) and "contradict each" not in draft.summary


@pytest.mark.parametrize(
    "text, line",
    [
        ("Vendor A costs 10 €.\nVendor A costs 20 €.", "on Vendor A: 10 € and 20 €."),
        ("Acme costs 10 €.\nAcme costs 20 €.", "on Acme: 10 € and 20 €."),
        ("The fee of Acme is 5 €.\nThe fee of Acme is 6 €.", "on the fee of Acme: 5 € and 6 €."),
        ("The price is 39 € per seat.\nThe price is 35 € per seat.", "on the price: 39 € and 35 €."),
        ("Price: 39 €\nPrice: 35 €", "on the price: 39 € and 35 €."),
    ],
)
async def test_the_same_thing_with_two_sums_is_named_as_it_is_written(text: str, line: str) -> None:
    draft = await OfflineWorker().work(assignment("summary", f"We decided to wait.\n{text}"))
    assert f"The notes contradict each other {line}" in draft.missing
