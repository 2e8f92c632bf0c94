"""A swap: an old value, and the new one that replaces it in a text."""

import re
from dataclasses import dataclass

from agents.offline.value import Sort, Value
from agents.offline.values import values
from storage.rules.words import capital


@dataclass(frozen=True, slots=True)
class Swap:
    """An old value, and the new one that replaces it."""

    old: Value
    new: Value

    def apply(self, text: str) -> tuple[str, int]:
        """Return the text with the new value, and the number of places that were changed."""
        spots = [v for v in found_in(text, self.old) if not v.same(self.new)]
        for spot in reversed(spots):
            text = text[: spot.start] + written(spot, self.new) + text[spot.end :]
        return text, len(spots)

    @property
    def words(self) -> str:
        """Both values as an answer shows them, “39 € → 49 €”."""
        return f"{shown(self.old)} → {shown(self.new)}"


def found_in(text: str, old: Value) -> list[Value]:
    """Return each place where a text has a value, in any notation."""
    if old.sort is Sort.WORD:
        pattern = re.compile(rf"(?<!\w){re.escape(old.text)}(?!\w)", 0 if old.figure else re.I)
        return [
            Value(sort=Sort.WORD, figure=old.figure, text=m[0], start=m.start(), end=m.end())
            for m in pattern.finditer(text)
        ]
    alike = (Sort.SUM, Sort.SHARE, Sort.NUMBER) if old.sort is Sort.NUMBER else (old.sort,)
    return [
        v for v in values(text) if v.same(old) or (v.figure == old.figure != "" and not old.unit and v.sort in alike)
    ]


def written(spot: Value, new: Value) -> str:
    """Return the new value in the notation of the old one: its year, its sign, its capital letter."""
    if spot.day is not None and new.day is not None:
        year = new.day.year or spot.day.year
        if re.match(r"\d{4}-", spot.text) and year:
            return f"{year}-{new.day.month:02}-{new.day.day:02}"
        return new.text if new.day.year or not spot.day.year else f"{new.text} {spot.day.year}"
    if new.sort is Sort.NUMBER and spot.sort in (Sort.SUM, Sort.SHARE):
        return re.sub(r"\d(?:[\d.,]*\d)?", lambda _: new.text, spot.text, count=1)
    if spot.sort is Sort.WORD and not spot.figure and spot.text[:1].isupper():
        return capital(new.text)
    return new.text


def shown(value: Value) -> str:
    """Return a value as an answer shows it; a word stands in quotation marks."""
    return f"“{value.text}”" if value.sort is Sort.WORD else value.text
