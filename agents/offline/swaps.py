"""Replace a value by another in a text and in the material, and read which ones earlier versions replaced."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agents.offline.material import Material
from agents.offline.tables import Table
from agents.offline.values import Sort, Value, value_of, values

_TOLD = re.compile(r": done: (?P<old>[^\n→]{1,90}) → (?P<new>[^\n→]{1,90}?), \d[\d,]* places?\.")


@dataclass(frozen=True, slots=True)
class Swap:
    """An old value, and the new one that replaces it."""

    old: Value
    new: Value

    def apply(self, text: str) -> tuple[str, int]:
        """Return a text with the new value, and how many places were changed."""
        spots = [v for v in found_in(text, self.old) if not v.same(self.new)]
        for spot in reversed(spots):
            text = text[: spot.start] + written(spot, self.new) + text[spot.end :]
        return text, len(spots)

    @property
    def words(self) -> str:
        """Return both values as an answer shows them, “39 € → 49 €”."""
        return f"{shown(self.old)} → {shown(self.new)}"


def swaps_told(answers: Iterable[str]) -> list[Swap]:
    """Return the swaps of earlier versions, read from their answers."""
    matches = (match for answer in answers for match in _TOLD.finditer(answer))
    return [Swap(value_of(m["old"].strip("“”")), value_of(m["new"].strip("“”"))) for m in matches]


def with_swaps(material: Material, swaps: Sequence[Swap]) -> Material:
    """Return the material with the new values, so that no wrong value comes back from it."""
    if not swaps:
        return material
    remarks = tuple(
        replace(r, text=_swapped(r.text, swaps), heading=_swapped(r.heading, swaps)) for r in material.remarks
    )
    tables = tuple(_swapped_table(table, swaps) for table in material.tables)
    return replace(material, remarks=remarks, tables=tables, titles=tuple(_swapped(t, swaps) for t in material.titles))


def found_in(text: str, old: Value) -> list[Value]:
    """Return each place of a text that has a value, however it is written there."""
    if old.sort is Sort.WORD:
        pattern = re.compile(rf"(?<!\w){re.escape(old.text)}(?!\w)", 0 if old.figure else re.I)
        return [Value(Sort.WORD, old.figure, m[0], m.start(), m.end()) for m in pattern.finditer(text)]
    alike = (Sort.SUM, Sort.SHARE, Sort.NUMBER) if old.sort is Sort.NUMBER else (old.sort,)
    return [
        v for v in values(text) if v.same(old) or (v.figure == old.figure != "" and not old.unit and v.sort in alike)
    ]


def written(spot: Value, new: Value) -> str:
    """Return a new value in the form in which the old one was written: its year, its sign, its capital letter."""
    if spot.day is not None and new.day is not None:
        year = new.day.year or spot.day.year
        if re.match(r"\d{4}-", spot.text) and year:
            return f"{year}-{new.day.month:02}-{new.day.day:02}"
        return new.text if new.day.year or not spot.day.year else f"{new.text} {spot.day.year}"
    if new.sort is Sort.NUMBER and spot.sort in (Sort.SUM, Sort.SHARE):
        return re.sub(r"\d(?:[\d.,]*\d)?", lambda _: new.text, spot.text, count=1)
    if spot.sort is Sort.WORD and not spot.figure and spot.text[:1].isupper():
        return new.text[:1].upper() + new.text[1:]
    return new.text


def shown(value: Value) -> str:
    """Return a value as an answer shows it: a word in quotation marks."""
    return f"“{value.text}”" if value.sort is Sort.WORD else value.text


def _swapped(text: str, swaps: Sequence[Swap]) -> str:
    for swap in swaps:
        text, _ = swap.apply(text)
    return text


def _swapped_table(table: Table, swaps: Sequence[Swap]) -> Table:
    rows = tuple(tuple(_swapped(cell, swaps) for cell in row) for row in table.rows)
    return replace(table, header=tuple(_swapped(cell, swaps) for cell in table.header), rows=rows)
