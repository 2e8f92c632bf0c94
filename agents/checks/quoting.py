"""The line of a draft that shows what was looked for, cut around it."""

import re


def bare(what: str) -> str:
    """Return what is looked for without its quotation marks."""
    return what.strip(" “”\"'‘’.")


def quote(body: str, what: str) -> str:
    """Return the line of `body` that holds `what`, cut around it; empty when none does."""
    match = re.search(rf"(?<!\w)(?<!\d[.,]){re.escape(bare(what))}(?!\w|[.,]\d)", body, re.I)
    return "" if match is None else around(body, match)


def around(body: str, match: re.Match[str]) -> str:
    """Return the line of a match, cut around it."""
    start, end = body.rfind("\n", 0, match.start()) + 1, body.find("\n", match.end())
    line = body[start : end if end >= 0 else len(body)]
    at = match.start() - start
    start = line.rfind(" ", 0, max(0, at - 40)) + 1 if at > 40 else 0
    stop = max(line.rfind(" ", 0, at + 61), at + len(match[0])) if len(line) > at + 60 else len(line)
    return line[start:stop].strip()
