"""Tables in columns where a telephone has room for them, else row by row."""

from collections.abc import Callable, Sequence

from bot.views.graphemes import visible
from bot.views.kit import Block
from bot.views.text import inline

WIDEST = 36  # characters of one width that a telephone shows in a line
GAP, BETWEEN, NONE = "  ", " · ", "–"


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
