"""What a goal asks of a table: whether it is nothing besides what can be done with one without a model."""

import re
from collections.abc import Iterable, Iterator, Sequence

from agents.offline.parts import not_done
from agents.offline.table_words import TELLS
from agents.offline.tables.table import Table
from storage.rules.words import many

_TOPIC = re.compile(r"\b(?:([^\W\d_]+) (?:table|sheet)|(?:table|sheet) of (?:the |our |my )?([^\W\d_]+)\W*$)", re.I)


def understood(goal: str, tables: Sequence[Table], known: frozenset[str] = TELLS, also: str = "") -> bool:
    """Tell whether a goal has only known words, names of columns, and the name of the table."""
    asked = {_first_form(w) for w in _words(goal)} - {_first_form(w) for w in (*known, *_words(also))}
    cells = {_first_form(w) for t in tables for row in t.rows for cell in row for w in _words(cell)}
    return asked <= {*_names(tables), *(_topics(goal) - cells)}


def touches(goal: str, tables: Sequence[Table]) -> bool:
    """Tell whether a goal names a column of the tables."""
    names = {_first_form(w) for t in tables for name in t.header for w in _words(name)}
    return bool(names & {_first_form(w) for w in _words(goal)})


def as_it_came(goal: str, tables: Sequence[Table]) -> str:
    """Return the summary for a table that is only shown."""
    rows = many(sum(len(t.rows) for t in tables), "row")
    return f"{not_done(goal)} The table is shown as it came: {rows}."


def _names(tables: Iterable[Table]) -> Iterator[str]:
    """The words of the headers, and of the files."""
    for table in tables:
        yield from (_first_form(w) for name in (*table.header, table.source) for w in _words(name))


def _topics(goal: str) -> set[str]:
    """What a goal calls the table: “the sales table”, “table of customers”."""
    return {_first_form(word) for m in _TOPIC.finditer(goal) for word in m.groups() if word}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _first_form(word: str) -> str:
    """A word without the ending of a plural."""
    return re.sub(r"(?<=\w\w[^s])s$", "", word)
