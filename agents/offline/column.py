"""A column of numbers, and what may be said of it."""

import re
from dataclasses import dataclass

_NOT_SUMMED = re.compile(r"%|\b(?:rate|per|avg|average|mean|share|ratio|score|age|percent|margin)\b", re.I)
_PRICE = re.compile(r"\b(?:price|prezzo|preis|prix|precio)s?\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of numbers, each with the label of its row; the row of totals is apart.

    Attributes:
        units: the units of its values; of several the values are neither added nor averaged.
        left_out: the rows without a number.
        doubtful: a value that may be read as thousands or as decimals; empty where there is none.
        at: its place in the table.
        added: whether its total is asked for, although a sum of prices often means nothing.
    """

    name: str
    values: tuple[tuple[float, str], ...]
    units: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    doubtful: str = ""
    total: float | None = None
    at: int = 0
    added: bool = False

    @property
    def unit(self) -> str:
        """The only unit of the values; empty when there is none or several."""
        return self.units[0] if len(self.units) == 1 else ""

    @property
    def mixed(self) -> bool:
        """Whether the values have several units."""
        return len(self.units) > 1

    @property
    def percent(self) -> bool:
        """Whether the values are percentages."""
        return "%" in self.name or self.unit == "%"

    @property
    def priced(self) -> bool:
        """Whether the values are prices of one thing each; their sum often means nothing."""
        return _PRICE.search(self.name) is not None and not self.added

    @property
    def summed(self) -> bool:
        """Whether a sum of the values means something."""
        return not (self.mixed or self.percent or self.priced or _NOT_SUMMED.search(self.name))

    def show(self, value: float) -> str:
        """Return a number as a sentence shows it, with the column's unit."""
        places = max((len(f"{number:.6f}".rstrip("0").partition(".")[2]) for number, _ in self.values), default=0)
        return show(value, max(2, places)) + (f" {self.unit}" if self.unit else "")


def show(value: float, places: int = 2) -> str:
    """Return a number as a sentence shows it, with so many decimals where it has them; two figures of a tiny one."""
    if 0 < abs(value) < 10**-places:
        return f"{value:.2g}"
    return f"{value:,.{places}f}".rstrip("0").rstrip(".")
