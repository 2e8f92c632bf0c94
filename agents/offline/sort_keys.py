"""The order that cells have by dates, by numbers, by letters."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from agents.offline.by_date import order
from agents.offline.figures import numbers, unit
from storage.rules.dates_in_text import days

_FIGURE = re.compile(r"[€$£¥]?\s?(?:(?<!\w)[-+])?\d(?:[\d.,]*\d)?\s?(?:[€$£¥%]|(?:EUR|USD|GBP|CHF|JPY)\b)?")
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
