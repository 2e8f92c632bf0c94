"""The summary of a table: its rows, its groups, its figures or its dates."""

from collections.abc import Sequence

from agents.offline.by_date import order
from agents.offline.column import Column
from agents.offline.columns import body
from agents.offline.groups import Sums
from agents.offline.sheet.findings import headline
from agents.offline.sheet.per_group import short_groups
from agents.offline.tables.of_words import DATE
from agents.offline.tables.table import Table
from storage.rules.dates_in_text import days
from storage.rules.words import many

Found = Sequence[tuple[Table, Sequence[Column]]]


def summary_of(finding: Found, by: str, groups: Sequence[tuple[Sequence[Column], Sums | None]], averaged: bool) -> str:
    """Return the summary of the tables."""
    rows = sum(len(body(table)) for table, _ in finding)
    each = [short_groups(columns, sums) for columns, sums in groups if sums]
    per = [f"Per {by}: {'; '.join(each)}."] if each else []
    short = "; ".join(headline(c, averaged) for _, each in finding for c in each[:2])
    short = short or "; ".join(line for table, _ in finding for line in _dates(table))
    return " ".join([f"{many(rows, 'row')}.", *per, *([f"{short}."] if short else [])])


def _dates(table: Table) -> list[str]:
    """The first and the last day of each column of dates."""
    spans = list[str]()
    for at in range(len(table.rows[0])):
        known = [day for row in table.rows for day in days(row[at]) if len(row[at].split()) <= DATE]
        if len(known) * 2 >= len(table.rows) and len(known) > 1:
            ordered = sorted(known, key=order)
            spans.append(f"{table.name(at)}: {ordered[0].text} to {ordered[-1].text}")
    return spans
