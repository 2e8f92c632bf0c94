"""Arithmetic on a table: totals, the highest and the lowest, what stands out, what changed."""

import re
import statistics
from collections.abc import Sequence
from itertools import pairwise

from agents.offline.arranged import Arranged, Question
from agents.offline.by_date import order
from agents.offline.column import Column, show
from agents.offline.columns import body, columns
from agents.offline.figures import numbers
from agents.offline.groups import Sums, sums, wanted
from agents.offline.left_out import told
from agents.offline.markdown import bullets, sections, tables
from agents.offline.material.material import Material
from agents.offline.parts import not_done, of_all
from agents.offline.periods import SPANS, period
from agents.offline.remarks.terms import terms
from agents.offline.table_goal import as_it_came, understood
from agents.offline.tables.of_words import DATE
from agents.offline.tables.table import Table
from storage.rules.dates_in_text import days
from storage.rules.values.draft import COMPARE
from storage.rules.words import many

_ADDED = re.compile(r"\b(?:sums?|totals?|add(?:ed)? up|figures?|numbers?|averages?|means?|how (?:much|many))\b", re.I)
_IN_TIME = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|Q[1-4]\b|(?:week|w|kw|day|month)\s?\d|(?:19|20)\d\d\b|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.I,
)
_TOTALLED = re.compile(r"\b(?:totals?|totale|totali|sums?|somm[ae]|summen?|gesamt\w*|totaux|totales|suma)\b", re.I)
_AMOUNT = re.compile(
    r"\b(?:qty|quantity|quantities|units?|pieces|menge|anzahl|stück(?:zahl)?|quantità|pezzi|quantités?|cantidad)\b",
    re.I,
)
_AVERAGED = re.compile(r"\b(?:averages?|means?|medi[ae]|durchschnitt|mittelwert|moyennes?|promedio)\b", re.I)
MOST = 6  # groups in a summary
HALF = 6  # months back, and a new year begins
ENOUGH = 5  # numbers of a column that an outlier can be told from


Found = Sequence[tuple[Table, Sequence[Column]]]


@of_all
def sheet(goal: str, material: Material) -> Arranged | Question:
    """Arrange a table with what its figures say: totals, averages, extremes, groups; ask when there is no table."""
    if not material.tables:
        return Question(
            "Which table should it be made from? In what came with it I find no rows. Paste it, one row a line with "
            "commas between the cells, or give me a file (CSV or Excel).",
            "There is no table in the material.",
        )
    by = wanted(goal)
    added, averaged = _TOTALLED.search(goal) is not None, _AVERAGED.search(goal) is not None
    amounts = next((name for t in material.tables for name in t.header if _AMOUNT.search(name)), "")
    found = [(t, columns(t, added and not amounts)) for t in material.tables]
    if not understood(goal, material.tables, also=by) or _is_ratio(by, found):
        return shown(goal, material)
    groups = [(cs, _groups(t, cs, by)) for t, cs in found] if by else []
    every = [c for _, each in found for c in each]
    made = sections(
        (f"Per {by}", [line for cs, sums in groups if sums for line in _told(cs, sums)]),
        ("What the figures say", [line for c in every for line in findings(c, not by and _in_time(c), averaged)]),
        ("Notes", bullets(material.remarks)),
        ("The table", tables(material.tables)),
    )
    missing = ["I found no column of numbers to add up."] if not every and (by or _ADDED.search(goal)) else []
    missing += [_ungrouped(by, every)] if every and any(sums is None for _, sums in groups) else []
    missing += [f"{c.name}: {_mixed(c)}." for c in every if c.mixed] + _unsummed(every, added, amounts)
    look = next((f"{_doubt(c)}." for c in every if c.doubtful), "")
    exact = not look and not material.remarks
    uncounted = tuple(f"{COMPARE}: {c.name} has no number in {_left_out(c)}." for c in every if c.left_out)
    short = _summary(found, by, groups, averaged)
    return Arranged(
        sections=made, summary=short, missing=tuple(missing), look_first=look, remarks=uncounted, exact=exact
    )


def _is_ratio(by: str, finding: Found) -> bool:
    """Whether what is asked for is divided by another figure (“price per seat”)."""
    return by != "" and any(set(terms(by)) & set(terms(c.name)) for _, each in finding for c in each)


def _unsummed(every: Sequence[Column], added: bool, amounts: str) -> list[str]:
    """The columns that mean nothing in sum, where one is asked for: alone, or beside numbers of pieces."""
    if added and amounts:
        why = f"not added up beside {amounts}: a price times its {amounts} needs a language model."
        return [f"{c.name}: {why}" for c in every if c.priced]
    if not added or any(c.summed for c in every):
        return []
    return [f"{c.name}: not added up, its rows have no sum." for c in every if not c.mixed]


def shown(goal: str, material: Material) -> Arranged:
    """Return the tables as they came, for a goal that is not fully understood."""
    made = sections(("Notes", bullets(material.remarks)), ("The table", tables(material.tables)))
    return Arranged(sections=made, summary=as_it_came(goal, material.tables), missing=(not_done(goal),))


def _summary(finding: Found, by: str, groups: Sequence[tuple[Sequence[Column], Sums | None]], averaged: bool) -> str:
    rows = sum(len(body(table)) for table, _ in finding)
    each = [_short(columns, sums) for columns, sums in groups if sums]
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


