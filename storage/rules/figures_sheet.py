"""A person's figures as rows for a table's program: one for all, one for each week, stream and worker."""

from storage.rules.facts import Facts
from storage.rules.figures import By, Figures, figures, split
from storage.rules.outcomes import Outcome
from storage.rules.spreads import Share, Spread
from storage.rules.spreadsheet import Row


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
