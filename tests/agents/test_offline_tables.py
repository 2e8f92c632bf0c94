"""What a table says per group, and where it cannot be told."""

import time

import pytest

from agents.offline.groups import wanted
from agents.offline.tables.finding import split_tables
from agents.offline.worker import OfflineWorker
from agents.roster.ends import Waits
from storage.rules.values.draft import Draft
from tests.agents.given import assignment


async def made_of(goal: str, text: str) -> Draft:
    return await OfflineWorker().work(assignment(goal, text))


@pytest.mark.parametrize(
    "text", ["Jan 10,120\nJan 11,80\nFeb 3,40", "Day,Paid\n10 January,120\n11 Jan,80\n3 February,40"]
)
@pytest.mark.parametrize("goal", ["total per month", "totals by month", "summary of the sums for each month"])
async def test_sums_per_month(goal: str, text: str) -> None:
    made = await made_of(goal, text)
    assert made.body.startswith("## Per month\n\n- **January**: 200\n- **February**: 40\n")
    assert made.summary.startswith("3 rows. Per month: January 200, February 40.")
    assert "column 2" not in made.body + made.summary and "%" not in made.body and made.missing == ()


async def test_sums_per_month_of_two_years_and_two_columns() -> None:
    rows = "Date,Customer,Paid,Seats\n2025-12-01,Acme,10 €,1\n2026-01-02,Birch,20 €,2\n2026-01-09,Acme,5 €,4"
    made = await made_of("total per month", rows)
    assert "- **December 2025**: Paid 10 €, Seats 1\n- **January 2026**: Paid 25 €, Seats 6" in made.body
    made = await made_of("total by customer", rows)
    assert "- **Acme**: Paid 15 €, Seats 5\n- **Birch**: Paid 20 €, Seats 2" in made.body


@pytest.mark.parametrize(
    "goal, text, missing",
    [
        ("total per month", "Acme,120\nBirch,80\nCorp,40", "no column has a date in each row that names its month."),
        ("total per week", "Jan 10,120\nJan 11,80\nFeb 3,40", "no column is called “week”"),
        ("total per customer", "Acme,120\nBirch,80\nAcme,40", "no column is called “customer”"),
    ],
)
async def test_what_cannot_be_summed_per_group_is_missing(goal: str, text: str, missing: str) -> None:
    made = await made_of(goal, text)
    (line,) = made.missing
    assert line.startswith(f"Not summed {goal.removeprefix('total ')}: ") and missing in line


@pytest.mark.parametrize(
    "rows, change",
    [
        ("Jan,10\nFeb,12\nMar,9", True),
        ("Sept. 2026,10\nOctober 2026,12\nNov 2026,9", True),
        ("Nov,10\nDec,12\nJan,9", True),
        ("Mar,10\nJan,12\nFeb,9", False),
        ("Maria,10\nJanet,12\nMark,9", False),
        ("Marketing,10\nMarcus,12\nMayflower,9", False),
    ],
)
async def test_only_rows_in_order_have_a_change(rows: str, change: bool) -> None:
    made = await made_of("table of sales", f"Month,Sold\n{rows}")
    assert (" to " in made.body) is change


@pytest.mark.parametrize(
    "goal, by",
    [("Totals per month", "month"), ("Table by Friday", ""), ("Table for Bob", ""), ("seats by customer", "customer")],
)
def test_what_sums_are_asked_by(goal: str, by: str) -> None:
    assert wanted(goal) == by


DUE = ("Name,Due", "Acme,Jan 10", "Bolt,Jan 12", "Core,Feb 3")


