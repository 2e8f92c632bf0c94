"""A list: what is named one after the other, or the rows of a table, sorted where that is asked for."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from agents.offline.arranged import Arranged, Question, Section
from agents.offline.columns import body
from agents.offline.document import FEW, document
from agents.offline.left_out import told
from agents.offline.markdown import bullets, quoted, sections, tables
from agents.offline.material.material import Material
from agents.offline.parts import of_all
from agents.offline.remarks.entries import is_entry, named
from agents.offline.remarks.remark import Remark
from agents.offline.remarks.terms import terms
from agents.offline.sheet import sheet, shown
from agents.offline.sort_keys import Kind, is_of, keys
from agents.offline.sorting import WORDS, Wish, wish
from agents.offline.table_goal import understood
from agents.offline.table_words import FILLING
from agents.offline.tables.table import Table
from storage.rules.words import cut_words, many

T = TypeVar("T")
_LETTERED = frozenset(["name", "letter", "alphabet", "first", "ascending", "descending", "backward", "reverse"])


@of_all
def listing(goal: str, material: Material) -> Arranged | Question:
    """Arrange entries or table rows as a sorted list; ask for a list when there is none."""
    if material.tables:
        return _rows(goal, material)
    if not material.remarks:
        return Question("Which list should be sorted? Paste it, one entry a line.", "There is no list in the material.")
    entries, how = _entries(material.remarks), wish(goal)
    if len(entries) == 1:
        return _more(entries[0])
    kind = how.kind if is_of(how.kind, entries) else Kind.LETTERS
    ordered, without = _sorted(entries, replace(how, kind=kind), entries)
    missing = _not_sorted_by(how, kind)
    first = f"{many(len(ordered), 'entry', 'entries')}, from {ordered[0][:40]} to {ordered[-1][:40]}."
    return Arranged(
        sections=(Section("", tuple(f"- {e}" for e in ordered)),),
        summary=first,
        missing=missing,
        look_first=_last(without),
        shaped=True,
        exact=not without,
    )


def _not_sorted_by(how: Wish, kind: Kind) -> tuple[str, ...]:
    """What the entries were not sorted by, although it was asked for."""
    by_letters = kind is Kind.LETTERS and (not how.by or set(terms(how.by)) <= _LETTERED)
    if kind is how.kind and not how.several and (by_letters or kind is not Kind.LETTERS):
        return ()
    return (f"Sorted by its {kind.value}: by {how.by or 'anything else'} needs a language model.",)


def _rows(goal: str, material: Material) -> Arranged:
    """The rows of the tables by one of their columns."""
    if not understood(goal, material.tables, WORDS | FILLING):
        return shown(goal, material)
    return sorted_rows(wish(goal), material) or shown(goal, material)


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
        ordered, without = _sorted(rows, replace(how, kind=kind), cells)
        made.append(replace(table, rows=(*ordered, *(r for r in table.rows if r not in rows))))
        ends = f"from {ordered[0][at]} to {ordered[-1 - len(without)][at]}"
        parts.append(f"{many(len(rows), 'row')} by {_called(table, at, kind)}, {ends}")
        late += [row[0] for row in without]
    found = sections(("", tables(made)), ("Notes", bullets(material.remarks)))
    return Arranged(
        sections=found,
        summary="; ".join(parts) + ".",
        missing=(),
        look_first=_last(late),
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


def _sorted(items: Sequence[T], how: Wish, cells: Sequence[str]) -> tuple[list[T], list[T]]:
    """The items in their order, with those at the end that have nothing to sort by; and these."""
    found = keys(how.kind, cells) or [None] * len(items)
    having = [(key, item) for key, item in zip(found, items, strict=True) if key is not None]
    ordered = [item for _, item in sorted(having, key=lambda pair: pair[0], reverse=how.backwards)]
    without = [item for key, item in zip(found, items, strict=True) if key is None]
    return [*ordered, *without], without


def _last(without: Sequence[str]) -> str:
    return f"At the end, with nothing to sort by: {told(without)}." if without else ""


@of_all
def enumeration(goal: str, material: Material) -> Arranged | Question:
    """Arrange entries as a list in their own order; other material becomes a sheet or a document."""
    if material.tables:
        return sheet(goal, material)
    entries = _entries(material.remarks)
    listed = entries and material.words <= FEW and all(map(is_entry, entries))
    if not listed:
        return document(goal, material)
    if all(r.mark for r in material.remarks):
        return Question("It is a list already. What else should be on it?", "It is a list already.", shown=False)
    if len(entries) == 1:
        return _more(entries[0])
    mark = "; " if any("," in entry for entry in entries) else ", "
    first = f"{many(len(entries), 'entry', 'entries')}: {cut_words(mark.join(entries), 20)}"
    return Arranged(sections=(Section("", tuple(f"- {e}" for e in entries)),), summary=f"{first}.", shaped=True)


def _more(entry: str) -> Question:
    """What is asked where a list would only give its one entry back."""
    return Question(
        f"{quoted(entry)} is all that I find. What else should be on it?", "There is one entry.", shown=False
    )


def _entries(remarks: Sequence[Remark]) -> list[str]:
    """What the lines name; of several lines with two parts each (“Paris, France”), each is one thing."""
    found = [named(r.text) for r in remarks]
    if len(found) > 1 and all(len(each) == 2 and "," in r.text for r, each in zip(remarks, found, strict=True)):
        return [r.text for r in remarks]
    return [entry for r, each in zip(remarks, found, strict=True) for entry in each or [r.text]]
