"""Checks that need no model: lengths, required and forbidden words, links, leftovers, secrets."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from agents.checks.literals import Literal, literals, plain_names
from storage.rules.own_words import count_words, without_ours
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import Draft

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
_SUM = re.compile(r"[€$£¥]\s?\d|\d[\d.,]{0,30}\s?(?:[€$£¥]|(?:EUR|USD|GBP|CHF|JPY|euros?|dollars?|pounds?)\b)", re.I)
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
    r"\[(?:your|name|date|company|insert|todo|tbd|xx+)\b[^\]\n]{0,200}\](?![(\[])|\blorem ipsum\b|"
    r"(?-i:\bTODO\b|\bFIXME\b)|\bas an ai\b|\{\{[^{}\n]{0,200}\}\}|"
    r"(?-i:\bXX[:.]XX\b|\bXXX+\b|\bXX\s?[€$£%]|[€$£]\s?XX\b)|(?<![^\s(|])\?{3,}(?![^\s).,;:|])",  # “at XX:XX, ???”
    re.I,
)
_ENTRY = re.compile(r"[ \t]*(?:(?:[-*•☐]|\d{1,9}[.)]|\[ \]|\|)[ \t]*)+")
_SECRET = re.compile(
    r"\b(?:xox[abprs]-[\w-]*|xapp-[\w-]*|sk-[\w-]{8,}|AKIA[0-9A-Z]{12,}|ghp_\w{10,}|"
    r"-----BEGIN [A-Z ]*PRIVATE KEY)|\bpaste\b.{0,40}\b(?:token|password|secret|key)\b",
    re.I,
)
_LINK = re.compile(r"https?://\S*|\]\(([^()\[\]\n]{0,2000})\)")
_UNITS: dict[str, Callable[[str], int]] = {
    "word": count_words,
    "question": lambda t: re.sub(r"https?://\S*", "", t).count("?"),
    "sentence": lambda t: len(re.findall(r"[.!?](?:\s|$)", t)),
    "bullet": lambda t: len(re.findall(r"^[ \t]*(?:[-*•]|\d{1,9}[.)])\s", t, re.M)),
    "point": lambda t: len(re.findall(r"^[ \t]*(?:[-*•]|\d{1,9}[.)])\s", t, re.M)),
    "line": lambda t: len([x for x in t.splitlines() if x.strip()]),
    "section": lambda t: len(re.findall(r"^#+\s", t, re.M)),
    "character": len,
}
EMPTY = "There is nothing in it to check."
NO_END = "The check did not come to an end."
UNASKED = "Nothing left over, no secret, links lead where they say"
ALWAYS_THERE = ("word", "character", "line", "sentence")  # what any text has; without any of the others nothing is met
UNDER = ("under", "below", "fewer", "less")
OVER = ("more than", "over")


def check(draft: Draft, criteria: Sequence[str]) -> Draft:
    """Return the draft with its checks: what `findings` says of its text."""
    return replace(draft, checks=tuple(findings(draft.body, criteria)))


def findings(body: str, criteria: Sequence[str]) -> Sequence[Check]:
    """Return a check for each criterion, and one for each leftover or secret, even if no criterion asks for it.
    A criterion that code cannot settle is `not checked`.
    """
    words = without_ours(body)
    checks = [
        _criterion(c, words) if words else Check(criterion=c, finding=Finding.NOT_CHECKED, evidence=EMPTY)
        for c in criteria
    ]
    return [*checks, *_always(body)]


def unchecked(draft: Draft, criteria: Sequence[str]) -> Draft:
    """Return the draft with a check that says so for each criterion, because the checks did not come to an end."""
    left = [Check(criterion=criterion, finding=Finding.NOT_CHECKED, evidence=NO_END) for criterion in criteria]
    return replace(
        draft, checks=(*left, Check(criterion=UNASKED, finding=Finding.IN_DOUBT, evidence=NO_END, must=False))
    )


def _criterion(criterion: str, body: str) -> Check:
    for rule in (_length, _words):
        if (verdict := rule(criterion, body)) is not None:
            return verdict
    return Check(criterion=criterion, finding=Finding.NOT_CHECKED)


def _length(criterion: str, body: str) -> Check | None:
    limit, floor = _AT_MOST.search(criterion), _AT_LEAST.search(criterion)
    match = limit or floor
    if match is None or re.search(r"\beach\b|\bevery\b|\bper\b", criterion, re.I):
        return None
    unit, bound = match["unit"].lower().rstrip("s"), int(match["n"])
    counted = _UNITS[unit](body)
    if limit and not counted and unit not in ALWAYS_THERE:
        return Check(criterion=criterion, finding=Finding.NOT_CHECKED, evidence=f"There are no {unit}s in it to count.")
    strict = match[0].lower().startswith(UNDER if limit else OVER)
    met = (
        (counted < bound if strict else counted <= bound)
        if limit
        else (counted > bound if strict else counted >= bound)
    )
    return Check(
        criterion=criterion,
        finding=Finding.MET if met else Finding.NOT_MET,
        evidence=f"{counted:,} {unit}{'' if counted == 1 else 's'}",
    )


def _words(criterion: str, body: str) -> Check | None:
    text = criterion.strip().rstrip(".")
    if _NEGATED.match(text):
        match = _HAS_NOT.match(text)
        if match is None:
            return None
        there = _quote(body, match["what"])
        return (
            Check(criterion=criterion, finding=Finding.NOT_MET, evidence=f"“{there}”")
            if there
            else _literal(criterion, match["what"], body, absent=True)
        )
    match = _HAS.match(text)
    if match is None:
        return None
    if _bare(match["what"]).lower() in _PRICED:
        return _sum(criterion, body, match["what"])
    there = _quote(body, match["what"])
    return (
        Check(criterion=criterion, finding=Finding.MET, evidence=f"“{there}”")
        if there
        else _literal(criterion, match["what"], body, absent=False)
    )


def _sum(criterion: str, body: str, what: str) -> Check | None:
    """A price is named by a sum of money: the word alone leaves it in doubt."""
    sums = list(_SUM.finditer(body))
    if sums:
        near = next((m for m in sums if re.search(re.escape(_bare(what)), _around(body, m), re.I)), sums[0])
        return Check(criterion=criterion, finding=Finding.MET, evidence=f"“{_around(body, near)}”")
    there = _quote(body, what)
    return (
        Check(criterion=criterion, finding=Finding.IN_DOUBT, evidence=f"“{there}”")
        if there
        else _literal(criterion, what, body, absent=False)
    )


def _literal(criterion: str, what: str, body: str, absent: bool) -> Check | None:
    """Absence settles it only for literals: a word, a quoted phrase, a date, a number, a name; of other phrasings code
    cannot be sure."""
    if len(what.split()) == 1 or re.fullmatch(r"[“\"'].+[”\"']", what):
        return Check(
            criterion=criterion,
            finding=Finding.MET if absent else Finding.NOT_MET,
            evidence=f"“{_bare(what)}” does not occur",
        )
    named, only = literals(what), plain_names(what)
    if absent and not only:
        return None
    missing = [x for x in named if not x.stands(body)]
    either = re.search(r"\bor\b", what) is not None
    if not named or (either and len(missing) < len(named)):
        return None
    if not missing:
        return _all_there(criterion, named, body, absent) if only else None
    if absent and len(missing) < len(named):
        there = next(x for x in named if x not in missing)
        return Check(criterion=criterion, finding=Finding.NOT_MET, evidence=f"“{there.text}” is in it")
    return Check(
        criterion=criterion,
        finding=Finding.MET if absent else Finding.NOT_MET,
        evidence=f"“{missing[0].text}” does not occur",
    )


def _all_there(criterion: str, named: Sequence[Literal], body: str, absent: bool) -> Check:
    there = named[0].where(body)
    quote = _around(body, there) if there is not None else named[0].text
    return Check(criterion=criterion, finding=Finding.NOT_MET if absent else Finding.MET, evidence=f"“{quote}”")


def _bare(what: str) -> str:
    return what.strip(" “”\"'‘’.")


def _quote(body: str, what: str) -> str:
    """The line of `body` that holds `what`, cut around it; empty when none does."""
    match = re.search(rf"(?<!\w){re.escape(_bare(what))}(?!\w)", body, re.I)
    return "" if match is None else _around(body, match)


def _around(body: str, match: re.Match[str]) -> str:
    start, end = body.rfind("\n", 0, match.start()) + 1, body.find("\n", match.end())
    line = body[start : end if end >= 0 else len(body)]
    at = match.start() - start
    start = line.rfind(" ", 0, max(0, at - 40)) + 1 if at > 40 else 0
    stop = max(line.rfind(" ", 0, at + 61), at + len(match[0])) if len(line) > at + 60 else len(line)
    return line[start:stop].strip()


def _always(body: str) -> list[Check]:
    lines: list[Check] = []
    if leftover := next((m for m in _LEFTOVER.finditer(body) if not _is_task(body, m)), None):
        lines.append(
            Check(criterion="Nothing left over", finding=Finding.NOT_MET, evidence=f"“{leftover[0]}”", must=False)
        )
    if _SECRET.search(body):
        lines.append(
            Check(
                criterion="Shows or asks for no secret",
                finding=Finding.IN_DOUBT,
                evidence="It shows or asks for something like a token or a password.",
                must=False,
            )
        )
    bad = [m[0] for m in _LINK.finditer(body) if re.search(r"\]\(\s*\)|https?://$|https?://[^/\s]*@", m[0])]
    if bad:
        lines.append(
            Check(
                criterion="Links lead where they say", finding=Finding.IN_DOUBT, evidence=f"“{bad[0][:60]}”", must=False
            )
        )
    return lines


def _is_task(body: str, match: re.Match[str]) -> bool:
    """Tell whether a list or a table names a thing to do (“- TODO update the deck”), and leaves nothing to write."""
    if match[0] not in ("TODO", "FIXME"):
        return False
    start, end = body.rfind("\n", 0, match.start()) + 1, body.find("\n", match.end())
    rest = body[match.end() : end if end >= 0 else len(body)]
    return _ENTRY.fullmatch(body, start, match.start()) is not None and re.match(r"[\s:(–-]*\w", rest) is not None
