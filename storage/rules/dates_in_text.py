"""Dates as people write them in five languages, found in a text: the same day is the same, however it is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storage.rules.day_names import MONTHS, SHORT_MONTHS, english, numbers

_NUMBERS = numbers(MONTHS, SHORT_MONTHS)
_MONTH = rf"(?:{'|'.join(_NUMBERS)})\b\.?"
_ENGLISH = rf"(?:{'|'.join((*english(MONTHS), *english(SHORT_MONTHS), 'sept'))})\b\.?"  # others may be words: “mai 2”
_DATE = re.compile(
    rf"\b(?P<y1>\d{{4}})-(?P<m1>\d\d)-(?P<d1>\d\d)(?!\d)|"
    rf"\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th|\.|er|º|°)?\s+(?:(?:of|de)\s+)?(?P<m2>{_MONTH})(?:,?\s+(?:del?\s+)?(?P<y2>\d{{4}})\b)?|"
    rf"\b(?P<m3>{_ENGLISH})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y3>\d{{4}})\b)?|"
    r"\b(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>\d{4})?(?!\d)|"
    r"\b(?P<d5>\d{1,2})\. (?P<m5>\d{1,2})\. (?P<y5>\d{4})(?!\d)",
    re.I,
)

_NUMBERED = re.compile(
    r"(?:section|chapter|version|step|point|table|figure|part|kapitel|abschnitt|punkt|\bno\.?|\bv|§)\s*\Z", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date in a text.

    Attributes:
        year: 0 where the text does not say it.
        text: as it is written; it stands from `start` to `end`.
    """

    month: int
    day: int
    year: int
    text: str
    start: int
    end: int

    def same(self, other: "Day") -> bool:
        """Tell whether both may be the same day; a year that is not said fits any."""
        years = {self.year, other.year} - {0}
        return (self.month, self.day) == (other.month, other.day) and len(years) < 2


def days(text: str) -> Iterator[Day]:
    """Find the dates of a text, in their order."""
    for match in _DATE.finditer(text):
        form = next(n for n in "12345" if match[f"d{n}"])
        month, day = month_number(match[f"m{form}"]), int(match[f"d{form}"])
        if 1 <= month <= 12 and 1 <= day <= 31 and not _is_other(text, match, form):
            written = match[0] if form == "4" else match[0].rstrip(". ")
            yield Day(
                month=month,
                day=day,
                year=int(match[f"y{form}"] or 0),
                text=written,
                start=match.start(),
                end=match.start() + len(written),
            )


def _is_other(text: str, match: re.Match[str], form: str) -> bool:
    """Whether figures are no date: “section 1.2.”, or “I may 3 times”."""
    if form == "3":
        return match["m3"] in ("may", "march", "mar")
    return (
        form == "4"
        and not match["y4"]
        and _NUMBERED.search(text[max(0, match.start() - 12) : match.start()]) is not None
    )


def month_number(month: str) -> int:
    """Return which month a name or a number is; 0 where it is none, as in letters that only look alike (“AVRİL”)."""
    return int(month) if month.isdecimal() else _NUMBERS.get(month.lower().rstrip("."), 0)
