"""How many minutes of attention an item is likely to take."""

from collections.abc import Sequence

from storage.rules.words import count

READING = 238.0  # words a minute: Brysbaert 2019, a review of 190 studies of silent reading
DOUBT = 0.5  # minutes to settle one check that is in doubt or not met
DECIDE = 0.25  # minutes to make up one's mind
LINE = 29  # words that take as long as a changed line of code: 500 lines an hour (Cohen, 2006) at the pace above
WRITING = 180  # words that take as long to read as a few own lines take to write
HASTE = 3  # whoever takes less than one part in so many has not read it
SCAN = 900  # words: beyond this a reviewer skims


def minutes(words: int, doubts: int, pace: float = 1.0) -> float:
    """Return the expected minutes of attention. `words` counts what has to be read: of a revision the changed words,
    unless the whole must be opened first. `pace` is the reviewer's own factor."""
    read = min(words, SCAN) + max(0, words - SCAN) / 4
    return pace * (DECIDE + read / READING + DOUBT * doubts)


def as_said(minutes: float) -> float:
    """Return minutes, rounded to the number that a person reads; sums are of these, so that they add up."""
    return max(1, round(minutes * 6)) / 6 if minutes < 0.92 else max(1, round(minutes))


def is_hasty(seconds: float, minutes: float) -> bool:
    """Tell whether somebody looked at something for less than a third of the minutes that reading it takes."""
    return 0 <= seconds < 60 * minutes / HASTE


def changed_words(old: str, new: str) -> int:
    """Count the words on the lines of `new` that `old` does not have."""
    known = {line.strip() for line in old.splitlines()}
    return sum(count(line) for line in new.splitlines() if line.strip() not in known)


def asked_words(text: str, choices: Sequence[str]) -> int:
    """Return how many words of text would take as long to read as a question takes to answer: without choices to tap,
    somebody has to write."""
    return count(text) + (0 if choices else WRITING)


def patch_words(patch: str) -> int:
    """Return how many words of text would take as long to read as the lines that a patch adds and removes."""
    return LINE * changed_lines(patch)


def changed_lines(patch: str) -> int:
    """Return how many lines a patch adds and removes."""
    lines = patch.splitlines()
    return sum(line[:1] in ("+", "-") and not line.startswith(("+++ ", "--- ")) for line in lines)


def pace(expected: Sequence[float], measured: Sequence[float]) -> float:
    """Return the reviewer's own factor: the median of measured to expected minutes; 1 until there are five."""
    if len(measured) < 5:
        return 1.0
    ratios = sorted(m / e for m, e in zip(measured, expected, strict=True) if e > 0)
    return min(3.0, max(0.3, ratios[len(ratios) // 2]))
