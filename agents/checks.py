"""Checks that need no model: lengths, required and forbidden words, links, leftovers, secrets."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from storage.rules.task import Check, Draft, Finding

_AT_MOST = re.compile(
    r"\b(?:at most|max(?:imum)?(?: of)?|no more than|under|below|fewer than|less than|up to|within)\s+"
    r"(?P<n>\d+)\s+(?P<unit>words?|questions?|sentences?|bullets?|points?|lines?|sections?|characters?)",
    re.I,
)
_AT_LEAST = re.compile(
    r"\b(?:at least|min(?:imum)?(?: of)?|no fewer than|more than|over)\s+(?P<n>\d+)\s+"
    r"(?P<unit>words?|questions?|sentences?|bullets?|points?|lines?|sections?|characters?)",
    re.I,
)
_PRICED = frozenset({"price", "prices", "cost", "costs", "amount", "amounts", "fee", "fees", "salary", "budget"})
_SUM = re.compile(r"[€$£¥]\s?\d|\d[\d.,]*\s?(?:[€$£¥]|(?:EUR|USD|GBP|CHF|JPY|euros?|dollars?|pounds?)\b)", re.I)
_HAS = re.compile(
    r"^(?:must |should )?(?:names?|mentions?|includes?|contains?|says?|quotes?)\s+(?:the |a |an )?(?P<what>.+)$", re.I
)
_HAS_NOT = re.compile(
    r"^(?:must not |should not |do(?:es)? not |don't )?(?:no|never|without|not?(?: the)? word|mention|"
    r"use|contain)\s+(?:the word )?(?P<what>.+)$",
    re.I,
)
_NEGATED = re.compile(r"^(?:no\b|never\b|without\b|must not\b|should not\b|do(?:es)? not\b|don't\b|not\b)", re.I)
_LEFTOVER = re.compile(
    r"\[(?:your|name|date|company|insert|todo|tbd|xx+)\b[^\]]*\](?![(\[])|\blorem ipsum\b|(?-i:\bTODO\b|\bFIXME\b)|"
    r"\bas an ai\b|\{\{.*?\}\}",
    re.I,
)
_SECRET = re.compile(
    r"\b(?:xox[abprs]-[\w-]*|xapp-[\w-]*|sk-[\w-]{8,}|AKIA[0-9A-Z]{12,}|ghp_\w{10,}|"
    r"-----BEGIN [A-Z ]*PRIVATE KEY)|\bpaste\b.{0,40}\b(?:token|password|secret|key)\b",
    re.I,
)
_LINK = re.compile(r"https?://\S*|\]\(([^)]*)\)")
_UNITS: dict[str, Callable[[str], int]] = {
    "word": lambda t: len(t.split()),
    "question": lambda t: re.sub(r"https?://\S*", "", t).count("?"),
    "sentence": lambda t: len(re.findall(r"[.!?](?:\s|$)", t)),
    "bullet": lambda t: len(re.findall(r"^\s*(?:[-*•]|\d+[.)])\s", t, re.M)),
    "point": lambda t: len(re.findall(r"^\s*(?:[-*•]|\d+[.)])\s", t, re.M)),
    "line": lambda t: len([x for x in t.splitlines() if x.strip()]),
    "section": lambda t: len(re.findall(r"^#+\s", t, re.M)),
    "character": len,
}
UNDER = ("under", "below", "fewer", "less")
OVER = ("more than", "over")


def check(draft: Draft, criteria: Sequence[str]) -> Draft:
    """The draft with a finding for each criterion that code can settle, `not checked` for the others, and a line for
    every leftover or secret, whether asked for or not."""
    found = [_criterion(c, draft.body) for c in criteria]
    return replace(draft, checks=(*found, *_always(draft.body)))


def _criterion(criterion: str, body: str) -> Check:
    for rule in (_length, _words):
        if (verdict := rule(criterion, body)) is not None:
            return verdict
    return Check(criterion, Finding.NOT_CHECKED)


def _length(criterion: str, body: str) -> Check | None:
    limit, floor = _AT_MOST.search(criterion), _AT_LEAST.search(criterion)
    found = limit or floor
    if found is None or re.search(r"\beach\b|\bevery\b|\bper\b", criterion, re.I):
        return None
    unit, bound = found["unit"].lower().rstrip("s"), int(found["n"])
    counted = _UNITS[unit](body)
    strict = found[0].lower().startswith(UNDER if limit else OVER)
    met = (
        (counted < bound if strict else counted <= bound)
        if limit
        else (counted > bound if strict else counted >= bound)
    )
    return Check(criterion, Finding.MET if met else Finding.NOT_MET, f"{counted:,} {unit}s")


def _words(criterion: str, body: str) -> Check | None:
    text = criterion.strip().rstrip(".")
    if _NEGATED.match(text):
        found = _HAS_NOT.match(text)
        if found is None:
            return None
        there = _quote(body, found["what"])
        return (
            Check(criterion, Finding.NOT_MET, f"“{there}”")
            if there
            else _literal(criterion, found["what"], absent=True)
        )
    found = _HAS.match(text)
    if found is None:
        return None
    if _bare(found["what"]).lower() in _PRICED:
        return _sum(criterion, body, found["what"])
    there = _quote(body, found["what"])
    return Check(criterion, Finding.MET, f"“{there}”") if there else _literal(criterion, found["what"], absent=False)


def _sum(criterion: str, body: str, what: str) -> Check | None:
    """A price is named by a sum of money: the word alone leaves it in doubt."""
    sums = list(_SUM.finditer(body))
    if sums:
        near = next((m for m in sums if re.search(re.escape(_bare(what)), _around(body, m), re.I)), sums[0])
        return Check(criterion, Finding.MET, f"“{_around(body, near)}”")
    there = _quote(body, what)
    return Check(criterion, Finding.IN_DOUBT, f"“{there}”") if there else _literal(criterion, what, absent=False)


def _literal(criterion: str, what: str, absent: bool) -> Check | None:
    """Absence settles it only for a single word or a quoted phrase; of other phrasings code cannot be sure."""
    if not (len(what.split()) == 1 or re.fullmatch(r"[“\"'].+[”\"']", what)):
        return None
    return Check(criterion, Finding.MET if absent else Finding.NOT_MET, f"“{_bare(what)}” does not occur")


def _bare(what: str) -> str:
    return what.strip(" “”\"'‘’.")


def _quote(body: str, what: str) -> str:
    """The line of `body` that holds `what`, cut around it; empty when none does."""
    found = re.search(rf"(?<!\w){re.escape(_bare(what))}(?!\w)", body, re.I)
    return "" if found is None else _around(body, found)


def _around(body: str, found: re.Match[str]) -> str:
    start, end = body.rfind("\n", 0, found.start()) + 1, body.find("\n", found.end())
    line = body[start : end if end >= 0 else len(body)]
    at = found.start() - start
    start = line.rfind(" ", 0, max(0, at - 40)) + 1 if at > 40 else 0
    return line[start : at + 60].strip()


def _always(body: str) -> list[Check]:
    lines: list[Check] = []
    if leftover := _LEFTOVER.search(body):
        lines.append(Check("Nothing left over", Finding.NOT_MET, f"“{leftover[0]}”", must=False))
    if _SECRET.search(body):
        lines.append(
            Check(
                "Shows or asks for no secret",
                Finding.IN_DOUBT,
                "It shows or asks for something like a token or a password.",
                must=False,
            )
        )
    bad = [m[0] for m in _LINK.finditer(body) if re.search(r"\]\(\s*\)|https?://$|https?://[^/\s]*@", m[0])]
    if bad:
        lines.append(Check("Links lead where they say", Finding.IN_DOUBT, f"“{bad[0][:60]}”", must=False))
    return lines
