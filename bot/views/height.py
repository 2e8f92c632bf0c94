"""How high a card is: what is decided takes as many lines as before, so that nothing moves under the thumb."""

import re

NEAR = 6  # characters that a line may have more than the one in whose place it comes
_TOKEN = re.compile(r"<[@#][^>]*>|&[a-z]+;")


def as_long(receipt: str, before: str) -> str:
    """Return what was decided, about as long as the line in whose place it comes: with words of that line, but neither
    what the item needed nor what Approve did. So it breaks at the same widths."""
    line, most = receipt, _long(before) + NEAR
    for part in before.split(" · ")[1:-1]:
        longer = f"{line} · {part}"
        line = longer if part not in line and _long(longer) <= most else line
    return line


def _long(line: str) -> int:
    """Return how many characters of a line a person sees; a mention is about as long as a name."""
    return len(_TOKEN.sub("", line)) + sum(5 if token[0] == "<" else 1 for token in _TOKEN.findall(line))
