"""A person's figures as rows for a table's program: one for all, one for each week, stream and worker."""

import csv
import io
import json
from collections.abc import Mapping, Sequence

from storage.rules.figures import By, Facts, Figures, Outcome, Share, Spread, figures, split

Row = Mapping[str, str | int | float | None]
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # a cell that begins so is worked out by Excel and its like


def rows(facts: Facts) -> tuple[Row, ...]:
    """Return the rows of a sheet, each with the same columns. Times are in seconds; None where too few were counted."""
    groups = [(by, group) for by in By for group in split(facts, by)]
    parts = [_row(str(by), group.name, group.figures) for by, group in groups]
    return (_row("all", f"since {facts.first}", figures(facts)), *parts)


def _row(by: str, name: str, of: Figures) -> Row:
    return {
        "by": by,
        "name": name,
        "decided": of.decided,
        **{str(kind): of.outcomes.get(kind, 0) for kind in Outcome},
        **_share("approved_at_once", of.at_once),
        **_spread("ready_to_decided", of.wait),
        **_spread("attention", of.attention),
        **_spread("rounds", of.rounds),
        **_share("approved_though_in_doubt", of.overruled),
        **_share("sent_back_though_met", of.sent_back),
        "reopened": of.reopened,
        "waits_now": of.waits,
        "waits_oldest": _rounded(of.oldest),
        "waits_median": _rounded(of.age),
    }


def _share(name: str, of: Share) -> Row:
    return {name: of.part, f"{name}_of": of.of}


def _spread(name: str, of: Spread | None) -> Row:
    return {
        f"{name}_median": _rounded(of.middle) if of else None,
        f"{name}_p90": _rounded(of.most) if of else None,
        f"{name}_of": of.of if of else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def as_csv(sheet: Sequence[Row]) -> str:
    """Return rows as CSV with a line of titles; no cell of it is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(sheet[0])
    writer.writerows([harmless(value) for value in row.values()] for row in sheet)
    return text.getvalue()


def harmless(value: str | int | float | None) -> str | int | float | None:
    """Return a cell's value so that no program takes its text for a formula."""
    if not isinstance(value, str):
        return value
    line = "".join(" " if ord(letter) < 32 else letter for letter in value)
    return f"'{line}" if line.lstrip().startswith(FORMULA) else line


def as_json(sheet: Sequence[Row]) -> str:
    """Return rows as JSON: a list of objects."""
    return json.dumps([dict(row) for row in sheet], ensure_ascii=False, indent=1) + "\n"
