"""Who decides on what a series makes left: somebody else decides from then on, and it goes on."""

from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Tx
from storage.rules.authority import Subject
from storage.rules.happenings import Happening
from storage.rules.values.series import SeriesState
from storage.rules.values.task import name_of
from storage.tables import series


def pass_series_on(tx: Tx, team: str, user: str, why: str) -> dict[str, list[str]]:
    """Let who assigned a series, or an administrator, decide on what it makes from now on in the place of somebody who
    can't; return the names of the series by who decides now. It stays where there is nobody.

    Args:
        why: for the history.
    """
    open_ones = series.c.team == team, series.c.state != str(SeriesState.STOPPED)
    columns = series.c.id, series.c.number, series.c.assigner, series.c.brief
    given = dict[str, list[str]]()
    for row in tx.conn.execute(sa.select(*columns).where(*open_ones).order_by(series.c.id)).all():
        heir = _heir(tx, team, row, user) if row.brief.get("reviewer") == user else None
        if heir is not None:
            mine = series.c.team == team, series.c.id == row.id
            tx.conn.execute(sa.update(series).where(*mine).values(brief={**row.brief, "reviewer": heir}))
            tx.note(team, heir, Happening.TAKE_OVER, name_of(row.number, 0), why=why)
            given.setdefault(heir, []).append(name_of(row.number, 0))
    return given


def _heir(tx: Tx, team: str, row: Any, user: str) -> str | None:
    """Return who is to decide: a full member; under four eyes not who assigned it."""
    for one in (row.assigner, *sorted(tx.terms.policy.admins)):
        person = people.find(tx, team, one)
        outside = person.actor.outside if person else Subject.NOT_KNOWN
        own = one == row.assigner and tx.terms.policy.four_eyes
        if one != user and not own and outside in (None, Subject.NOT_KNOWN):
            return str(one)
    return None
