"""What a brief says of being done many times: a list taken out of it, and what that can't go together with."""

import re
from collections.abc import Sequence

from storage.rules.clauses import read_clause
from storage.rules.noted import Clauses, Known, Odd, Problem
from storage.rules.refusal import Refused
from storage.rules.rhythms import against
from storage.rules.rows_of import take_list
from storage.rules.values.brief import Brief

ONE_ROW = "I take it as one row. Write a comma in the place of “and” where it is two."
_TWO = re.compile(r"\S+ and \S+")
NO_CHAIN = "A list may be the first of two steps, and of no more: …; for each of: a, b; then analyst: …"
CHAIN_AGAIN = (
    "A chain can't come again by itself. Save it as a playbook, and run that with one command each time: "
    "`/sluice playbook save T-40 as NAME`"
)
ONE_VERSION = "A colleague makes one version: several side by side come from an agent. Leave “… versions” out."
NO_FLOW = "The rows of a list are decided together, and none goes on by itself. Leave “flow” out."
NOT_AFTER = "What comes again, or goes over a list, can't wait for another task. Leave “after …” out."


def begin_clauses(text: str, known: Known) -> tuple[str, Clauses]:
    """Return a brief without the list that it goes over, and its clauses, which hold the list."""
    clauses = Clauses()
    try:
        text, clauses.single["each"] = take_list(text, lambda line: read_clause(line, Clauses(), known))
        clauses.odd += _unclear(clauses.single["each"] or ())
    except Refused as refusal:
        clauses.problems.append(Problem(why=refusal.why, key="each"))
    return text, clauses


def _unclear(rows: Sequence[str]) -> list[Odd]:
    """Return the last row where it may be two: “Rome, Paris and Oslo”."""
    last = rows[-1] if len(rows) > 1 else ""
    two = _TWO.fullmatch(last) is not None and not any(" and " in row for row in rows[:-1])
    return [Odd(text=last, why=ONE_ROW)] if two else []


def check_together(clauses: Clauses, by_person: bool) -> None:
    """Note why a brief can't be done many times with what else it says, or by a colleague."""
    single = clauses.single
    if by_person and single.get("versions", 1) > 1:
        clauses.problems.append(Problem(why=ONE_VERSION, key="versions", wrong="versions"))
    if single.get("flows") and single.get("each") is not None:
        clauses.problems.append(Problem(why=NO_FLOW, key="flow", wrong="flow"))
    if why := against(single.get("again", ""), single.get("due"), single.get("each")):
        left_out = "by" if single.get("due") is not None else "again"
        clauses.problems.append(Problem(why=why, key="again", wrong=left_out))


def is_series(brief: Brief) -> bool:
    """Tell whether a brief, or a next step of it, makes more than one task of the same words."""
    return any(step.again or step.each is not None for step in (brief, *brief.then))


def against_steps(brief: Brief) -> str:
    """Return why the steps of a brief can't be made as a series; empty where they can."""
    if brief.then and any(step.again for step in (brief, *brief.then)):
        return CHAIN_AGAIN
    if any(step.each is not None for step in brief.then) or len(brief.then) > 1:
        return NO_CHAIN
    return NOT_AFTER if brief.after else ""
