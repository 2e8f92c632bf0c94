"""The question to who assigned a task what becomes of it: its colleague can't do it, is late or is gone."""

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.redraws import redraw
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.shelf.waiting import live_decision
from storage.rules.authority import Subject
from storage.rules.gone import LEFT, NO_MEMBER, TAKES_NONE
from storage.rules.happenings import Happening
from storage.rules.values.ask import Kind
from storage.rules.values.item import Remedy
from storage.rules.values.task import Task
from storage.tables import item

WORDS_OF_PROBLEM = 20  # that it takes to read


def ask_assigner(tx: Tx, target: Task, why: str, other: str = "") -> str:
    """Ask who assigned a task what becomes of it, and return the item's key. What was asked of it before, and is not
    decided, is asked no more: one card at a time, with the newest reason.

    Args:
        other: the colleague who could do it instead.
    """
    _take_back(tx, target)
    heir = assigner_or_reviewer(tx, target)
    asked = Shelved(
        kind=Kind.PROBLEM, words=WORDS_OF_PROBLEM, problem=why, remedy=Remedy.WORKER, reviewer=heir, named=other
    )
    key = shelve(tx, target, asked)
    tx.note(target.team, target.brief.worker.name, Happening.PROBLEM, target.name, why=why)
    return key


def is_asked(read: Read, target: Task, why: str = "") -> bool:
    """Tell whether it is asked already who shall work on a task.

    Args:
        why: the reason, also where it is decided and has no effect yet; '' for any that is undecided.
    """
    mine = item.c.team == target.team, *_questions(target)
    asked = sa.select(item.c.id).where(*mine, item.c.problem == why if why else ~live_decision())
    return read.conn.execute(asked.limit(1)).first() is not None


def _questions(target: Task) -> tuple[sa.ColumnElement[bool], ...]:
    return item.c.task_id == target.id, item.c.closed_at.is_(None), item.c.remedy == str(Remedy.WORKER)


def _take_back(tx: Tx, target: Task) -> None:
    _close(tx, item.c.team == target.team, *_questions(target))


def take_back_all(tx: Tx, team: str, why: str) -> set[str]:
    """Take back what was asked for a reason that does not hold any more, where nobody has decided on it; return whose
    shelves have room by that."""
    asked = item.c.closed_at.is_(None), item.c.remedy == str(Remedy.WORKER), item.c.problem == why
    return _close(tx, item.c.team == team, *asked)


def _close(tx: Tx, team: sa.ColumnElement[bool], *which: sa.ColumnElement[bool]) -> set[str]:
    undecided = sa.update(item).where(team, *which, ~live_decision())
    whose = item.c.id, item.c.team, item.c.reviewer, item.c.stands_for
    rows = tx.conn.execute(undecided.values(closed_at=tx.now, version=item.c.version + 1).returning(*whose)).all()
    for row in rows:
        redraw(tx, row.team, row.id)
    return {row.stands_for or row.reviewer for row in rows}


def assigner_or_reviewer(read: Read, target: Task) -> str:
    """Return who decides who works on a task: who assigned it; who decides on it where that person is gone."""
    stays = people.may_be_member(read, target.team, target.assigner)
    return target.assigner if stays else target.reviewer


def why_gone(read: Read, target: Task) -> str:
    """Return why the colleague of a task can't work on it any more; '' where they can, and for agents."""
    worker = target.brief.worker
    return why_outside(read, target.team, worker.name) if worker.is_person else ""


def why_no_work(read: Read, team: str, user: str, by: str) -> str:
    """Return why a colleague can't be given anything new; '' where they can.

    Args:
        by: who asks them; what they ask of themselves they never refuse.
    """
    person = people.find(read, team, user)
    if person is not None and person.refuses and user != by:
        return f"<@{user}> {TAKES_NONE}."
    return why_outside(read, team, user)


def why_outside(read: Read, team: str, user: str) -> str:
    """Return why somebody takes no part any more; '' for a full member, and for who will perhaps be known as one."""
    person = people.find(read, team, user)
    if person is None or person.actor.may_be_member:
        return ""
    return f"<@{user}> {LEFT if person.actor.outside is Subject.DEACTIVATED else NO_MEMBER}."
