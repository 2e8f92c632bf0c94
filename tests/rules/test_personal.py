"""Every column of the tables is classified, so that what is kept of a person can be given out and forgotten."""

import pytest

from storage.rules.personal import TABLES, replaced, unquoted
from storage.tables import metadata


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_column_is_classified_once(table: str) -> None:
    there = [column.name for column in metadata.tables[table].c]
    assert sorted(TABLES[table].all) == sorted(there)


def test_no_table_is_classified_that_is_not_there() -> None:
    assert set(TABLES) == set(metadata.tables)
    assert all(columns.owner in ("", *columns.person) for columns in TABLES.values())


def test_texts_and_bytes_are_no_plain_columns() -> None:
    """A column of free text that is called plain would hide words: only these are known to hold none."""
    import sqlalchemy as sa

    plain = {
        (name, column.name)
        for name, table in metadata.tables.items()
        for column in table.c
        if column.name in TABLES[name].plain and isinstance(column.type, sa.Text | sa.JSON | sa.LargeBinary)
    }
    assert plain == {
        ("attachment", "media_type"), ("call", "model"), ("change", "what"),
        ("collection", "channel"), ("collection", "owed"), ("delivery", "channel"), ("decision", "change"), ("delivery", "thread"), ("draft", "change"), ("draft", "spent"),
        ("item", "remedy"), ("item", "versions"), ("job", "key"), ("person", "dm"), ("person", "first_day"), ("person", "zone"),
        ("post", "channel"), ("post", "thread"), ("post", "ts"), ("record", "days"), ("record", "drafts"),
        ("schedule", "days"), ("schedule", "times"), ("schedule", "zone"), ("sitting", "past"), ("sitting", "plan"), ("sitting", "view"), ("series", "channel"), ("series", "thread"), ("stream", "channel"),
        ("stream", "shown_in"), ("stream", "slug"),
        ("task", "channel"), ("task", "shown_in"), ("task", "thread"),
    }  # fmt: skip


def test_what_somebody_said_is_taken_out_of_what_quotes_it() -> None:
    quoted = ["“Say it, please”: not done", "Nothing of it", {"a": 5}]
    assert unquoted(quoted, {"", "Say it", "Say it, please"}) == ["“…”: not done", "Nothing of it", {"a": 5}]


@pytest.mark.parametrize(
    "value, becomes",
    [
        ("<@U01> and U012", "<@X> and U012"),
        ("U01 left", "X left"),
        ({"a": ["<@U01>", 5, None], "b": {"c": "xU01"}}, {"a": ["<@X>", 5, None], "b": {"c": "xU01"}}),
        (None, None),
    ],
)
def test_an_id_is_replaced_where_it_stands_by_itself(value: object, becomes: object) -> None:
    assert replaced(value, "U01", "X") == becomes
