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


def _row(by: str, name: str, figures: Figures) -> Row:
    return {
        "by": by,
        "name": name,
        "decided": figures.decided,
        **{str(kind): figures.outcomes.get(kind, 0) for kind in Outcome},
        **_share("approved_at_once", figures.at_once),
        **_spread("ready_to_decided", figures.wait),
        **_spread("attention", figures.attention),
        **_spread("rounds", figures.rounds),
        **_share("approved_though_in_doubt", figures.overruled),
        **_share("sent_back_though_met", figures.sent_back),
        "reopened": figures.reopened,
        "waits_now": figures.waits,
        "waits_oldest": _rounded(figures.oldest),
        "waits_median": _rounded(figures.age),
    }


def _share(name: str, share: Share) -> Row:
    return {name: share.part, f"{name}_of": share.of}


def _spread(name: str, spread: Spread | None) -> Row:
    return {
        f"{name}_median": _rounded(spread.middle) if spread else None,
        f"{name}_p90": _rounded(spread.most) if spread else None,
        f"{name}_of": spread.of if spread else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
