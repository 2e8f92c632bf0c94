"""The sheet of figures: each row has the same columns, a cell is never a formula, and both formats say the same."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules.facts import Facts
from storage.rules.figures import By, split
from storage.rules.figures_sheet import rows
from storage.rules.spreadsheet import FORMULA, as_csv, as_json, harmless
from tests.rules.test_figures import fact, facts, some


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@given(facts)
def test_both_formats_have_the_same_rows(known: Facts) -> None:
    sheet = rows(known)
    from_csv, from_json = read(as_csv(sheet)), json.loads(as_json(sheet))
    assert len(from_csv) == len(from_json) == 1 + sum(len(split(known, by)) for by in By)
    for cells, values in zip(from_csv, from_json, strict=True):
        assert list(cells) == list(values)
        assert [cells[name] for name in cells] == ["" if v is None else str(v) for v in values.values()]


@given(st.text())
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    shown = harmless(text)
    assert isinstance(shown, str)
    assert not shown.lstrip().startswith(FORMULA)
    assert not set(shown) & {"\t", "\r", "\n"}


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://x","y")', "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", " =1+1", "\t=1", "\n@x", "＝1"]
)
def test_a_stream_whose_name_is_a_formula_is_text_in_the_sheet(name: str) -> None:
    (line,) = [row for row in read(as_csv(rows(some(fact(stream=name))))) if row["by"] == "stream"]
    assert line["name"].startswith("'")
    assert json.loads(as_json(rows(some(fact(stream=name)))))[2]["name"] == name


def test_below_five_there_is_no_rate_but_what_was_counted() -> None:
    few, enough = (rows(some(*[fact(at_once=True)] * count))[0] for count in (4, 5))
    assert (few["approved"], few["ready_to_decided_median"], few["rounds_median"]) == (4, None, None)
    assert (enough["ready_to_decided_median"], enough["ready_to_decided_of"]) == (10800.0, 5)
    assert (enough["approved_at_once"], enough["approved_at_once_of"]) == (5, 5)


def test_the_first_row_is_all_of_it() -> None:
    known = some(fact(), replace(fact(), stream="Billing"))
    assert [(row["by"], row["decided"]) for row in rows(known)] == [
        ("all", 2),
        ("week", 2),
        ("stream", 1),
        ("stream", 1),
        ("worker", 2),
    ]
