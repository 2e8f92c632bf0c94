"""What a goal wants sorted by, and the order that cells have by it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from agents.offline.actions import order
from agents.offline.figures import numbers, unit
from storage.rules.dates_in_text import days

_BACKWARDS = re.compile(
    r"\b(?:descending|backwards|reversed?|z to a|(?:largest|highest|biggest|most|latest|newest) first|absteigend|"
    r"decrescente|d[ée]croissant|descendente)\b",
    re.I,
)
_BY = re.compile(r"\b(?:by|nach|per|par|por)\s+(?P<by>.+)", re.I)
_THEN = re.compile(r"\b(?:and|then|und|dann|e|poi|et|puis|y|luego)\b", re.I)
_FIGURE = re.compile(r"[€$£¥]?\s?[-+]?\d(?:[\d.,]*\d)?\s?(?:[€$£¥%]|(?:EUR|USD|GBP|CHF|JPY)\b)?")
_MEASURE = re.compile(
    r"\d\s?(mg|g|kg|t|lb|oz|mm|cm|m|km|mi|ml|cl|l|s|sec|min|h|hours?|minutes?|days?|weeks?|months?|years?|kb|mb|gb|tb|k|"
    r"stunden?|minuten?|tagen?|ore|ora|minuti|giorni|heures?|jours?|horas?|d[ií]as?)\b",
    re.I,
)
Key = tuple[tuple[int, float, str], ...]


class Kind(StrEnum):
    """The kind of value to sort by; the text is the word for it."""

    NUMBER = "numbers"
    DATE = "dates"
    LETTERS = "letters"


_KINDS = {
    Kind.NUMBER: "amount amounts number numbers size value values figure price cost largest highest biggest smallest "
    "lowest most fewest betrag zahl größe preis importo numero prezzo montant nombre prix importe número precio",
    Kind.DATE: "date dates day days due deadline earliest latest newest oldest when datum tag frist data scadenza "
    "échéance fecha",
    Kind.LETTERS: "name names letter letters alphabet alphabetical alphabetically alfabeto alfabetico alphabétique "
    "alfabético alphabetisch nome nom nombre",
}
WORDS = frozenset(
    re.findall(
        r"\w+",
        "sort sorted order ordered list first then ascending descending backwards reverse reversed z by in all "
        "sortiere sortieren sortiert nach aufsteigend absteigend liste ordina ordinare ordine crescente decrescente "
        "per elenco lista trie trier triez ordre croissant décroissant par ordena ordenar orden ascendente descendente "
        "por table rows tabelle zeilen tabella righe tableau lignes tabla filas " + " ".join(_KINDS.values()),
    )
)


@dataclass(frozen=True, slots=True)
class Wish:
    """How to sort something; `by` is what the goal names, empty when it names nothing."""

    by: str
    kind: Kind
    backwards: bool

    @property
    def several(self) -> bool:
        """Whether the goal asks to sort by one thing and then by another."""
        return _THEN.search(self.by) is not None


def wish(goal: str) -> Wish:
    """Return how a goal asks to sort."""
    named = _BY.search(goal)
    by = named["by"].strip(" .,:;") if named else ""
    asked = re.findall(r"\w+", (by or goal).lower())
    kind = next((k for word in asked for k, words in _KINDS.items() if word in words.split()), Kind.LETTERS)
    return Wish(by, kind, _BACKWARDS.search(goal) is not None)


def is_of(kind: Kind, cells: Sequence[str]) -> bool:
    """Tell whether at least half of the cells have a value of a kind."""
    found = keys(kind, cells)
    return found is not None and sum(k is not None for k in found) * 2 >= len(cells) > 0


def keys(kind: Kind, cells: Sequence[str]) -> Sequence[Key | None] | None:
    """Return a sort key for each cell, None for a cell without a value; None when the cells cannot be compared."""
    match kind:
        case Kind.NUMBER:
            return _sizes(cells)
        case Kind.DATE:
            found = [next(days(cell), None) for cell in cells]
            return [tuple((0, part, "") for part in order(day)) if day else None for day in found]
        case Kind.LETTERS:
            return [_letters(cell) for cell in cells]


def _sizes(cells: Sequence[str]) -> Sequence[Key | None] | None:
    """The one number of each cell; values of several currencies or measures cannot be compared."""
    if len({m[1].lower() for cell in cells if (m := _MEASURE.search(cell))}) > 1:
        return None
    each = [_FIGURE.findall(cell) for cell in cells]
    single = [found[0] if len(found) == 1 else "" for found in each]
    if len({u for figure in single if (u := unit(figure))}) > 1:
        return None
    return [None if value is None else ((0, value, ""),) for value in numbers(single)]


def _letters(cell: str) -> Key:
    """Words by letters, whatever their accents, and the numbers in them by their size."""
    apart = unicodedata.normalize("NFKD", cell.casefold().strip())
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    parts = re.findall(r"\d{1,18}|\D+", plain)
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts)
