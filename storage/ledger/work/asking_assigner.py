"""The question to who assigned a task what becomes of it: its colleague can't do it, is late or is gone."""

from storage.ledger import people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.rules.authority import Subject
from storage.rules.happenings import Happening
from storage.rules.values.ask import Kind
from storage.rules.values.item import Remedy
from storage.rules.values.task import Task

LEFT = "is not in this workspace any more"
NO_MEMBER = "is no full member of this workspace"
WORDS_OF_PROBLEM = 20  # that it takes to read


def ask_assigner(tx: Tx, target: Task, why: str, other: str = "") -> str:
    """Ask who assigned a task what becomes of it, and return the item's key.

    Args:
        other: the colleague who could do it instead.
    """
    heir = assigner_or_reviewer(tx, target)
    asked = Shelved(
        kind=Kind.PROBLEM, words=WORDS_OF_PROBLEM, problem=why, remedy=Remedy.WORKER, reviewer=heir, named=other
    )
    key = shelve(tx, target, asked)
    tx.note(target.team, target.brief.worker.name, Happening.PROBLEM, target.name, why=why)
    return key


def assigner_or_reviewer(read: Read, target: Task) -> str:
    """Return who decides who works on a task: who assigned it; who decides on it where that person is gone."""
    owner = people.find(read, target.team, target.assigner)
    gone = owner is not None and owner.actor.outside not in (None, Subject.NOT_KNOWN)
    return target.reviewer if gone else target.assigner


def why_gone(read: Read, target: Task) -> str:
    """Return why the colleague of a task can't work on it any more; '' where they can, and for agents."""
    worker = target.brief.worker
    person = people.find(read, target.team, worker.name) if worker.is_person else None
    outside = person.actor.outside if person else None
    if outside in (None, Subject.NOT_KNOWN):
        return ""
    return f"<@{worker.name}> {LEFT if outside is Subject.DEACTIVATED else NO_MEMBER}."
