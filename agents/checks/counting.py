"""How many words, sentences, bullets and the like a text has; None where code can't be sure."""

import re
from collections.abc import Callable

from storage.rules.own_words import count_words

_FENCED = re.compile(r"^[ \t]*(?P<fence>`{3,}|~{3,}).*?(?:^[ \t]*(?P=fence)[`~]*[ \t]*$|\Z)", re.M | re.S)
_BULLET = re.compile(r"^[ \t]*(?:[-*+•–]|\d{1,9}[.)])\s", re.M)
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")  # scripts without a space between words
_END = re.compile(r"[.!?…]+[\"”’'»)\]*_]*(?=\s|\Z)|[。！？]+[」』）]*")
_NO_END = re.compile(  # a dot of these ends no sentence for sure
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|no|nr|vs|etc|e\.g|i\.e|a\.m|p\.m|z\. ?b|ca|bzw|usw|inc|ltd|sig|approx|fig|\w)|"
    r"\d)\.\Z",
    re.I,
)


def words(text: str) -> int | None:
    """Return the number of a draft's own words."""
    return None if len(_UNSPACED.findall(text)) * 10 > len(text) else count_words(text)


def sentences(text: str) -> int | None:
    """Return the number of sentences; None where an abbreviation, or words without a full stop, leave it open."""
    text = _FENCED.sub("", text)
    ends = list(_END.finditer(text))
    sure = [end for end in ends if not _NO_END.search(text[max(0, end.start() - 8) : end.start() + 1])]
    last = ends[-1].end() if ends else 0
    unended = any(re.search(r"\w", line) and not _END.search(line[-4:]) for line in text[:last].splitlines()[:-1])
    if len(sure) < len(ends) or unended or re.search(r"\w", text[last:]):
        return None
    return len(ends)


def questions(text: str) -> int:
    """Return the number of questions: “Really?!” is one."""
    return len(re.findall(r"[?？][?!？！]*", re.sub(r"https?://\S*", "", _FENCED.sub("", text))))


def bullets(text: str) -> int:
    """Return the number of entries of lists."""
    return len(_BULLET.findall(_FENCED.sub("", text)))


def sections(text: str) -> int:
    """Return the number of headings."""
    return len(re.findall(r"^#+\s", _FENCED.sub("", text), re.M))


def lines(text: str) -> int:
    """Return the number of lines that are not empty."""
    return len([line for line in text.splitlines() if line.strip()])


COUNTS: dict[str, Callable[[str], int | None]] = {
    "word": words,
    "question": questions,
    "sentence": sentences,
    "bullet": bullets,
    "point": bullets,
    "line": lines,
    "section": sections,
    "character": len,
}
