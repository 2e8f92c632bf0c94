"""Sums of money in a text: the same sum is the same, however it is written."""

import re
from collections.abc import Iterator

_NUMBER = r"\d[\d.,]{0,30}(?<![.,])"
_SIGN = r"[€$£¥]|(?:EUR|USD|GBP|CHF|JPY)\b|(?:euros?|dollars?|pounds?)\b"
SUM = re.compile(rf"(?P<first>[€$£¥])\s?(?P<a>{_NUMBER})|(?P<b>{_NUMBER})\s?(?P<last>{_SIGN})", re.I)
_CURRENCY = {"eur": "€", "euro": "€", "usd": "$", "dollar": "$", "gbp": "£", "pound": "£", "jpy": "¥"}


def sums(text: str) -> Iterator[re.Match[str]]:
    """Find the sums of a text."""
    for match in SUM.finditer(text):
        if not re.search(r"\d[.,]?\Z", text[max(0, match.start() - 2) : match.start()]):
            yield match


def worth(match: re.Match[str]) -> tuple[float, str]:
    """Return the amount and the currency of a sum: “39,00 €” is “€39”."""
    sign = (match["first"] or match["last"]).lower().rstrip("s")
    return _amount(match["a"] or match["b"]), _CURRENCY.get(sign, sign)


def _amount(written: str) -> float:
    """Return a number, whose last group of one or two figures is decimals."""
    whole, decimals = re.fullmatch(r"(.*?)(?:[.,](\d{1,2}))?", written).groups()  # type: ignore[union-attr]
    return float(f"{re.sub(r'[.,]', '', whole)}.{decimals or 0}")
