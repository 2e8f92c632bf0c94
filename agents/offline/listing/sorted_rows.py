"""The rows of tables, sorted by one of their columns."""

import re
from dataclasses import replace

from agents.offline.arranged import Arranged
from agents.offline.columns import body
from agents.offline.listing.sorted_items import at_the_end, sorted_items
from agents.offline.markdown import bullets, sections, tables
from agents.offline.material.material import Material
from agents.offline.remarks.terms import terms
from agents.offline.sort_keys import Kind, is_of, keys
from agents.offline.sorting import Wish
from agents.offline.tables.table import Table
from storage.rules.words import many


def sorted_rows(how: Wish, material: Material) -> Arranged | None:
    """Return tables with sorted rows; None when a table has no column to sort by, or several."""
    places = [_column(table, how) for table in material.tables]
    made, parts, late = list[Table](), list[str](), list[str]()
    for table, place in zip(material.tables, places, strict=True):
        if place is None:
            return None
        at, kind = place
        rows = body(table)
        cells = [" ".join((row[at], *row)) if kind is Kind.LETTERS else row[at] for row in rows]
        ordered, without = sorted_items(rows, replace(how, kind=kind), cells)
        made.append(replace(table, rows=(*ordered, *(r for r in table.rows if r not in rows))))
        ends = f"from {ordered[0][at]} to {ordered[-1 - len(without)][at]}"
        parts.append(f"{many(len(rows), 'row')} by {_called(table, at, kind)}, {ends}")
        late += [row[0] for row in without]
    found = sections(("", tables(made)), ("Notes", bullets(material.remarks)))
    return Arranged(
        sections=found,
        summary="; ".join(parts) + ".",
        missing=(),
        look_first=at_the_end(late),
        shaped=True,
        exact=not late and not material.remarks,
    )


def _column(table: Table, how: Wish) -> tuple[int, Kind] | None:
    """The column to sort by, and what it has; None where that is not clear."""
    rows = [] if how.several else body(table)
    width = range(len(table.rows[0])) if rows else range(0)
    named = [at for at, name in enumerate(table.header) if rows and set(terms(name)) & set(terms(how.by))]
    if len(named) == 1:
        cells = [row[named[0]] for row in rows]
        kind = next((k for k in (Kind.DATE, Kind.NUMBER) if is_of(k, cells)), Kind.LETTERS)
        mixed = kind is Kind.LETTERS and all(re.search(r"\d", c) for c in cells) and keys(Kind.NUMBER, cells) is None
        return None if mixed else (named[0], kind)
    if how.kind is Kind.LETTERS:
        return (0, Kind.LETTERS) if rows and not named else None
    having = [at for at in width if is_of(how.kind, [row[at] for row in rows])]
    if how.kind is Kind.NUMBER:
        having = [at for at in having if not is_of(Kind.DATE, [row[at] for row in rows])]
    return (having[0], how.kind) if len(having) == 1 else None


def _called(table: Table, at: int, kind: Kind) -> str:
    return table.header[at] if table.header and table.header[at] else f"their {kind.value}"
