"""A table with what its figures say: totals, the highest and the lowest, what stands out, what changed."""

import re
from collections.abc import Sequence

from agents.offline.arranged import Arranged, Question
from agents.offline.column import Column
from agents.offline.columns import columns
from agents.offline.groups import wanted
from agents.offline.markdown import bullets, sections, tables
from agents.offline.material.material import Material
from agents.offline.parts import not_done, of_all
from agents.offline.remarks.terms import terms
from agents.offline.sheet.figures import doubtful_value, mixed_units, rows_left_out
from agents.offline.sheet.findings import findings
from agents.offline.sheet.in_time import is_in_time
from agents.offline.sheet.per_group import groups_of, told_groups, ungrouped
from agents.offline.sheet.summary import Found, summary_of
from agents.offline.table_goal import as_it_came, understood
from storage.rules.values.draft import COMPARE

_ADDED = re.compile(r"\b(?:sums?|totals?|add(?:ed)? up|figures?|numbers?|averages?|means?|how (?:much|many))\b", re.I)
_TOTALLED = re.compile(r"\b(?:totals?|totale|totali|sums?|somm[ae]|summen?|gesamt\w*|totaux|totales|suma)\b", re.I)
_AMOUNT = re.compile(
    r"\b(?:qty|quantity|quantities|units?|pieces|menge|anzahl|stück(?:zahl)?|quantità|pezzi|quantités?|cantidad)\b",
    re.I,
)
_AVERAGED = re.compile(r"\b(?:averages?|means?|medi[ae]|durchschnitt|mittelwert|moyennes?|promedio)\b", re.I)


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
    groups = [(cs, groups_of(t, cs, by)) for t, cs in found] if by else []
    every = [c for _, each in found for c in each]
    made = sections(
        (f"Per {by}", [line for cs, sums in groups if sums for line in told_groups(cs, sums)]),
        ("What the figures say", [line for c in every for line in findings(c, not by and is_in_time(c), averaged)]),
        ("Notes", bullets(material.remarks)),
        ("The table", tables(material.tables)),
    )
    missing = ["I found no column of numbers to add up."] if not every and (by or _ADDED.search(goal)) else []
    missing += [ungrouped(by, every)] if every and any(sums is None for _, sums in groups) else []
    missing += [f"{c.name}: {mixed_units(c)}." for c in every if c.mixed] + _unsummed(every, added, amounts)
    look = next((f"{doubtful_value(c)}." for c in every if c.doubtful), "")
    exact = not look and not material.remarks
    uncounted = tuple(f"{COMPARE}: {c.name} has no number in {rows_left_out(c)}." for c in every if c.left_out)
    short = summary_of(found, by, groups, averaged)
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
