"""Whether a draft has the words that a criterion wants, and not those that it forbids."""

import re

from agents.checks.literal_findings import by_literals
from agents.checks.literals import literals
from agents.checks.price import price
from agents.checks.quoting import bare, quote
from storage.rules.values.check import Check, Finding

_PRICED = frozenset({"price", "prices", "cost", "costs", "amount", "amounts", "fee", "fees", "salary", "budget"})
_HAS = re.compile(
    r"^(?:must |should )?(?:names?|mentions?|includes?|contains?|says?|quotes?)\s+(?:the |a |an )?(?P<what>.+)$", re.I
)
_HAS_NOT = re.compile(
    r"^(?:must not |should not |do(?:es)? not |don't )?(?:no|never|without|not?(?: the)? word|mention|"
    r"use|contain)\s+(?:the word )?(?P<what>.+)$",
    re.I,
)
_NONE_OF = re.compile(r"\b(?:no|not|without|kein\w*|ohne|senza|sans|sin)\b", re.I)  # “There are no links.”
_NEGATED = re.compile(r"^(?:no\b|never\b|without\b|must not\b|should not\b|do(?:es)? not\b|don't\b|not\b)", re.I)


def wanted_words(criterion: str, body: str) -> Check | None:
    """Return the check of a criterion about words; None for any other criterion, and where code cannot be sure."""
    text = criterion.strip()
    text = text if re.search(r"\d\.\d{1,2}\.$", text) else text.rstrip(".")  # “10.12.” is a date
    if _NEGATED.match(text):
        match = _HAS_NOT.match(text)
        if match is None:
            return None
        there = _quoted(body, match["what"])
        return (
            Check(criterion=criterion, finding=Finding.NOT_MET, evidence=f"“{there}”")
            if there
            else by_literals(criterion, match["what"], body, absent=True)
        )
    match = _HAS.match(text)
    if match is None:
        return None
    if bare(match["what"]).lower() in _PRICED:
        return price(criterion, body, match["what"])
    there = _quoted(body, match["what"])
    if _is_kind(text, match["what"]) and (not there or _NONE_OF.search(there)):
        return None
    return (
        Check(criterion=criterion, finding=Finding.MET, evidence=f"“{there}”")
        if there
        else by_literals(criterion, match["what"], body, absent=False)
    )


def _is_kind(criterion: str, what: str) -> bool:
    """Whether a criterion asks for a kind of thing, such as a table, which may be there without the word for it."""
    of_words = re.search(r"\b(?:mentions?|quotes?|word)\b", criterion, re.I)
    return re.fullmatch(r"[a-z-]+", what) is not None and of_words is None


def _quoted(body: str, what: str) -> str:
    """Return the line that holds what is looked for; '' for dates, which have other writings: “I may 3 times”."""
    return "" if any(literal.day for literal in literals(what)) else quote(body, what)
