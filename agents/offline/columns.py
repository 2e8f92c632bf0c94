"""The columns of numbers of a table."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.column import Column
from agents.offline.figures import doubtful, numbers, unit
from agents.offline.tables.table import Table

_TOTAL = re.compile(
    r"(?:(?:(?:grand|net|gross|overall) )?total(?:s| costs?| amount)?|sum total|gesamtsumme|gesamt(?:betrag|kosten)?|"
    r"insgesamt|totale(?: generale)?|total général|total general)(?: \(.{0,30}\)| \d{4})?\W*",
    re.I,
)
_TOTAL_AT_THE_END = re.compile(r"(?:sum|all|summe|somma|somme|suma)\W*", re.I)  # elsewhere a row may have that name
_OF_A_PART = re.compile(r"(?:sub-?\s?totals?|zwischensumme|sub-?totale|sous-total|subtotal)\b.*", re.I)
_NOT_COUNTED = re.compile(  # “Invoice number” names things, “Number of tickets” and “Invoice amount” count them
    r"(?:#|(?:\A|\b(?<!to ))(?:years?|id|no|nr|number|zip(?: code)?|phone|date|invoice|version)\b)\W*\Z|\A#", re.I
)
_AMOUNTS = re.compile(
    r"\b(?:amount|price|cost|rent|salary|revenue|sales|budget|total|fee|count|number of|hours?|users?|visits?|tickets?|"
    r"orders?|units?|umsatz|kosten|betrag|miete|gehalt|costi?|importo|affitto|montant|loyer|importe|coste?)s?\b",
    re.I,
)


def body(table: Table) -> list[tuple[str, ...]]:
    """Return the rows of a table without its rows of totals or subtotals."""
    return [row for n, row in enumerate(table.rows) if not _is_total(table, n) and not _is_named(row, _OF_A_PART)]


def _is_total(table: Table, number: int) -> bool:
    """Whether a row holds the totals of a table: it says so in any cell, or is the last one and names nothing."""
    row, last = table.rows[number], number == len(table.rows) - 1
    if _is_named(row, _TOTAL) or (last and _TOTAL_AT_THE_END.fullmatch(_bare(row[0])) is not None):
        return True
    words = [cell for cell, value in zip(row, numbers(row), strict=True) if value is None]
    return last and number > 1 and 0 < len(words) < len(row) and not any(map(_bare, words))


def _is_named(row: Sequence[str], name: re.Pattern[str]) -> bool:
    return any(name.fullmatch(_bare(cell)) for cell in row)


def _bare(cell: str) -> str:
    return cell.strip("*_ ")


def columns(table: Table, added: bool = False) -> list[Column]:
    """Return the columns of numbers; years, invoice numbers and the like do not count."""
    found = [c for at in range(1, len(table.rows[0])) if (c := _column(table, at, added)) is not None]
    alone = len(found) == 1 and not table.header
    return [replace(c, name="The numbers") for c in found] if alone else found


def _column(table: Table, at: int, added: bool) -> Column | None:
    rows, name = body(table), table.name(at)
    totals = next((r for n, r in enumerate(table.rows) if _is_total(table, n)), None)
    cells = [r[at] for r in (*rows, *([totals] if totals else []))]
    read = numbers(cells)
    known = [(v, r[0]) for r, v in zip(rows, read, strict=False) if v is not None]
    years = all(v == int(v) and 1900 <= v <= 2100 for v, _ in known) and not _AMOUNTS.search(name)
    years = years and all(c.strip().isdecimal() for c, v in zip(cells, read, strict=False) if v is not None)
    if not known or len(known) * 2 < len(rows) or _NOT_COUNTED.search(name) or years:
        return None
    units = tuple(dict.fromkeys(u for r, v in zip(rows, read, strict=False) if v is not None and (u := unit(r[at]))))
    left_out = tuple(f"{r[0]} ({r[at] or 'empty'})" for r, v in zip(rows, read, strict=False) if v is None)
    total = read[-1] if totals else None
    return Column(
        name=name,
        values=tuple(known),
        units=units,
        left_out=left_out,
        doubtful=doubtful(cells),
        total=total,
        at=at,
        added=added,
    )
