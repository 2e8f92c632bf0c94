"""Who decides on what a series makes left: somebody else decides from then on, and it goes on."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read, Tx
from storage.rules.happenings import Happening
from storage.rules.values.series import SeriesKind, SeriesState
from storage.rules.values.task import name_of
from storage.tables import series


def pass_series_on(tx: Tx, team: str, user: str, why: str) -> dict[str, list[str]]:
    """Let who assigned a series, or an administrator, decide on what it makes from now on in the place of somebody who
    can't; return what they decide, by who decides now. It stays where there is nobody.

    Args:
        why: for the history.
    """
    given = dict[str, list[str]]()
    for row in open_series(tx, team):
        heirs = {
            column: heir
            for column, brief in briefs_of(row).items()
            if brief.get("reviewer") == user and (heir := _heir(tx, team, row.assigner, brief, user)) is not None
        }
        name = name_of(row.number, 0)
        for column, heir in heirs.items():
            keep_brief(tx, team, row, column, {**briefs_of(row)[column], "reviewer": heir})
            given.setdefault(heir, []).append(name if column == "brief" else f"what comes after {name}")
        for heir in dict.fromkeys(heirs.values()):
            tx.note(team, heir, Happening.TAKE_OVER, name, why=why)
    return given


def briefs_of(row: Any) -> dict[str, Mapping[str, Any]]:
    """Return the briefs that the row of a series keeps, by the column that has them: that of what it makes, and that of
    what comes after all rows of a list."""
    then = (row.rule or {}).get("then")
    return {"brief": row.brief, **({"rule": then} if then else {})}


def keep_brief(tx: Tx, team: str, row: Any, column: str, brief: Mapping[str, Any]) -> None:
    """Keep a changed brief of a series in its column."""
    value = brief if column == "brief" else {**row.rule, "then": brief}
    mine = series.c.team == team, series.c.id == row.id
    tx.conn.execute(sa.update(series).where(*mine).values({column: value}))


def people_of_series(read: Read, team: str) -> set[str]:
    """Return who assigned the open series of a workspace, and who decides on what they make."""
    return {
        str(user)
        for row in open_series(read, team)
        for user in (row.assigner, *(brief.get("reviewer") for brief in briefs_of(row).values()))
        if user
    }


def open_series(read: Read, team: str) -> Sequence[Any]:
    """Return the series that make anything more."""
    left = series.c.kind != str(SeriesKind.ROWS), series.c.runs < sa.func.json_array_length(series.c.rows)
    mine = series.c.team == team, series.c.state != str(SeriesState.STOPPED), sa.or_(*left)
    columns = series.c.id, series.c.number, series.c.assigner, series.c.brief, series.c.rule
    where = series.c.channel, series.c.thread
    return read.conn.execute(sa.select(*columns, *where).where(*mine).order_by(series.c.id)).all()


def _heir(tx: Tx, team: str, assigner: str, brief: Mapping[str, Any], user: str) -> str | None:
    """Return who is to decide: a full member, and not who works on it; under four eyes not who assigned it either."""
    for one in (assigner, *sorted(tx.terms.policy.admins)):
        own = one == assigner and tx.terms.policy.four_eyes
        if one not in (user, brief["worker"]["name"]) and not own and people.may_be_member(tx, team, one):
            return str(one)
    return None
