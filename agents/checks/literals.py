"""The parts of a criterion that either stand in a draft or do not: dates, sums, numbers, quoted phrases, names."""

import re
from dataclasses import dataclass

from agents.checks.quoting import find
from agents.checks.sums import SUM, sums, worth
from storage.rules.dates_in_text import Day, days

_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
_SUM = re.compile(r"[€$£¥]\s?\d[\d.,]*\d|[€$£¥]\s?\d|\d[\d.,]*\s?(?:[€$£¥%]|(?:EUR|USD|GBP|CHF)\b)")
_LONG_NUMBER = re.compile(r"(?<![\w.,-])\d[\d.,-]*\d\d\b")
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*")
_JOINING = re.compile(r"\b(?:and|or|the|a|an|of|both|by|on|also|for|with|as|in|to|date|deadline)\b|[,;&/.]", re.I)


@dataclass(frozen=True, slots=True)
class Literal:
    """A part of a criterion that must stand in the draft: word for word, or a date or a sum in any writing."""

    text: str
    day: Day | None = None
    amount: tuple[float, str] | None = None

    def where(self, body: str) -> re.Match[str] | None:
        """Return the place of this part in a draft; None when it does not occur."""
        if self.amount is not None:
            return next((found for found in sums(body) if worth(found) == self.amount), None)
        if self.day is not None:
            there = next((day for day in days(body) if self.day.same(day)), None)
            return re.compile(re.escape(there.text)).match(body, there.start) if there is not None else None
        return find(body, self.text)

    def stands(self, body: str) -> bool:
        """Tell whether this part occurs in a draft."""
        return self.where(body) is not None


def literals(text: str) -> tuple[Literal, ...]:
    """Return the literals of a criterion; names are included only when it has no other literals."""
    dates = tuple(days(text))
    literals = [Literal(d.text, d) for d in dates]
    for date in reversed(dates):
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    for pattern in (_QUOTED, _SUM, _LONG_NUMBER):
        for match in pattern.finditer(text):
            literals.append(_literal(match[1] if pattern is _QUOTED else match[0].strip()))
        text = pattern.sub(" ", text)
    names = [Literal(m[0]) for m in _NAME.finditer(text)]
    rest = _JOINING.sub(" ", _NAME.sub(" ", text))
    return tuple([*literals, *names] if not rest.strip() else literals)


def _literal(text: str) -> Literal:
    whole = SUM.fullmatch(text)
    return Literal(text, amount=worth(whole) if whole else None)


def plain_names(text: str) -> bool:
    """Tell whether a criterion has nothing but literals and the words that join them."""
    for literal in literals(text):
        text = text.replace(literal.text, " ")
    return not _JOINING.sub(" ", text.replace("“", " ").replace("”", " ").replace('"', " ")).strip()
