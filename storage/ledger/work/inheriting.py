"""What somebody who left had assigned goes to who decides on it: else it would wait for them, or be sent to nobody."""

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Tx
from storage.ledger.index import renew_words
from storage.ledger.moved_zone import move_runs
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.shelf import owed
from storage.ledger.work.series_reviewers import open_series
from storage.rules.happenings import Happening
from storage.rules.lifecycle import CLOSED
from storage.rules.values.task import Task, name_of
from storage.tables import series, task


def inherit(tx: Tx, team: str, user: str) -> dict[str, list[Task]]:
    """Give the open tasks that a person assigned to who decides on them, or to an administrator where that has to be
    somebody else; return them by who has them now. A task stays where there is nobody."""
    mine = task.c.team == team, task.c.assigner == user, task.c.state.not_in(CLOSED)
    given = dict[str, list[Task]]()
    for target in map(task_of, tx.conn.execute(tasks().where(*mine).order_by(task.c.id)).all()):
        heir = _heir(tx, team, target.reviewer, user)
        if heir is not None:
            of_task = task.c.team == team, task.c.id == target.id
            tx.conn.execute(sa.update(task).where(*of_task).values(assigner=heir, version=task.c.version + 1))
            renew_words(tx, team, target.id)
            tx.note(team, heir, Happening.INHERIT, target.name, was=user)
            if target.brief.worker.is_person:
                owed.redraw(tx, team, target.brief.worker.name, [target.id])
            given.setdefault(heir, []).append(target)
    return given


def inherit_series(tx: Tx, team: str, user: str) -> dict[str, list[str]]:
    """Give what a person assigned to come again, and lists that are not all begun, to who decides on them, as their
    tasks; return the names by who has them now. The next run comes at the same time where that person is."""
    given = dict[str, list[str]]()
    before = people.look_up(tx, team, user).zone or tx.terms.zone
    for row in open_series(tx, team):
        heir = _heir(tx, team, str(row.brief.get("reviewer") or ""), user) if row.assigner == user else None
        if heir is not None:
            now = people.look_up(tx, team, heir).zone or tx.terms.zone
            move_runs(tx, team, user, before=before, now=now, only=row.id)
            mine = series.c.team == team, series.c.id == row.id
            tx.conn.execute(sa.update(series).where(*mine).values(assigner=heir))
            name = name_of(row.number, 0)
            tx.note(team, heir, Happening.INHERIT, name, was=user)
            given.setdefault(heir, []).append(name)
    return given


def _heir(tx: Tx, team: str, reviewer: str, before: str) -> str | None:
    """Return who is to own a thing now, a full member; under four eyes that is not who decides on it."""
    four_eyes = tx.terms.policy.four_eyes
    for user in (reviewer, *sorted(tx.terms.policy.admins)):
        person = people.find(tx, team, user)
        fits = person is not None and person.actor.outside is None and user != before
        if fits and not (four_eyes and user == reviewer):
            return user
    return None
