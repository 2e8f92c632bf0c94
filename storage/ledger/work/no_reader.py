"""What was to be sent to somebody whom Sluice forgets comes without them; where it was for them alone, to who assigned
it: never to a thread that others read."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from storage.ledger.codec.briefs import brief_json
from storage.ledger.core.ledger import Tx
from storage.ledger.messages.redraws import redraw_open
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.work.owing import tell
from storage.ledger.work.series_reviewers import briefs_of, keep_brief, open_series
from storage.rules.gone import DELETED
from storage.rules.lifecycle import CLOSED
from storage.rules.values.task import name_of
from storage.rules.words import listed
from storage.tables import task


def send_elsewhere(tx: Tx, team: str, user: str) -> None:
    """Take a person out of the places where open work is delivered, and tell who assigned it."""
    names = dict[str, list[str]]()
    query = tasks().where(task.c.team == team, task.c.state.not_in(CLOSED), task.c.assigner != user)
    for target in map(task_of, tx.conn.execute(query.order_by(task.c.id)).all()):
        if user in target.brief.to:
            left = replace(target.brief, to=_without(target.brief.to, user, target.assigner))
            mine = task.c.team == team, task.c.id == target.id
            tx.conn.execute(sa.update(task).where(*mine).values(brief=brief_json(left)))
            redraw_open(tx, team, [target.id])
            names.setdefault(target.assigner, []).append(target.name)
    for row in (row for row in open_series(tx, team) if row.assigner != user):
        meant = {column: brief for column, brief in briefs_of(row).items() if user in (brief.get("to") or ())}
        for column, brief in meant.items():
            keep_brief(tx, team, row, column, {**brief, "to": list(_without(brief["to"], user, row.assigner))})
        if meant:
            names.setdefault(row.assigner, []).append(f"{name_of(row.number, 0)} with all its tasks")
    for assigner, theirs in sorted(names.items()):
        tell(tx, team, assigner, f"{DELETED} What was to be sent to them comes without them: {listed(theirs)}.")


def _without(to: Sequence[str], user: str, assigner: str) -> tuple[str, ...]:
    return tuple(place for place in to if place != user) or (assigner,)
