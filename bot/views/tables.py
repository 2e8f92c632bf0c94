"""Tables in columns where a telephone has room for them, else row by row; cells beyond the heading's columns stay."""

import re
from collections.abc import Callable, Sequence

from markdown_it.rules_block import StateBlock

from bot.views import inline
from bot.views.graphemes import visible
from bot.views.kit import Block

WIDEST = 36  # characters of one width that a telephone shows in a line
GAP, BETWEEN, NONE = "  ", " · ", "–"

_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")


def cells_of(rows: Sequence[Sequence[str]], words: Callable[[str], list[Block]]) -> list[list[str]]:
    """Return the cells of a table as text.

    Args:
        rows: the sources of its cells.
        words: reads the inline elements of a cell.
    """
    return [["".join(e.get("text") or e["url"] for e in words(source)) for source in row] for row in rows]


def in_columns(cells: Sequence[Sequence[str]]) -> list[Block]:
    """Return a table as inline elements, each row a line; nothing where a telephone would break its lines."""
    widths = [0] * max(map(len, cells), default=0)
    for row in cells:
        for k, cell in enumerate(row):
            widths[k] = max(widths[k], len(cell))
    if sum(widths) + len(GAP) * (len(widths) - 1) > WIDEST:
        return []
    lines = [GAP.join(cell.ljust(widths[k]) for k, cell in enumerate(row)).rstrip() for row in cells]
    rule = GAP.join("-" * width for width in widths)
    return inline.literal("\n".join([*lines[:1], rule, *lines[1:]]))


def in_rows(cells: Sequence[Sequence[str]]) -> list[list[Block]]:
    """Return the rows of a wide table as inline elements that read at any width: the names of its columns once, bold;
    then each row in their order, where a dash keeps the place of a cell in which nobody sees anything."""
    names, *rows = [
        inline.literal(BETWEEN.join(cell if visible(cell) else NONE for cell in row or ("",))) for row in cells
    ]
    return [[{**element, "style": {"bold": True}} for element in names], *rows]


def read_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table of GitHub's kind (github.github.com/gfm/#tables-extension-) as one token with its rows.

    The parser's own rule drops the cells beyond the heading's columns, and fills up each row to all of them.
    """
    if start + 2 > end or any(state.sCount[n] < state.blkIndent or state.is_code_block(n) for n in (start, start + 1)):
        return False
    head = _line(state, start)
    columns = _line(state, start + 1)
    if "|" not in head or not _RULE.fullmatch(columns) or len(_cells(head)) != len(_cells(columns)):
        return False
    if silent:
        return True
    line = start + 2
    while line < end and _goes_on(state, line, end):
        line += 1
    token = state.push("table", "table", 0)
    token.meta["rows"] = [_cells(_line(state, n)) for n in range(start, line) if n != start + 1]
    state.line = line
    return True


def _goes_on(state: StateBlock, line: int, end: int) -> bool:
    if state.isEmpty(line) or state.sCount[line] < state.blkIndent or state.is_code_block(line):
        return False
    around, state.parentType = state.parentType, "table"
    ended = any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("blockquote"))
    state.parentType = around
    return not ended


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _cells(line: str) -> list[str]:
    cells = _CELL.split(line)
    cells = cells[1:] if cells[0] == "" else cells
    return [cell.strip().replace("\\|", "|") for cell in (cells[:-1] if cells and cells[-1] == "" else cells)]
