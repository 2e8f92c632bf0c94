"""Tables of Markdown, read into rows of cells; cells beyond the heading's columns stay."""

import re

from markdown_it.rules_block import StateBlock

_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")


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
