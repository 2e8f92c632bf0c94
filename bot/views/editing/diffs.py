"""What changed, line by line, as far as it stands in Open."""

from collections.abc import Sequence

from bot.views.kit import Block, actions, context, cut, rich, run
from storage.rules.differing import differing
from storage.rules.words import one_line

FIRST = 40  # lines in Open
WIDE = 160  # characters of a changed line of a text


def changes(old: str, new: str) -> list[str]:
    """Return the lines that differ, each with its sign apart from its words."""
    return [cut(f"{line[0]} {one_line(line[1:])}", WIDE) for line in differing(old.splitlines(), new.splitlines())]


def changed(lines: Sequence[str], version: str, open_all: Sequence[Block] = ()) -> list[Block]:
    """Return what changed since a version, as far as it stands in Open.

    Args:
        open_all: the button to all of it; it stands there where there is more.
    """
    if not lines:
        return [context(f"No line changed since {version}.")]
    more = f" · the first {FIRST} of {len(lines):,} lines" if len(lines) > FIRST else ""
    shown = [context(f"*Changed since {version}*{more}"), preformatted(lines[:FIRST])]
    return [*shown, *([actions(*open_all)] if more and open_all else [])]


def preformatted(lines: Sequence[str]) -> Block:
    """Return lines as they are, in signs of one width."""
    return rich({"type": "rich_text_preformatted", "elements": [run("\n".join(lines))]})
