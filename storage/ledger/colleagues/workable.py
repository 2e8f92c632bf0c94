"""A task that a colleague works on, as they see it."""

from typing import Any

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.shelf import owed
from storage.rules import offers
from storage.rules.authority import Action, Claim
from storage.rules.offers import Offer
from storage.rules.pages.owed import Owed
from storage.rules.refusal import Stale
from storage.rules.values.attempt import AttemptState
from storage.rules.values.task import Task
from storage.tables import attempt


def workable(read: Read, claim: Claim, key: str) -> Owed:
    """Return a task that a person works on, as they see it.

    Raises:
        Refused: somebody else works on it, or nobody does any more.
    """
    task = access.task(read, claim, Action.WORK, key=key)
    offers.check(Offer.WORK, task)
    return owed.of_task(read, task)


def live_attempt(read: Read, task: Task) -> Any:
    """Return the row of what a colleague works on.

    Raises:
        Stale: nobody works on it any more.
    """
    live = (
        attempt.c.team == task.team,
        attempt.c.task_id == task.id,
        attempt.c.state.in_((AttemptState.THEIRS, AttemptState.ASKING)),
    )
    row = read.conn.execute(sa.select(attempt).where(*live).order_by(attempt.c.id.desc()).limit(1)).first()
    if row is None:
        raise Stale(f"{task.name} has changed meanwhile.")
    return row
