"""A change of what a tool says, as lines that a person can compare."""

import difflib
from collections.abc import Iterator

from storage.ledger.work.pinning import Change


def difference(change: Change) -> Iterator[str]:
    """Return the lines of one tool's description, old and new; invisible characters are shown by their number."""
    yield visible(f"{change.name}: {'a new tool' if change.before == '' else 'says something else'}")
    if change.now is None:
        yield "  What it says was not kept by an older version of Sluice. A task that uses it will bring it here."
        return
    if change.before is None:
        yield "  What it said before is not kept any more. All that it says now:"
    before, now = (words.split("\n") if words else [] for words in (change.before, change.now))
    for line in list(difflib.unified_diff(before, now, lineterm="", n=3))[2:]:
        yield f"  {visible(line)}"
    yield ""


def visible(text: str) -> str:
    """Return a line without control characters, marks of direction and other invisible characters."""
    return "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text)
