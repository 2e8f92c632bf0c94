"""The answer of who was asked to decide on what a person assigns: from now on they do, or they don't."""

from dataclasses import replace

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.codec.briefs import brief_json
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions.handing import check_pair
from storage.ledger.decisions.open_items import open_items_of
from storage.ledger.messages import keeping, proposals
from storage.ledger.shelf.bringing_given import bring_given
from storage.ledger.work import newcomers
from storage.ledger.work.asking_newcomers import asked_key, question_key, waiting_for
from storage.ledger.work.deciders import check_oneself
from storage.ledger.work.owing import tell
from storage.ledger.work.passing_on import give_review
from storage.rules.authority import UNKNOWN, Action, Claim
from storage.rules.happenings import Happening
from storage.rules.people import Person
from storage.rules.refusal import Reason, Refused
from storage.rules.values.task import State, Task
from storage.rules.words import listed
from storage.tables import task

_ASKS = frozenset({State.READY, State.ASKING, State.FAILED})  # something of it is on a shelf


def asked_by(read: Read, claim: Claim, key: str) -> str:
    """Return who asked a person to decide on what they assign; '' where nobody did, under this key of a task."""
    kept = keeping.kept(read, claim.team, question_key(key, claim.user)) or {}
    return str(kept["by"]) if "task" in kept else ""


def agree(tx: Tx, claim: Claim, by: str, dedup: str | None = None) -> None:
    """Decide from now on what a person assigns with one's name: what they have assigned so far passes, but for what
    they have decided themselves.

    Raises:
        Refused: they can't decide, or were not asked.
        Duplicate: Slack sent this before, or they said yes or no already.
    """
    waiting = _waiting(tx, claim, by)
    decider = check_oneself(tx, claim)
    tx.once(claim.team, dedup, claim.user)
    tx.once(claim.team, proposals.outcome_key(asked_key(by, claim.user)), newcomers.TAKEN)
    newcomers.took(tx, claim.team, claim.user)
    for target in waiting:
        items = [item for item in open_items_of(tx, claim.team, target.id) if by in (item.reviewer, item.stands_for)]
        if (not items and target.state in _ASKS) or not _may(tx, target, decider):
            _settle(tx, target)  # it stays: decided and not undone, their own work by now, or under four eyes
            continue
        given = give_review(tx, target, claim.user, by)
        for item in items:
            bring_given(tx, decider, given, item.id)


def disagree(tx: Tx, claim: Claim, by: str, dedup: str | None = None) -> None:
    """Say that one does not decide what a person assigns: they are told, and it stays with them.

    Raises:
        Refused, Duplicate: as `agree`.
    """
    waiting = _waiting(tx, claim, by)
    tx.once(claim.team, dedup, claim.user)
    tx.once(claim.team, proposals.outcome_key(asked_key(by, claim.user)), newcomers.DECLINED)
    for target in waiting:
        tx.note(claim.team, claim.user, Happening.NOT_ME, target.name)
    names = listed([target.name for target in waiting])
    what = f"{names}: {'they stay' if waiting[1:] else 'it stays'} with you" if waiting else "what you assign"
    tell(tx, claim.team, by, f"<@{claim.user}> does not decide on {what}.")


def _waiting(read: Read, claim: Claim, by: str) -> list[Task]:
    """Return what waits for the answer: perhaps nothing just now, and the answer holds for what comes.

    Raises:
        Refused: they were not asked.
    """
    access.check(read, claim, Action.LOOK)
    if not by:
        raise Refused(UNKNOWN, Reason.UNKNOWN)
    return list(waiting_for(read, claim.team, by, claim.user))


def _may(read: Read, target: Task, decider: Person) -> bool:
    try:
        check_pair(read, target, decider)
    except Refused:
        return False
    return True


def _settle(tx: Tx, target: Task) -> None:
    """Note in a brief that nobody is asked any more who decides."""
    mine = task.c.team == target.team, task.c.id == target.id
    tx.conn.execute(sa.update(task).where(*mine).values(brief=brief_json(replace(target.brief, invited=""))))
