"""What a colleague says while they work: that they can't do it, or who could."""

from storage.ledger import people
from storage.ledger.colleagues.asking import LONGEST
from storage.ledger.colleagues.workable import workable
from storage.ledger.core.ledger import Tx
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf import owed
from storage.ledger.work.asking_assigner import ask_assigner
from storage.ledger.work.closing import close_items
from storage.ledger.work.owing import REFUSES, check_worker
from storage.ledger.work.state import change_state
from storage.ledger.work.stopping import stop_work
from storage.rules.authority import Claim
from storage.rules.lifecycle import Event
from storage.rules.refusal import Refused
from storage.rules.values.attempt import AttemptState
from storage.rules.values.profile import Profile
from storage.rules.values.task import Task
from storage.rules.words import clean, visible


def decline(tx: Tx, claim: Claim, key: str, why: str, other: str = "", dedup: str | None = None) -> Task:
    """Give a task back to who assigned it, and return it.

    Args:
        other: a colleague who could do it.

    Raises:
        Refused: it is not theirs, or they don't say why.
        Duplicate: Slack sent this before.
    """
    target = workable(tx, claim, key).task
    if not visible(why):
        raise Refused("Say why: who asked reads it.")
    if other and people.look_up(tx, claim.team, other).refuses:
        raise Refused(REFUSES.format(other))
    tx.once(claim.team, dedup, key)
    said = clean(why).strip()[:LONGEST]
    stop_work(tx, target, AttemptState.DECLINED)
    change_state(tx, target, Event.DECLINE, claim.user, said[:300])
    close_items(tx, target, f"<@{claim.user}> gave it back.", claim.user)
    current = get_task(tx, target.team, target.id)
    ask_assigner(tx, current, said, other if other != claim.user else "")
    owed.redraw(tx, target.team, claim.user, [target.id])
    return current


def hand_to(
    tx: Tx, claim: Claim, key: str, other: str, why: str = "", dedup: str | None = None, profile: Profile | None = None
) -> Task:
    """Ask who assigned a task whether somebody else may do it; until then it stays where it is.

    Raises:
        Refused: it is not theirs, or the other one can't take it.
        Duplicate: Slack sent this before.
    """
    target = workable(tx, claim, key).task
    if other == claim.user:
        raise Refused(f"You have {target.name} already: name somebody else.")
    check_worker(tx, claim.team, other, by=claim.user, reviewer=target.reviewer, profile=profile)
    tx.once(claim.team, dedup, key)
    said = f" {clean(why).strip()[:LONGEST]}" if visible(why) else ""
    ask_assigner(tx, target, f"<@{claim.user}> asks you to give it to <@{other}>.{said}", other)
    return target
