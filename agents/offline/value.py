"""A value, and its kind."""

from dataclasses import dataclass
from enum import StrEnum

from storage.rules.dates_in_text import Day


class Sort(StrEnum):
    """The kind of a value; its text is the word in questions to a person (“which date?”)."""

    DATE = "date"
    SUM = "amount"
    SHARE = "percentage"
    TIME = "time"
    WEEKDAY = "weekday"
    MONTH = "month"
    NUMBER = "number"
    CODE = "code"
    WORD = "word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value at its place in a text.

    Attributes:
        figure: the number without its unit, in one form (“1,000” is “1000”); of others, the name.
        unit: the currency of a sum, “EUR”; empty for other values.
        day: the month, day and year of a date; None for other values.
    """

    sort: Sort
    figure: str
    text: str
    start: int
    end: int
    unit: str = ""
    day: Day | None = None

    def same(self, other: "Value") -> bool:
        """Tell whether both values are the same, in any notation."""
        if self.day is not None and other.day is not None:
            return self.day.same(other.day)
        return (self.sort, self.figure, self.unit) == (other.sort, other.figure, other.unit)
