"""Shares and middles, where enough was counted for them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LEAST = 5  # of what is counted: below there is no rate, and no middle


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a number, such as 27 of 30."""

    part: int = 0
    of: int = 0

    @property
    def is_enough(self) -> bool:
        """Tell whether there are enough for a rate."""
        return self.of >= LEAST


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The middle of some values, and what nine in ten do not exceed."""

    middle: float
    most: float
    of: int


def spread(values: Sequence[float]) -> Spread | None:
    """Return the middle of values, and the least that nine in ten do not exceed; None below five."""
    if len(values) < LEAST:
        return None
    ordered = sorted(values)
    return Spread(middle=median(ordered), most=ordered[math.ceil(0.9 * len(ordered)) - 1], of=len(ordered))
