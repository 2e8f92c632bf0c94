"""The values of a text: dates, sums, shares, times, numbers; the same value is the same, however it is written."""

import re

from agents.offline.value import Sort, Value
from storage.rules.dates_in_text import days
from storage.rules.day_names import MONTHS, WEEKDAYS, numbers

CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "EURO": "EUR", "DOLLAR": "USD", "POUND": "GBP"}
_WORDS = frozenset({"may", "mai"})  # months that alone are mostly another word
_NAMED = {
    name: f"{sort} {at}"
    for sort, table in (("weekday", WEEKDAYS), ("month", MONTHS))
    for name, at in numbers(table).items()
    if name not in _WORDS
}
_FIGURE = r"\d(?:[\d.,]*\d)?"
_NUMBER = re.compile(  # groups of thousands follow a whole part that does not begin with 0
    r"(?P<whole>[1-9]\d{0,2}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})*|\d+)(?:(?!(?P=mark))[.,](?P<part>\d+))?"
)
_SIGN = r"[€$£¥]"
_CODE = r"(?:EUR|USD|GBP|CHF|JPY|euros?|dollars?|pounds?)\b"
_VALUE = re.compile(
    rf"(?P<before>{_SIGN})\s?(?P<sum>{_FIGURE})|"
    rf"(?<![\w.,])(?P<time>\d{{1,2}}:\d\d)(?!\d|[.,:]\d)|"
    rf"(?<![\w.,])(?P<figure>{_FIGURE})(?:\s?(?P<after>{_SIGN}|{_CODE})|\s?(?P<share>%))?(?![\w%])|"
    rf"(?<![\w.,])(?P<code>[A-Za-z]{{1,3}}\d[\w.]*\b)|\b(?P<named>{'|'.join(_NAMED)})s?\b",
    re.I,
)


def values(text: str) -> list[Value]:
    """Return the values of a text in their order."""
    dates = list(days(text))
    values = [Value(sort=Sort.DATE, figure="", text=d.text, start=d.start, end=d.end, day=d) for d in dates]
    signs = list(text)
    for date in dates:
        signs[date.start : date.end] = "\n" * (date.end - date.start)
    values += (v for match in _VALUE.finditer("".join(signs)) if (v := _value(match)) is not None)
    return sorted(values, key=lambda value: value.start)


def value_of(text: str) -> Value:
    """Return a text as one value; a text that is no value counts as a word."""
    found = values(text)
    if len(found) == 1 and found[0].text == text:
        return found[0]
    return Value(sort=Sort.WORD, figure=text, text=text, start=0, end=len(text))


def _value(match: "re.Match[str]") -> Value | None:
    """The value of a match; None for a name in letters that only look alike (“MİTTWOCH”)."""
    if match["named"]:
        name = _NAMED.get(match["named"].lower(), "")
        sort, _, _ = name.partition(" ")
        return (
            Value(sort=Sort(sort), figure=name, text=match[0], start=match.start(), end=match.end()) if name else None
        )
    for sort in (Sort.TIME, Sort.CODE):
        if match[sort.value]:
            return Value(sort=sort, figure=match[0].lower(), text=match[0], start=match.start(), end=match.end())
    figure, unit = _figure(match["sum"] or match["figure"]), match["before"] or match["after"] or ""
    sort = Sort.SUM if unit else Sort.SHARE if match["share"] else Sort.NUMBER
    return Value(sort=sort, figure=figure, text=match[0], start=match.start(), end=match.end(), unit=_currency(unit))


def _currency(unit: str) -> str:
    bare = unit.upper() if len(unit) < 4 else unit.upper().rstrip("S")
    return CURRENCIES.get(bare, bare)


def _figure(text: str) -> str:
    """Return a number in one form: “1.000,50”, “1,000.50” and “1000.5” are the same; what is no number, as it is."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    whole = re.sub(r"[.,]", "", match["whole"]).lstrip("0") or "0"
    return f"{whole}.{(match['part'] or '').rstrip('0')}".rstrip(".")
