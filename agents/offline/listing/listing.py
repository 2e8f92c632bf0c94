"""A sorted list: of what is named one after the other, or of the rows of a table."""

from dataclasses import replace

from agents.offline.arranged import Arranged, Question, Section
from agents.offline.listing.enumeration import ask_for_more, entries_of
from agents.offline.listing.sorted_items import at_the_end, sorted_items
from agents.offline.listing.sorted_rows import sorted_rows
from agents.offline.material.material import Material
from agents.offline.parts import of_all
from agents.offline.remarks.terms import terms
from agents.offline.sheet.sheet import shown
from agents.offline.sort_keys import Kind, is_of
from agents.offline.sorting import WORDS, Wish, wish
from agents.offline.table_goal import understood
from agents.offline.table_words import FILLING
from storage.rules.words import many

_LETTERED = frozenset(["name", "letter", "alphabet", "first", "ascending", "descending", "backward", "reverse"])


@of_all
def listing(goal: str, material: Material) -> Arranged | Question:
    """Arrange entries or table rows as a sorted list; ask for a list when there is none."""
    if material.tables:
        return _rows(goal, material)
    if not material.remarks:
        return Question("Which list should be sorted? Paste it, one entry a line.", "There is no list in the material.")
    entries, how = entries_of(material.remarks), wish(goal)
    if len(entries) == 1:
        return ask_for_more(entries[0])
    kind = how.kind if is_of(how.kind, entries) else Kind.LETTERS
    ordered, without = sorted_items(entries, replace(how, kind=kind), entries)
    missing = _not_sorted_by(how, kind)
    first = f"{many(len(ordered), 'entry', 'entries')}, from {ordered[0][:40]} to {ordered[-1][:40]}."
    return Arranged(
        sections=(Section("", tuple(f"- {e}" for e in ordered)),),
        summary=first,
        missing=missing,
        look_first=at_the_end(without),
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
