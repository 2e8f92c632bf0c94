"""What views draw of several people's figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from storage.rules.outcomes import Outcome
from storage.rules.spreads import Share

PEOPLE = 5  # a sum of fewer could show one of them
SUMMED = 4  # whole weeks of a sum


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What several people decided in whole weeks, as sums alone.

    Attributes:
        first: the Monday of the first week.
        at_once: approved as first handed in, of what was approved.
    """

    first: date
    weeks: int
    people: int
    decided: int
    outcomes: Mapping[Outcome, int]
    at_once: Share
