"""The rows that a brief goes over: from a list, or from a file as its reader wrote it."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.rules.refusal import Refused
from storage.rules.rows_of import brief_of_row, read_list, read_rows, rows_for, take_list
from storage.rules.values.brief import Brief
from storage.rules.values.source import UNREAD, Source
from storage.rules.values.worker import agent
from storage.rules.words import visible

CSV = 'name,text\nAcme,"Double, charge"\nBeta,No invoice\n\n'
SHEET = (
    "## Tickets\n| name | text |\n| --- | --- |\n| Acme | a \\| b |\n| Beta |  |\n\n## Other\n| x |\n| --- |\n| y |\n"
)
CELL = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)


def brief(*sources: Source, each: tuple[str, ...] = ()) -> Brief:
    return Brief(goal="Answer", title="Answer", worker=agent("writer"), sources=sources, each=each)


def test_each_row_comes_with_its_columns() -> None:
    rows = rows_for(brief(Source("tickets.csv", CSV), Source("the message", "x")))
    assert [row.title for row in rows] == ["Acme", "Beta"]
    given_row = brief_of_row(brief(Source("tickets.csv", CSV), Source("the message", "x")), rows[0], 27)
    assert given_row.sources == (Source("the message", "x"), Source("row 27", "Row 27: name=Acme, text=Double, charge"))
    assert (given_row.title, given_row.each) == ("Answer · Acme", None)


def test_a_long_name_of_a_row_shows_in_its_title_that_it_goes_on() -> None:
    (row,) = rows_for(brief(each=("The invoice of October was charged twice",)))
    assert brief_of_row(brief(), row, 1).title == "Answer · The invoice of October was…"


def test_a_sheet_is_read_to_its_end_and_no_other() -> None:
    assert [row.columns for row in read_rows(SHEET)] == [
        (("name", "Acme"), ("text", "a | b")),
        (("name", "Beta"), ("text", "")),
    ]


def test_a_plain_list_has_no_columns() -> None:
    (row, _) = rows_for(brief(each=("Rome", "Oslo")))
    assert row.source(1) == Source("row 1", "Row 1: Rome")


@pytest.mark.parametrize(
    "text, rows",
    [
        ("-5, -3, 7", ("-5", "-3", "7")),
        ("- *.py\n- a", ("*.py", "a")),
        ("• Rome\n* Oslo\n-Bern", ("Rome", "Oslo", "-Bern")),
        ("1,000 EUR, 2,000 EUR", ("1,000 EUR", "2,000 EUR")),
        ('"Paris, France", Rome', ("Paris, France", "Rome")),
        ("Rome,Oslo", ("Rome", "Oslo")),
        ("1,2,3", ("1", "2", "3")),
        ("a, “d, e”, f", ("a", "d, e", "f")),
        ("“Big” Bob, “Small” Al", ("“Big” Bob", "“Small” Al")),
        ("John's, Bob", ("John's", "Bob")),
        ('5" screen, 7" screen', ('5" screen', '7" screen')),
    ],
)
def test_a_list_keeps_what_its_items_say(text: str, rows: tuple[str, ...]) -> None:
    assert read_list(text) == rows
    head, _, below = ("", "\n", text) if "\n" in text else (text, "", "")
    text = f"writer: x; for each of: {head}" if head else f"writer: x\nfor each of:\n{below}"
    assert take_list(text, lambda line: False)[1] == rows


@pytest.mark.parametrize(
    "text, names, first",
    [
        ("Kunde;Umsatz (EUR, netto)\nMüller;1\nMeier;2", ("Kunde", "Umsatz (EUR, netto)"), ("Müller", "1")),
        ("Kunde;Umsatz, netto;Umsatz, brutto\nA;1;2", ("Kunde", "Umsatz, netto", "Umsatz, brutto"), ("A", "1", "2")),
        ("sep=;\nName;Ort\nA;B", ("Name", "Ort"), ("A", "B")),
        ("Name,Place\nAcme,Rome", ("Name", "Place"), ("Acme", "Rome")),
        ("Name\tPlace, country\nAcme\tRome, Italy", ("Name", "Place, country"), ("Acme", "Rome, Italy")),
        ("Name,Note\nAcme\nBeta,late", ("Name", "Note"), ("Acme", "")),
        ("Name,Note,\nAcme,late,", ("Name", "Note", ""), ("Acme", "late", "")),
        ("City\nRome\nOslo", ("City",), ("Rome",)),
        ("Ort\nRome, Italy\nOslo", ("Ort",), ("Rome, Italy",)),
    ],
)
def test_the_separator_is_the_one_that_parts_the_rows(
    text: str, names: tuple[str, ...], first: tuple[str, ...]
) -> None:
    row = read_rows(text)[0]
    assert tuple(name for name, _ in row.columns) == names
    assert tuple(value for _, value in row.columns) == first


@pytest.mark.parametrize("text, row", [("Name,Betrag\nMeier,1\nMüller,1,250", 3), ("A,B\n1,2\n1,2,3", 3)])
def test_a_row_with_more_cells_than_columns_is_not_cut(text: str, row: int) -> None:
    with pytest.raises(Refused, match=f"Row {row} of that list has"):
        read_rows(text)


def test_what_no_reader_of_csv_takes_is_split_at_its_commas() -> None:
    assert take_list('writer: x; for each of: a\rb, "c"', lambda line: False)[1] == ("a\rb", '"c"')


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@example(rows=[["\u0300", "\u0300"]])  # an accent alone
@example(rows=[["\u3164", "\u2800"], ["a", "\u3164"]])  # blanks that are called a letter and a sign
@given(rows=st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_was_written_as_csv_is_read_as_far_as_it_can_be_seen(mark: str, rows: list[list[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark)
    writer.writerow(["a", "b"])
    writer.writerows(rows)
    assert [[value for _, value in row.columns] for row in read_rows(text.getvalue())] == [
        row for row in rows if any(visible(cell) for cell in row)
    ]


@pytest.mark.parametrize(
    "sources, why",
    [
        ((), "There is no file"),
        ((Source("photo.png", "x"),), "no list of rows"),
        ((Source("a.csv", CSV), Source("b.csv", CSV)), "Several files"),
        ((Source("a.csv", "name,text\n"),), "has no rows"),
        ((Source("a.csv", ""),), "has no rows"),
        ((Source("a.csv", f"{UNREAD} it is empty.)"),), "could not be read: it is empty"),
        ((Source("a.csv", "n\n" + "x\n" * 10_000),), "10,000 rows"),
        ((Source("a.csv", "n\n" + "x" * 200_000),), "too long"),
    ],
)
def test_a_file_without_rows_that_can_be_read_is_refused_in_one_sentence(sources: tuple[Source, ...], why: str) -> None:
    with pytest.raises(Refused, match=why):
        rows_for(brief(*sources))


def test_a_cell_that_does_not_end_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="A cell of that list does not end"):
        rows_for(brief(Source("tickets.csv", 'name,text\n"' + "x" * 150_000)))


def test_a_list_of_very_many_columns_is_refused_before_each_row_repeats_them() -> None:
    with pytest.raises(Refused, match="more than 100 columns"):
        rows_for(brief(Source("tickets.csv", ",".join(["a"] * 20_000) + "\n" + "x\n" * 500)))
    (row,) = rows_for(brief(Source("tickets.csv", ",".join(["a" * 1_900] * 100) + "\nx\n")))
    assert len(row.source(1).text) < 10_000


def test_long_material_for_very_many_rows_is_refused() -> None:
    guide = Source("guide.md", "x" * 150_000)
    with pytest.raises(Refused, match="40,000 characters are the most"):
        rows_for(brief(Source("tickets.csv", "name\n" + "Acme\n" * 500), guide))
    assert len(rows_for(brief(Source("tickets.csv", "name\n" + "Acme\n" * 100), guide))) == 100
