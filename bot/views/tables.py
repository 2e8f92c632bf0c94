"""Tables as preformatted text, in columns as far as that helps; cells beyond the heading's columns stay."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from markdown_it.rules_block import StateBlock, table
from markdown_it.token import Token

from bot.views import inline
from bot.views.kit import Block

WIDEST = 40  # characters to which a cell is filled up: one long cell widens no others

_CELL = re.compile(r"(?<!\\)\|")


@dataclass(slots=True)
class Rows:
    """The cells of a table, read token by token."""

    sources: list[list[str]] = field(default_factory=list)
    inside: bool = False

    def takes(self, token: Token) -> bool:
        """Read a token; False when it is no part of a table."""
        self.inside = self.inside or token.type == "table_open"
        if token.type == "tr_open":
            self.sources.append([])
        elif token.type == "tr_close":
            self.sources[-1] += token.meta.get("more", [])
        elif self.inside and token.type == "inline":
            self.sources[-1].append(token.content)
        return self.inside

    def text(self, words: Callable[[str], list[Block]]) -> list[Block]:
        """Return the table as inline elements.

        Args:
            words: reads the inline elements of a cell.
        """
        rows = [["".join(e.get("text") or e["url"] for e in words(cell)) for cell in row] for row in self.sources]
        columns = max(map(len, rows), default=0)
        widths = [min(max(len(r[k]) for r in rows if k < len(r)), WIDEST) for k in range(columns)]
        lines = ["  ".join(cell.ljust(widths[k]) for k, cell in enumerate(r)).rstrip() for r in rows]
        rule = "  ".join("-" * width for width in widths)
        return inline.literal("\n".join([*lines[:1], rule, *lines[1:]]))


def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table as the parser does, and keep the cells that it would leave out."""
    before = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    tokens = state.tokens[before:]
    columns = sum(token.type == "th_open" for token in tokens)
    line = 0
    for token in tokens:
        if token.type == "tr_open":
            line = token.map[0] if token.map else 0
        elif token.type == "tr_close" and line > start:
            token.meta["more"] = _cells(state, line)[columns:]
    return True


def _cells(state: StateBlock, line: int) -> list[str]:
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
    cells = _CELL.split(text)
    cells = cells[1:] if cells[0] == "" else cells
    return [cell.strip().replace("\\|", "|") for cell in (cells[:-1] if cells and cells[-1] == "" else cells)]
