"""The numbers in the cells of a column, however they are written, and their units."""

import re
from collections.abc import Sequence
from functools import lru_cache

from agents.offline.values import CURRENCIES

_UNIT = re.compile(r"[€$£¥%]|(?<![^\W\d_])(?:EUR|USD|GBP|CHF|JPY)(?![^\W\d_])", re.I)
_SIGNS = {code: sign for sign, code in CURRENCIES.items() if len(sign) == 1}
_MARKS = (".", ",")


@lru_cache(8192)
def number(cell: str) -> float | None:
    """Return the number in a cell; None when it is no number."""
    return numbers([cell])[0]


def numbers(cells: Sequence[str]) -> list[float | None]:
    """Return the number of each cell; “1.000” is a thousand unless other cells use that mark for decimals."""
    read = [_readings(cell) for cell in cells]
    mark = _decimal_mark(cells)
    return [_chosen(each, mark) for each in read]


def doubtful(cells: Sequence[str]) -> str:
    """Return the first cell read as thousands that may mean three decimals; empty when there is none."""
    if _decimal_mark(cells):
        return ""
    return next((c for c in cells if "." in c and len(set(_readings(c).values())) > 1), "")


def unit(cell: str) -> str:
    """Return the currency sign or the percent sign of a cell; empty when it has none."""
    match = _UNIT.search(cell)
    return _SIGNS.get(match[0].upper(), match[0].upper()) if match else ""


def _readings(cell: str) -> dict[str, float]:
    """What a cell may be, by the mark of its decimals."""
    bare = re.sub(r"\s", "", _UNIT.sub("", cell)).replace("−", "-")
    bare = f"-{bare[1:-1]}" if bare.startswith("(") and bare.endswith(")") else bare  # as books show what is owed
    return {mark: value for mark in _MARKS if (value := _value(bare, mark)) is not None}


def _value(bare: str, mark: str) -> float | None:
    groups = re.escape("," if mark == "." else ".")
    match = re.fullmatch(rf"([-+]?)([1-9]\d{{0,2}}(?:{groups}\d{{3}})+|\d+)(?:{re.escape(mark)}(\d*))?", bare)
    return float(f"{match[1]}{re.sub(groups, '', match[2])}.{match[3] or 0}") if match else None


def _decimal_mark(cells: Sequence[str]) -> str:
    """The mark that the decimals of a column have for certain; empty where that is not known."""
    certain = {next(iter(each)) for each in map(_readings, cells) if len(each) == 1}
    return certain.pop() if len(certain) == 1 else ""


def _chosen(readings: dict[str, float], mark: str) -> float | None:
    return readings[mark] if mark in readings else max(readings.values(), key=abs, default=None)
