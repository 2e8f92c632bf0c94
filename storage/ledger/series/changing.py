"""A series is changed, if nobody was first."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.series.briefs import brief_as_json
from storage.rules.refusal import Stale
from storage.rules.values.brief import Brief
from storage.rules.values.series import Series, SeriesState
from storage.tables import series


def change(tx: Tx, the_series: Series, *, was: Sequence[SeriesState] = (), **values: Any) -> None:
    """Change a series, if its state is still what it was read as.

    Args:
        was: the states in which it may be changed, where it is not the one of `the_series` alone.

    Raises:
        Stale: someone else was first.
    """
    mine = (
        series.c.team == the_series.team,
        series.c.id == the_series.id,
        series.c.state.in_(was or (the_series.state,)),
    )
    if tx.conn.execute(sa.update(series).where(*mine).values(changed_at=tx.now, **values)).rowcount != 1:
        raise Stale(f"{the_series.name} has changed meanwhile.")


def rewrite(tx: Tx, the_series: Series, brief: Brief) -> None:
    """Replace the brief of a series; tasks that it has made keep theirs."""
    change(tx, the_series, brief=brief_as_json(brief, brief.reviewer or the_series.reviewer), title=brief.title)
