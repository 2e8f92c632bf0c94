"""A task that waits for room starts all the same: who decides on it says so, and a few above the limit are let in."""

from storage.ledger import access, people
from storage.ledger.core.ledger import Tx
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.tasks.receipts import renewed
from storage.ledger.work.gate import admit
from storage.ledger.work.starting import begin
from storage.ledger.work.steps import take_material
from storage.rules.authority import Action, Claim
from storage.rules.gate import URGENT_EXTRA, Cause
from storage.rules.happenings import Happening
from storage.rules.offers import Offer, check
from storage.rules.pages.receipts import Receipt
from storage.rules.refusal import Reason, Refused

NOT_THEIR_ROOM = "<@{}> decides on {}: only they say that it starts before there is room."
FULL = f"You have {URGENT_EXTRA} or more above your limit already: decide one first."


def start_anyway(tx: Tx, claim: Claim, key: str) -> Receipt:
    """Start a task that waits for its assigner's own decisions, and return its new receipt. It takes a place like any
    other, and is brought when it would be.

    Raises:
        Refused: somebody else decides on it, it waits for something else, or too many were started so.
    """
    target = access.task(tx, claim, Action.EDIT, key=key)
    check(Offer.START, target)
    if target.reviewer != claim.user:
        raise Refused(NOT_THEIR_ROOM.format(target.reviewer, target.name), Reason.STANDING)
    person = people.look_up(tx, claim.team, claim.user)
    agent = not target.brief.worker.is_person
    held = admit(tx, person, person, urgent=True, waits=target, agent=agent, stream=target.stream_id)
    if held is not None:
        raise Refused(FULL if held.cause is Cause.ROOM else held.why, Reason.STATE)
    begin(tx, take_material(tx, target))
    tx.note(claim.team, claim.user, Happening.START_ANYWAY, target.name)
    return renewed(tx, get_task(tx, target.team, target.id))