def _ungrouped(by: str, every: Sequence[Column]) -> str:
    if not any(c.summed for c in every):
        return f"Not summed per {by}: no column can be added up."
    if by in SPANS:
        return f"Not summed per {by}: no column has a date in each row that names its {by}."
    return f"Not summed per {by}: no column is called “{by}”. Give the table a first row with the names of its columns."


def _groups(table: Table, columns: Sequence[Column], by: str) -> Sums | None:
    return sums(table, body(table), by, [c.at for c in columns if c.summed])


def _told(columns: Sequence[Column], groups: Sums) -> list[str]:
    """A line for each group."""
    summed = [c for c in columns if c.summed]
    alone = len(summed) == 1
    return [
        f"- **{group}**: "
        + ", ".join(("" if alone else f"{c.name} ") + c.show(round(v, 6)) for c, v in zip(summed, values, strict=True))
        for group, values in groups.items()
    ]


def _short(columns: Sequence[Column], groups: Sums) -> str:
    """The sums of the first column."""
    first = next(c for c in columns if c.summed)
    shown = [f"{group} {first.show(round(values[0], 6))}" for group, values in groups.items()]
    return ", ".join(shown[:MOST]) + (f" and {len(shown) - MOST} more" if len(shown) > MOST else "")


def findings(column: Column, in_time: bool, averaged: bool) -> list[str]:
    """Return what code alone can say about a column."""
    gaps = [f"  - Left out, without a number: {_left_out(column)}"] if column.left_out else []
    read = [f"  - {_doubt(column)}"] if column.doubtful else []
    if column.mixed:
        return [f"- **{column.name}**: {_mixed(column)}", *gaps, *read]
    high, low = max(column.values), min(column.values)
    ends = f"highest {column.show(high[0])} ({high[1]}), lowest {column.show(low[0])} ({low[1]})"
    lines = [f"- **{column.name}**: {', '.join(_middle(column, averaged))}; {ends}"]
    if in_time and len(column.values) > 2:
        lines.append(f"  - {_change(column)}")
    odd = ", ".join(f"{column.show(v)} ({n})" for v, n in outliers(column))
    lines += [f"  - Stands out: {odd}"] if odd else []
    return [*lines, *_own_total(column), *gaps, *read]


def _middle(column: Column, averaged: bool) -> list[str]:
    """The total and the mean, as far as they mean something."""
    told = [f"total {column.show(_total(column))}"] if column.summed else []
    return [*told, f"mean of the rows {_mean(column)} (not weighted)"] if averaged or not told else told


def _own_total(column: Column) -> list[str]:
    """Where the rows do not add up to the total that the table has."""
    total = _total(column)
    if not column.summed or column.total is None or abs(column.total - total) <= 0.005:
        return []
    return [f"  - The table's own total is {column.show(column.total)}; the rows add up to {column.show(total)}"]


def _total(column: Column) -> float:
    return round(sum(v for v, _ in column.values), 6)


def _mean(column: Column) -> str:
    return column.show(statistics.mean(v for v, _ in column.values))


def _mixed(column: Column) -> str:
    return f"in {' and '.join(column.units)}, so neither added nor averaged"


def _left_out(column: Column) -> str:
    return told(column.left_out)


def _doubt(column: Column) -> str:
    (value,) = numbers([column.doubtful])
    return f"“{column.doubtful}” is read as {show(value or 0)}, with a mark of thousands"


def outliers(column: Column) -> list[tuple[float, str]]:
    """Return the values far outside the middle half (Tukey's fences), with their labels; none for few numbers."""
    values = [v for v, _ in column.values]
    if len(values) < ENOUGH:
        return []
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    reach = 1.5 * (high - low)
    return [(v, n) for v, n in column.values if v < low - reach or v > high + reach]


def headline(column: Column, averaged: bool) -> str:
    """Return the most important thing to know about a column."""
    without = f", without {_left_out(column)}" if column.left_out else ""
    if column.mixed:
        return f"{column.name}: {_mixed(column)}{without}"
    high = max(column.values)
    if averaged:
        return f"{column.name}: mean of the rows {_mean(column)}{without}"
    if column.summed:
        return f"{column.name}: {column.show(_total(column))} in total, most in {high[1]}{without}"
    return f"{column.name}: highest in {high[1]} ({column.show(high[0])}){without}"


def _change(column: Column) -> str:
    """From the first row to the last: of a percentage in points."""
    (first, began), (last, ended) = column.values[0], column.values[-1]
    words = f"{began} to {ended}: {column.show(first)} to {column.show(last)}"
    if column.percent:
        return f"{words} ({last - first:+.1f} points)"
    return f"{words} ({(last / first - 1) * 100:+.0f} %)" if first > 0 else words


def _in_time(column: Column) -> bool:
    """Whether the rows follow one another in time, so that a change from the first to the last means something."""
    labels = [label for _, label in column.values]
    if not all(map(_IN_TIME.match, labels)) or len(set(labels)) < len(labels):
        return False
    known = [p for p in map(period, labels) if p is not None]
    if len(known) < len(labels):
        return True
    at = [(p.year, p.month, p.day) for p in known]
    turns = [(earlier, later) for earlier, later in pairwise(at) if later <= earlier]
    new_year = len(turns) == 1 and not any(p.year for p in known) and turns[0][0][1] - turns[0][1][1] >= HALF
    return not turns or (new_year and at[-1] < at[0])
