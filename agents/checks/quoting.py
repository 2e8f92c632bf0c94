"""The line of a draft that shows what was looked for, cut around it."""

import re

NEAR = 200  # characters around what is looked for
BEFORE = r"(?<![^\W_])"  # where a word begins: “_Acme_” is Acme


def bare(what: str) -> str:
    """Return what is looked for without its quotation marks."""
    return what.strip(" “”\"'‘’.")


def find(body: str, what: str) -> re.Match[str] | None:
    """Return the place of words in a draft, whatever the breaks of its lines; None where they do not stand."""
    words = r"\s+".join(map(re.escape, bare(what).split()))
    return re.search(rf"{BEFORE}(?<!\d[.,]){words}(?![^\W_]|[.,]\d)", body, re.I) if words else None


def quote(body: str, what: str) -> str:
    """Return the line of `body` that holds `what`, cut around it; empty when none does."""
    match = find(body, what)
    return "" if match is None else around(body, match)


def around(body: str, match: re.Match[str]) -> str:
    """Return the line of a match, cut around it."""
    first, last = max(0, match.start() - NEAR), match.end() + NEAR
    start = max(first, body.rfind("\n", first, match.start()) + 1)
    end = body.find("\n", match.end(), last)
    line, at = body[start : end if end >= 0 else last].replace("\n", " "), match.start() - start
    start = line.rfind(" ", 0, max(0, at - 40)) + 1 if at > 40 else 0
    stop = max(line.rfind(" ", 0, at + 61), at + len(match[0])) if len(line) > at + 60 else len(line)
    return line[start:stop].strip()
