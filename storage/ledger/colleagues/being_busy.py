"""Until when a colleague is busy, told to who assigned them a task."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.redraws import redraw
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.work.owing import tell
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.lifecycle import RUNNING
from storage.rules.moment_words import dated
from storage.rules.refusal import Refused
from storage.rules.values.item import Remedy
from storage.rules.values.task import Task
from storage.rules.values.worker import WorkerKind
from storage.tables import item, person, task

NAMED = 3  # tasks


def be_busy(tx: Tx, claim: Claim, key: str, until: datetime, dedup: str | None = None) -> Task:
    """Keep until when a person is busy, and tell who assigned them this task.

    Raises:
        Refused: the task is not theirs, or the time has passed.
        Duplicate: Slack sent this before.
    """
    target = access.task(tx, claim, Action.WORK, key=key)
    if until <= tx.now:
        raise Refused("That time has passed. For example: Monday 9:00")
    tx.once(claim.team, dedup, key)
    mine = person.c.team == claim.team, person.c.user == claim.user
    was = people.ensure(tx, claim.team, claim.user).busy_until
    tx.conn.execute(sa.update(person).where(*mine).values(busy_until=until))
    tx.note(claim.team, claim.user, Happening.BUSY, target.name, became=until.isoformat())
    _redraw_asked(tx, claim)
    for assigner, some in _concerned(tx, claim, target, max(was or tx.now, tx.now), until).items():
        asker = people.ensure(tx, claim.team, assigner)
        zone = asker.zone or tx.terms.zone
        tell(tx, claim.team, assigner, _busy(some, claim.user, until, zone, tx.now))
    return target


def _concerned(read: Read, claim: Claim, target: Task, since: datetime, until: datetime) -> dict[str, list[Task]]:
    """Return whom it is told, each with the tasks that it concerns: the one that was named, and what is due meanwhile.

    Args:
        since: until when they were busy before: of what is due until then it was told.
    """
    theirs = task.c.team == claim.team, task.c.worker_kind == str(WorkerKind.PERSON), task.c.worker == claim.user
    meanwhile = task.c.state.in_(RUNNING), task.c.due_at > since, task.c.due_at <= until
    rows = read.conn.execute(tasks().where(*theirs, *meanwhile, task.c.id != target.id).order_by(task.c.id))
    concerned = dict[str, list[Task]]()
    for one in (target, *map(task_of, rows)):
        if one.assigner != claim.user:
            concerned.setdefault(one.assigner, []).append(one)
    return concerned


def _redraw_asked(tx: Tx, claim: Claim) -> None:
    """Redraw the cards that ask what becomes of a colleague's tasks: they tell until when the colleague is busy."""
    theirs = task.c.team == claim.team, task.c.worker_kind == str(WorkerKind.PERSON), task.c.worker == claim.user
    asked = item.c.team == claim.team, item.c.closed_at.is_(None), item.c.remedy == str(Remedy.WORKER)
    of_task = sa.and_(item.c.task_id == task.c.id, item.c.team == task.c.team)
    for item_id in tx.conn.execute(
        sa.select(item.c.id).join_from(task, item, of_task).where(*theirs, *asked)
    ).scalars():
        redraw(tx, claim.team, item_id)


def _busy(some: Sequence[Task], user: str, until: datetime, zone: str, now: datetime) -> str:
    """Return what who assigned some tasks is told."""
    dues = [dated(one.brief.due, now, zone) if one.brief.due else "" for one in some]
    if len(some) == 1:
        which = f"{some[0].name} from you{f', and it is due {dues[0]}' if dues[0] else ''}"
    else:
        named = [f"{one.name}{f' (due {due})' if due else ''}" for one, due in zip(some, dues, strict=True)]
        named = [*named[:NAMED], f"{len(named) - NAMED} more"] if len(named) > NAMED + 1 else named
        which = f"{', '.join(named[:-1])} and {named[-1]} from you"
    return f"<@{user}> is busy until {dated(until, now, zone)}. They have {which}."
