"""One brief over many: the list in the brief, or the rows of a file, each with its columns."""

import contextlib
import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from storage.rules.refusal import Refused
from storage.rules.values.brief import Brief
from storage.rules.values.source import Source
from storage.rules.words import one_line, shortened, told_apart, visible

MOST = 500
TITLE = 60  # characters of a row's name
IN_TITLE = 30  # of these, in the title of its task
FROM_FILE: tuple[str, ...] = ()  # in a brief: the rows stand in the file that comes along
KINDS = (".csv", ".tsv", ".xlsx")
LONGEST = 199_000  # characters: a longer text was cut, and rows are missing
WIDEST = 100  # columns: each row repeats the names of all of them
COPIED = 20_000_000  # characters of the other material, which each row has
EXAMPLE = "For example: for each of: Rome, Paris, Oslo"
NO_FILE = f"There is no file with it. Attach one CSV or Excel file, or list what you mean. {EXAMPLE}"
SEVERAL = "Several files came along. Attach one CSV or Excel file, so that it is clear whose rows are meant."
WRONG_KIND = "“{}” is no list of rows that I can read. Attach a CSV or an Excel file with one row for each task."
NEW_LINE = "\n"
NO_END = (
    "A cell of that list does not end: look for a quotation mark that is opened and not closed, and bring it again."
)
EMPTY = f"The list is empty. {EXAMPLE}"
MARKS = (";", "\t", ",")  # what may part the cells of a CSV; a comma may stand in them, too
MORE_CELLS = (
    "Row {} of that list has {} cells, and its first line names {} columns. Put what holds the separator in quotation "
    "marks, and bring it again."
)

_WHOLE = re.compile(r"(?P<before>(?:^|,)\s*)[“„](?P<item>[^“”„\"]*)[“”](?=\s*(?:,|$))")  # an item in quotation marks
_EACH = re.compile(
    r"(?:\A|(?<=[;\n]))[ \t]*for\s+each\s+(?:(?P<row>row|line)\b[^\S\n]*(?::[^\S\n]*)?(?=[;\n]|\Z)"
    r"|of[^\S\n]*:[^\S\n]*(?P<value>[^;\n]*))(?:;|(?=\n)|\Z)",
    re.I,
)
_FILE = re.compile(r"\(?\s*(?:the\s+)?(?:attached\s+)?file\b[^()]*\)?|\(\s*\)", re.I)
_SEPARATOR = re.compile(r"sep=(?P<mark>[;,|\t])\r?\n", re.I)
_ROWS = re.compile(r"(?:each\s+)?rows?(?:\s+of\s+.{1,60})?", re.I)
_BULLET = re.compile(r"^[-*•]\s+")
_CLAUSE = re.compile(r"(?:must:|by\s|reviewer\s|to\s+#|to\s+<#|for\s|urgent\s*$|every\s)", re.I)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of many: its columns by their names, in order. A row of a plain list has one column without a name."""

    columns: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """What names the row: its first column."""
        return one_line(self.columns[0][1])[:TITLE] or "–"

    def source(self, number: int) -> Source:
        """Return the row as material, such as “Row 27: name=Acme, text=…”."""
        told = ", ".join(f"{name}={value}" if name else value for name, value in self.columns)
        return Source(f"row {number}", f"Row {number}: {told}")


def take_list(text: str, is_clause: Callable[[str], bool]) -> tuple[str, tuple[str, ...] | None]:
    """Return a brief without its list, and the list: `FROM_FILE` where a file has it, None where there is none.

    Args:
        is_clause: whether a line says something of the task, such as “by Friday”; “By mistake” may be a row.

    Raises:
        Refused: it is empty, too long, or there are two.
    """
    lists = list(_EACH.finditer(text))
    if not lists:
        return text, None
    if len(lists) > 1:
        raise Refused("The brief has two lists; keep one.")
    each = lists[0]
    end, value = each.end(), (each["value"] or "").strip()
    if each["row"] or _FILE.fullmatch(value):
        return _without(text, each.start(), end), FROM_FILE
    items = [part.strip() for part in _split(value)]
    if not value:
        items, end = _lines(text, end, is_clause)
    items = [item for item in items if visible(item)]
    if not items:
        raise Refused(EMPTY)
    _check_count(len(items))
    return _without(text, each.start(), end), tuple(items)


def read_list(text: str) -> tuple[str, ...]:
    """Return a list that stands by itself, one item a line or with commas; `FROM_FILE` for “rows”.

    Raises:
        Refused: it is empty, or too long.
    """
    if _ROWS.fullmatch(text.strip()) or _FILE.fullmatch(text.strip()):
        return FROM_FILE
    lines = text.strip().splitlines()
    items = [_item(part) for part in (lines if len(lines) > 1 else _split(text))]
    if not (items := [item for item in items if visible(item)]):
        raise Refused(EMPTY)
    _check_count(len(items))
    return tuple(items)


def _item(text: str) -> str:
    """Return an item without the mark of its line."""
    return _BULLET.sub("", f"{text.strip()} ").strip()


def _split(text: str) -> list[str]:
    """Return what stands between commas: not those within quotation marks, nor those of thousands beside others."""
    quoted = _WHOLE.sub(r'\g<before>"\g<item>"', text)
    if quoted.count('"') % 2 == 0 and re.search(r'(?:^|,)\s*"', quoted):
        with contextlib.suppress(csv.Error):
            return next(csv.reader([quoted], skipinitialspace=True), [])
    return re.split(r"(?<!\d),|,(?!\d{3}(?!\d))" if ", " in text else ",", text)


def _without(text: str, start: int, end: int) -> str:
    before, behind = text[:start].rstrip().rstrip(";"), text[end:]
    return f"{before}{';' if behind.strip() and not behind.startswith(NEW_LINE) else ''}{behind}"


def _lines(text: str, start: int, is_clause: Callable[[str], bool]) -> tuple[list[str], int]:
    """Return the lines below a list's head, until an empty one or a clause, and where they end."""
    items, end = list[str](), start
    for line in text[start:].removeprefix("\n").split("\n"):
        said = line.strip().rstrip(";").rstrip()
        if not said or (_CLAUSE.match(said) and is_clause(said)):
            break
        items.append(_item(line))
        end += len(line) + 1
    return items, min(end, len(text))