@pytest.mark.parametrize("goal", ["summary of this table", "make a table", "table", "Table of the customers"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|", ", ", " | "])
async def test_two_columns_of_words_are_a_table(goal: str, mark: str) -> None:
    made = await made_of(f"{goal}\n" + "\n".join(line.replace(",", mark) for line in DUE), "")
    assert made.body.endswith("| Name | Due |\n| --- | --- |\n| Acme | Jan 10 |\n| Bolt | Jan 12 |\n| Core | Feb 3 |")
    assert made.summary == "3 rows. Due: Jan 10 to Feb 3." and made.missing == ()


@pytest.mark.parametrize(
    "text, header, rows",
    [
        ("Name,Owner\nAcme,Dana\nBolt,Bob", ("Name", "Owner"), 2),
        ("Name,Owner\nAcme,Dana", ("Name", "Owner"), 1),
        ("Name,Owner,Due\nAcme,,Jan 10\nBolt,Bob,", ("Name", "Owner", "Due"), 2),
        ("Acme,Jan 10\nBolt,Jan 12", (), 2),
        ("Nome;Scadenza\nAcme;10 gennaio\nBolt;12 gennaio", ("Nome", "Scadenza"), 2),
        ("Name, Due\nAcme, 10 January\nBolt, 3 May", ("Name", "Due"), 2),
        ("City\tLand\nParis\tFrance\nRome\tItaly", ("City", "Land"), 2),
    ],
)
def test_small_tables_of_words(text: str, header: tuple[str, ...], rows: int) -> None:
    rest, (table,) = split_tables("x", text)
    assert (rest.strip(), table.header, len(table.rows)) == ("", header, rows)


@pytest.mark.parametrize(
    "text",
    [
        "Paris, France\nBerlin, Germany\nRome, Italy",
        "Hi Dana,\nthanks,\nBob",
        "We met, and spoke.\nWe parted, and slept.",
        "Dear Bob,\nsee you on 3 May,\nDana",
        "Pack it; ship it\nCall them; wait",
        "Best,Rossi",
    ],
)
def test_lines_with_commas_are_no_table(text: str) -> None:
    assert split_tables("x", text)[1] == []


def test_all_of_a_file_of_cells_is_a_table() -> None:
    text = 'Customer,Note\nAcme,"They wait for the new price, and would like to hear of it soon"\nBolt,'
    rest, (table,) = split_tables("accounts.csv", text)
    assert rest.strip() == "" and table.header == ("Customer", "Note") and len(table.rows) == 2


async def test_without_numbers_only_sums_that_are_asked_for_are_missing() -> None:
    made = await made_of("Totals of the table", "\n".join(DUE))
    assert made.missing == ("I found no column of numbers to add up.",)


async def test_text_without_rows_is_told_from_no_text() -> None:
    with pytest.raises(Waits) as waits:
        await made_of("make a table", "We met on Monday and it went well.")
    assert "None came with it" not in waits.value.asks[0].text
    assert "In what came with it I find no rows." in waits.value.asks[0].text


RENEWALS = "Customer,Seats,Renews\nAcme,40,12 January\nBolt,10,13 December\nCora,25,10 December\nDuo,5,20 December"


@pytest.mark.parametrize(
    "goal",
    [
        "which customers renew before 15 December? List them with seats, earliest first.",
        "List the customers that renew before 15 December, earliest first", "the three largest customers",
        "total seats of Acme and Bolt", "list of customers with more than 10 seats", "customers without seats",
        "table of Bolt", "Gesamtsumme ohne Acme", "totale di Acme", "total des clients avant le 15",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "These are ours, as of today.\n"])
async def test_a_part_of_a_table_is_never_answered_with_all_of_it(goal: str, before: str) -> None:
    draft = await made_of(f"{goal}\n{before}{RENEWALS}", "")
    line = f"Not done: “{goal}” needs a language model."
    assert line in draft.missing or before
    assert draft.missing and "total 80" not in draft.body and "80 in total" not in draft.summary
    assert "| Duo | 5 | 20 December |" in draft.body


@pytest.mark.parametrize(
    "goal",
    [
        "total seats", "Please make a table of these", "Totals per customer", "figures", "Summe der Seats", "Totale",
        "Liste der Customers", "Résumé du tableau", "Total de seats", "List of customers with seats", "the seats table",
    ],
)  # fmt: skip
async def test_what_is_asked_of_all_rows_is_told_of_them(goal: str) -> None:
    draft = await made_of(f"{goal}\n{RENEWALS}", "")
    assert draft.missing == () and "Seats**: total 80" in draft.body


@pytest.mark.parametrize("goal", ["average price", "total price", "table of prices"])
async def test_values_of_several_currencies_are_neither_added_nor_averaged(goal: str) -> None:
    draft = await made_of(f"{goal}\nItem,Price\nA,10 €\nB,20 $\nC,n/a", "")
    assert draft.summary == "3 rows. Price: in € and $, so neither added nor averaged, without “C (n/a)”."
    assert draft.missing == ("Price: in € and $, so neither added nor averaged.",)
    assert "30" not in draft.body and "15" not in draft.body


async def test_what_is_left_out_of_a_sum_or_a_mean_is_named() -> None:
    rows = "Item,Cost\nA,10 €\nB,20 EUR\nC,n/a"
    draft = await made_of(f"total cost\n{rows}", "")
    assert draft.summary == "3 rows. Cost: 30 € in total, most in B, without “C (n/a)”."
    draft = await made_of(f"average cost\n{rows}", "")
    assert draft.summary == "3 rows. Cost: mean of the rows 15 €, without “C (n/a)”."
    assert "Left out, without a number: “C (n/a)”" in draft.body


@pytest.mark.parametrize(
    "rows, total",
    [
        ("A;1.000,50\nB;2.000,00", "3,000.5"), ("A;1.000,50\nB;2.000", "3,000.5"), ("A;1.000.000\nB;2,5", "1,000,002.5"),
        ("A;1,000.50\nB;2,000", "3,000.5"), ("A;0.125\nB;0.250", "0.375"), ("A;1.125\nB;2.5", "3.625"), ("A;1 000\nB;2", "1,002"),
    ],
)  # fmt: skip
async def test_decimals_are_read_as_the_column_writes_them(rows: str, total: str) -> None:
    draft = await made_of(f"total\nItem;Price\n{rows}", "")
    assert f"Price: {total} in total" in draft.summary
    assert draft.missing == () and draft.look_first == ""


async def test_how_an_ambiguous_number_was_read_is_said() -> None:
    draft = await made_of("total\nItem;Price\nA;1.000\nB;2.000", "")
    assert "Price: 3,000 in total" in draft.summary
    assert draft.look_first == "“1.000” is read as 1,000, with a mark of thousands."


async def test_a_total_that_is_asked_for_is_told_or_said_to_be_none() -> None:
    assert "total 30 €" in (await made_of("total price\nItem,Price\nA,10 €\nB,20 €", "")).body
    draft = await made_of("total\nItem,Churn\nA,10 %\nB,20 %", "")
    assert draft.missing == ("Churn: not added up, its rows have no sum.",)


async def test_a_figure_per_another_figure_is_not_done() -> None:
    draft = await made_of("price per seat\nCustomer,Seats,Price\nA,10,20\nB,20,10", "")
    assert draft.missing == ("Not done: “price per seat” needs a language model.",)


async def test_sums_per_group_of_several_currencies_are_none() -> None:
    draft = await made_of("total per item\nItem,Price\nA,10 €\nB,20 $", "")
    assert draft.missing[0] == "Not summed per item: no column can be added up."


@pytest.mark.parametrize("line", ["We decided {n}.", "a,{n},b{n}.", "a | b | {n} is."])
def test_many_lines_that_are_no_table_are_read_in_no_time(line: str) -> None:
    began = time.thread_time()
    split_tables("notes.md", "\n".join(line.format(n=n) for n in range(9_000)))
    assert time.thread_time() - began < 3
