"""The word of a person that stops the agents of a task."""

from storage.ledger import access, people
from storage.ledger.core.ledger import Tx
from storage.ledger.messages.progress import redraw_progress
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.closing import close_items
from storage.ledger.work.gate import release
from storage.ledger.work.state import change_state
from storage.ledger.work.stopping import stop_work
from storage.rules.authority import Action, Claim
from storage.rules.lifecycle import Event
from storage.rules.offers import Offer, check
from storage.rules.values.ask import Kind
from storage.rules.values.attempt import AttemptState
from storage.rules.values.item import STOPPED
from storage.rules.values.task import Task


def stop(
    tx: Tx, claim: Claim, *, key: str | None = None, number: int | None = None, run: int = 0, dedup: str | None = None
) -> Task:
    """Stop the agents that work on a task, within a second; what was done is kept, and Retry goes on from there.

    Raises:
        Refused: not theirs, or nothing works on it.
        Duplicate: Slack sent this before.
    """
    target = access.task(tx, claim, Action.STOP, key=key, number=number, run=run)
    tx.once(claim.team, dedup, target.key)
    check(Offer.STOP, target)
    stop_work(tx, target, AttemptState.STOPPED)
    close_items(tx, target, f"<@{claim.user}> stopped it meanwhile.", claim.user)
    change_state(tx, target, Event.STOP, claim.user)
    current = get_task(tx, target.team, target.id)
    name = people.look_up(tx, target.team, claim.user).name  # a card shows this letter by letter
    why = f"{STOPPED}{f' by @{name}' if name else ''}. What was done is kept: Retry goes on from there."
    shelve(tx, current, Shelved(kind=Kind.PROBLEM, words=10, problem=why))
    release(tx, target.team, target.reviewer)
    redraw_progress(tx, current)
    return current