def _check_count(count: int) -> None:
    if count > MOST:
        raise Refused(f"That is {count:,} rows; one brief goes over {MOST} at most. Split the list.")


def rows_for(brief: Brief) -> tuple[Row, ...]:
    """Return the rows of a brief that goes over many.

    Raises:
        Refused: there is no file of rows with it, it holds none, or too many, or the rest is too long for so many.
    """
    rows = tuple(Row((("", item),)) for item in brief.each) if brief.each else _rows_of_file(brief)
    material = sum(len(source.text) for source in _others(brief))
    if material * len(rows) > COPIED:
        raise Refused(
            f"Each of the {len(rows)} rows would have {material:,} characters of other material. Bring less of it, or "
            f"fewer rows: {COPIED // len(rows):,} characters are the most here."
        )
    return rows


def _rows_of_file(brief: Brief) -> tuple[Row, ...]:
    """Return the rows of the one file of rows that a brief has.

    Raises:
        Refused: as `rows_for`.
    """
    files = [s for s in brief.sources if s.name.lower().endswith(KINDS)]
    if not files:
        others = [s for s in brief.sources if "." in s.name]
        raise Refused(WRONG_KIND.format(others[0].name) if others else NO_FILE)
    if len(files) > 1:
        raise Refused(SEVERAL)
    if files[0].unread:
        raise Refused(f"“{files[0].name}” could not be read: {files[0].unread}")
    if len(files[0].text) > LONGEST:
        raise Refused(f"“{files[0].name}” is too long to be read whole. Split it into smaller files.")
    rows = read_rows(files[0].text)
    if not rows:
        raise Refused(f"“{files[0].name}” has no rows below its first line, which names the columns.")
    _check_count(len(rows))
    return rows


def read_rows(text: str) -> tuple[Row, ...]:
    """Return the rows of a table as its reader wrote it: CSV, or a Markdown table of the first sheet.

    Raises:
        Refused: it has too many columns, or a cell that does not end.
    """
    text = text.lstrip("\ufeff\r\n ")
    table = _markdown(text.splitlines()) if text.startswith(("## ", "|")) else _csv(text)
    if not table:
        return ()
    if max(map(len, table)) > WIDEST:
        raise Refused(f"That list has more than {WIDEST} columns. Leave those that the tasks need.")
    names = [one_line(name)[:TITLE] for name in table[0]]
    rows = (tuple(zip(names, [*cells, *[""] * len(names)], strict=False)) for cells in table[1:])
    return tuple(Row(row) for row in rows if any(visible(value) for _, value in row))


def _markdown(lines: Sequence[str]) -> list[list[str]]:
    """Return the cells of the first table; what follows it, another sheet for example, is left."""
    table = list[list[str]]()
    for line in lines:
        if line.startswith("|"):
            cells = [c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", line.strip()[1:-1])]
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                table.append(cells)
        elif table:
            break
    return table


def _csv(text: str) -> list[list[str]]:
    """Return the cells of a CSV, by the separator under which most of its rows have as many cells as its first.

    Raises:
        Refused: a row has more cells than there are columns, or a cell is longer than a cell can be.
    """
    named = _SEPARATOR.match(text)  # as Excel writes it
    text = text[named.end() :] if named else text
    marks = [named["mark"]] if named else MARKS
    tables = [table for mark in marks if (table := _parted(text, mark)) is not None]
    if not tables:
        raise Refused(NO_END)
    table = max(tables, key=_even)
    too_long = next((n for n, row in enumerate(table, 1) if len(row) > len(table[0]) and any(row[len(table[0]) :])), 0)
    if too_long:
        raise Refused(MORE_CELLS.format(too_long, len(table[too_long - 1]), len(table[0])))
    return table


def _parted(text: str, mark: str) -> list[list[str]] | None:
    """Return the cells that a separator makes; None where one is longer than a cell can be."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        return [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    except csv.Error:
        return None


def _even(table: Sequence[Sequence[str]]) -> tuple[bool, float]:
    """Return how well a separator parts a table: whether it parts it at all, and the share of its rows that are as wide
    as the first."""
    width = len(table[0]) if table else 1
    even = sum(len(row) == width for row in table[:100])
    return width > 1 and even * 2 > len(table[:100]), even / max(1, len(table[:100])) if width > 1 else 0.0


def brief_of_row(brief: Brief, row: Row, number: int) -> Brief:
    """Return the brief of one row: the same words, with the row's columns as its material."""
    title = told_apart(brief.title, shortened(row.title, IN_TITLE))
    return replace(brief, title=title, sources=(*_others(brief), row.source(number)), each=None)


def _others(brief: Brief) -> tuple[Source, ...]:
    """Return the material that each row has beside its own."""
    return tuple(s for s in brief.sources if not s.name.lower().endswith(KINDS) or brief.each)
