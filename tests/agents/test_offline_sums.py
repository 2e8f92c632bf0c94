"""Sums are of what the rows say: a comma in a number parts no cells, a row of totals is not added, years are a header."""

import pytest

from agents.offline.worker import OfflineWorker
from storage.rules.values.draft import Draft
from tests.agents.given import assignment


async def make(goal: str, table: str) -> Draft:
    return await OfflineWorker().work(assignment(f"{goal}\n{table}"))


@pytest.mark.parametrize("goal", ["Summe der Ausgaben", "totals", "somma delle spese", "Tabelle"])
@pytest.mark.parametrize(
    "table",
    [
        "Miete: 1.200,00\nStrom: 80,50\nWasser: 20,00", "Miete 1.200,00 €\nStrom 80,50 €\nWasser 20,00 €",
        "Miete: 1200,00 EUR\nStrom: 80,50 EUR\nWasser: 20,00 EUR", "Miete\t1.200,00\nStrom\t80,50\nWasser\t20,00",
        "Miete: € 1.200,00\nStrom: € 80,50\nWasser: € 20,00",
    ],
)  # fmt: skip
async def test_a_comma_in_a_number_parts_no_cells(goal: str, table: str) -> None:
    made = await make(goal, table)
    assert "total 1,300.5" in made.body and "| Strom | " in made.body and "1.200 |" not in made.body


@pytest.mark.parametrize(
    "row",
    [
        "Total",
        "Total:",
        "TOTAL",
        "Grand total",
        "Sum",
        "Summe",
        "Gesamt",
        "Gesamtsumme",
        "Totale",
        "Somma",
        "Total général",
    ],
)
async def test_a_row_of_totals_is_not_added(row: str) -> None:
    made = await make("totals", f"Item,Cost\nRent,100\nFood,50\n{row},150")
    assert "total 150;" in made.body and "own total" not in made.body
    made = await make("totals", f"Item,Cost\nRent,100\nFood,50\n{row},160")
    assert "The table's own total is 160; the rows add up to 150" in made.body


@pytest.mark.parametrize("row", ["Subtotal", "Sub-total:", "Zwischensumme", "Subtotale", "Sous-total"])
async def test_a_row_of_a_part_is_not_added_twice(row: str) -> None:
    made = await make("totals", f"Item,Cost\nRent,100\nFood,50\n{row},150\nTaxi,10\nTotal,160")
    assert "total 160;" in made.body and "own total" not in made.body and f"| {row} | 150 |" in made.body


@pytest.mark.parametrize(
    "name", ["Number of tickets", "Invoice amount", "Phone calls", "Year to date", "Version count"]
)
async def test_a_column_is_added_up_by_what_it_counts(name: str) -> None:
    made = await make("totals", f"Office,{name}\nRome,1000\nOslo,500")
    assert f"**{name}**: total 1,500" in made.body


@pytest.mark.parametrize("name", ["Invoice number", "Invoice", "Phone", "Year", "Zip code", "Date", "Founded"])
async def test_a_column_that_only_names_things_is_not(name: str) -> None:
    made = await make("totals", f"Office,{name}\nRome,1950\nOslo,2000")
    assert "3,950" not in made.body


async def test_amounts_that_look_like_years_are_added_up() -> None:
    assert "total 4,000" in (await make("totals", "Flat,Rent\nA,1950\nB,2050")).body
    assert "total 4,000 €" in (await make("totals", "Flat,Paid\nA,1950 €\nB,2050 €")).body


async def test_a_tiny_number_is_not_nothing() -> None:
    assert "total 0.0035" in (await make("totals", "Run,Loss\nA,0.0015\nB,0.002")).body


async def test_years_above_numbers_are_a_header() -> None:
    made = await make("totals", "Item,2025,2026\nRent,100,110\nFood,50,60")
    assert "- **2025**: total 150;" in made.body and "- **2026**: total 170;" in made.body


@pytest.mark.parametrize(
    "table", ["Room,Cost\nRoom 1,20\nRoom 2,30", "Jan,10\nFeb,20\nMar,15", "2024,10\n2025,20\n2026,15"]
)
async def test_a_comma_between_cells_parts_them(table: str) -> None:
    made = await make("totals", table)
    assert "total 50;" in made.body or "total 45;" in made.body


@pytest.mark.parametrize("name", ["Qty", "Quantity", "Menge", "Anzahl", "Quantità", "Units"])
async def test_prices_beside_quantities_are_not_added_up(name: str) -> None:
    made = await make("totals", f"Product,Price,{name}\nA,10 €,3\nB,20 €,1")
    assert "total 30" not in made.body and "30 €" not in made.summary and f"**{name}**: total 4" in made.body
    assert made.missing == (f"Price: not added up beside {name}: a price times its {name} needs a language model.",)


async def test_prices_alone_are_added_up_where_that_is_asked() -> None:
    made = await make("totals", "Product,Price\nA,10 €\nB,20 €")
    assert "total 30 €" in made.body and made.missing == ()
