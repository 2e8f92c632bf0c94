"""The sentences of a line that a reviewer wrote."""

import re
from collections.abc import Iterator

from storage.rules.dates_in_text import days
from storage.rules.dots import shortens_day

QUOTED = re.compile(r"“[^“”\n]*”|\"[^\"\n]*\"|„[^„“”\n]*[“”]|«[^«»\n]*»")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_SHORTENED = re.compile(r"(?:\b(?:e\.g|i\.e|z\.\s?B|ca|approx|etc|vs|[DM]r|Mrs|No|Nr|St))\.$", re.I)
_ORDINAL = re.compile(r"(?<![\d.])(?:\d{1,2}\.){1,2}$")


def unlisted(line: str) -> str:
    """Return a line without its bullet or number; the number of a date stays."""
    bare = " ".join(line.split())
    return bare if any(day.start == 0 for day in days(bare[:40])) else re.sub(r"^(?:[-*•]|\d+[.)])\s+", "", bare)


def sentences_of(line: str) -> Iterator[str]:
    """Find the sentences of a line; a quotation, a date and an abbreviation stay whole."""
    start = 0
    for match in _SENTENCE.finditer(QUOTED.sub(lambda m: "x" * len(m[0]), line)):
        if _goes_on(line, match.start()):
            continue
        yield line[start : match.start()].strip(" ;")
        start = match.end()
    if line[start:].strip():
        yield line[start:].strip()


def _goes_on(line: str, at: int) -> bool:
    """Whether the dot before a place belongs to an abbreviation or to a date."""
    if shortens_day(line, at):
        return True
    before = line[max(0, at - 8) : at]
    ordinal = _ORDINAL.search(before)
    if ordinal is None:
        return _SHORTENED.search(before) is not None
    follows = line[at : at + 2].strip()
    dated = any(day.start == 0 for day in days(line[at - len(ordinal[0]) :][:40]))
    return dated and (ordinal[0].count(".") == 1 or follows.islower())
