"""Until when a colleague is busy, told to who assigned them a task."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Tx
from storage.ledger.messages.redraws import redraw
from storage.ledger.work.owing import tell
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.refusal import Refused
from storage.rules.values.item import Remedy
from storage.rules.values.task import Task
from storage.rules.values.worker import WorkerKind
from storage.tables import item, person, task

FAR = timedelta(days=300)  # a date so far ahead is told with its year


def be_busy(tx: Tx, claim: Claim, key: str, until: datetime) -> Task:
    """Keep until when a person is busy, and tell who assigned them this task.

    Raises:
        Refused: the task is not theirs, or the time has passed.
    """
    target = access.task(tx, claim, Action.WORK, key=key)
    if until <= tx.now:
        raise Refused("That time has passed. For example: Monday 9:00")
    mine = person.c.team == claim.team, person.c.user == claim.user
    tx.conn.execute(sa.update(person).where(*mine).values(busy_until=until))
    tx.note(claim.team, claim.user, Happening.BUSY, target.name, became=until.isoformat())
    _redraw_asked(tx, claim)
    if target.assigner != claim.user:
        asker = people.ensure(tx, claim.team, target.assigner)
        zone = asker.zone or tx.terms.zone
        tell(tx, claim.team, target.assigner, _busy(target, claim.user, until, zone, tx.now))
    return target


def _redraw_asked(tx: Tx, claim: Claim) -> None:
    """Redraw the cards that ask what becomes of a colleague's tasks: they tell until when the colleague is busy."""
    theirs = task.c.team == claim.team, task.c.worker_kind == str(WorkerKind.PERSON), task.c.worker == claim.user
    asked = item.c.team == claim.team, item.c.closed_at.is_(None), item.c.remedy == str(Remedy.WORKER)
    of_task = sa.and_(item.c.task_id == task.c.id, item.c.team == task.c.team)
    for item_id in tx.conn.execute(
        sa.select(item.c.id).join_from(task, item, of_task).where(*theirs, *asked)
    ).scalars():
        redraw(tx, claim.team, item_id)


def _busy(target: Task, user: str, until: datetime, zone: str, now: datetime) -> str:
    due = f", and it is due {_day(target.brief.due, zone, now)}" if target.brief.due else ""
    return f"<@{user}> is busy until {_day(until, zone, now)}. They have {target.name} from you{due}."


def _day(when: datetime, zone: str, now: datetime) -> str:
    local = when.astimezone(ZoneInfo(zone))
    year = f" {local.year}" if when - now > FAR else ""
    return f"{local:%a} {local.day} {local:%b}{year} {local.hour}:{local.minute:02}"
