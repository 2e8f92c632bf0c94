"""Rows of totals are known however they are named, and numbers are told as they are."""

import pytest

from tests.agents.test_offline_sums import make


@pytest.mark.parametrize(
    "table",
    [
        "Date,Item,Amount\n2026-01-03,Rent,100\n2026-01-04,Food,50\n2026-02-01,Total,150",
        "Date,Item,Amount\n2026-01-03,Rent,100\n2026-01-04,Food,50\n,Total,150",
        "Item,Amount\nRent,100\nFood,50\n**Total**,150",
        "Item,Amount\nRent,100\nFood,50\nTotal (EUR),150",
        "Item,Amount\nRent,100\nFood,50\nTotal 2026,150",
        "Item,Amount\nRent,100\nFood,50\nGross total,150",
        "Item,Amount\nRent,100\nFood,50\n,150",
    ],
)
async def test_a_row_of_totals_is_not_added(table: str) -> None:
    made = await make("totals", table)
    assert "total 150;" in made.body and "total 300" not in made.body


async def test_a_row_that_is_only_named_like_a_total_is_added() -> None:
    made = await make("totals", "Team,Cost\nAll hands,100\nAll,50\nSum,20\nSumme GmbH,3")
    assert "total 173;" in made.body


async def test_decimals_and_signs_are_told_as_they_are() -> None:
    assert "total 4.875;" in (await make("totals", "Run,Hours\nA,1.5\nB,2.25\nC,1.125")).body
    assert "total 100;" in (await make("totals", "Item,Amount\nA,650\nB,(500)\nC,−50")).body


async def test_groups_are_one_in_any_letters() -> None:
    made = await make("totals by region", "Region,Sales\nNorth,10\nnorth,20\n,5\nSouth,1")
    assert "**North**: 30" in made.body and "**(empty)**: 5" in made.body and "****" not in made.body
