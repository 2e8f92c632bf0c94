"""The remarks and the headings of a text."""

import re
from collections.abc import Iterator

from agents.offline.remarks.remark import Remark
from storage.rules.dates_in_text import days

_BULLET = re.compile(r"\s*(?P<mark>[-*•–]\s+\[[ xX]\]|\[[ xX]\]|[☐☑]|[-*•–>]|\d{1,3}[.)])\s+")
WRAPPED = 50  # characters of a line that may go on in the next
LONGEST_DATE = 40  # characters


def remarks(source: str, text: str) -> Iterator[Remark]:
    """Yield the remarks of a text; a remark that is wrapped over several lines stays one."""
    heading, block, pending = "", 0, ""
    for line in [*text.splitlines(), ""]:
        if pending and _goes_on(pending, line):
            pending = f"{pending} {line.strip()}"
            continue
        if pending:
            yield _remark(pending, source, heading, block)
            pending = ""
        if not line.strip():
            block += 1
        elif title := re.match(r"\s*#{1,6}\s+(.*?)\s*#*\s*$", line):
            heading, block = title[1], block + 1
        elif not re.match(r"\s*(?:```|-{3,}\s*$|={3,}\s*$)", line):
            pending = line
    if pending:
        yield _remark(pending, source, heading, block)


def _goes_on(line: str, following: str) -> bool:
    """Whether a line was only wrapped, and its sentence goes on in the next."""
    ended = re.search(r"[.!?:;|]\W*$", line) is not None
    return len(line) >= WRAPPED and not ended and re.match(r"\s*[a-zà-ÿ]", following) is not None


def _remark(line: str, source: str, heading: str, block: int) -> Remark:
    bullet = None if _begins_with_date(line) else _BULLET.match(line)
    text = line[bullet.end() :] if bullet else line
    return Remark(
        text=" ".join(text.split()), source=source, mark=bullet["mark"] if bullet else "", heading=heading, block=block
    )


def _begins_with_date(line: str) -> bool:
    """Whether the number at the beginning of a line is the day of a date (“3. Dezember”), and counts nothing."""
    return any(day.start == 0 for day in days(line.strip()[:LONGEST_DATE]))


def spans(text: str) -> Iterator[str]:
    """Yield the headings of a text."""
    for line in text.splitlines():
        if title := re.match(r"\s*#{1,6}\s+(.*?)\s*#*\s*$", line):
            yield title[1]
