"""Another worker or reviewer for a task, at any time."""

from storage.ledger import access, people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.work.asking_newcomers import check_agreed
from storage.ledger.work.making import reviewer_of
from storage.ledger.work.owing import OWN_WORK
from storage.ledger.work.passing_on import check_taker, give, give_review
from storage.rules.authority import Action, Claim
from storage.rules.offers import Offer, check
from storage.rules.refusal import Refused
from storage.rules.values.profile import Profile
from storage.rules.values.task import Task
from storage.rules.values.worker import Worker

CHOOSE_ANOTHER = "A second person must approve here: choose somebody who did not assign it."


def reassignable(read: Read, claim: Claim, key: str) -> Task:
    """Return a task that a person may give to another worker or reviewer.

    Raises:
        Refused: not theirs, or closed.
    """
    target = access.task(read, claim, Action.REASSIGN, key=key)
    check(Offer.GIVE, target)
    return target


def reassign(
    tx: Tx,
    claim: Claim,
    key: str,
    worker: Worker | None = None,
    reviewer: str = "",
    dedup: str | None = None,
    profile: Profile | None = None,
) -> Task:
    """Give a task to another worker, to another reviewer, or both; return it as it is then.

    Args:
        worker: None where it stays with who has it.
        reviewer: empty where the same person decides.
        profile: what Slack said just now of a colleague who was not known.

    Raises:
        Refused: not theirs, closed, or somebody can't take it.
        Duplicate: Slack sent this before.
    """
    target = reassignable(tx, claim, key)
    if worker is None and reviewer in ("", target.reviewer):
        raise Refused("Choose who should do it, or who should decide.")
    tx.once(claim.team, dedup, key)
    if reviewer not in ("", target.reviewer):
        decider = _decider(tx, target, reviewer, worker or target.brief.worker)
        target = give_review(tx, target, decider, claim.user)
    if worker is not None:
        check_taker(tx, target, worker, claim.user, profile)
        target = give(tx, target, worker, claim.user)
    return target


def _decider(tx: Tx, target: Task, reviewer: str, worker: Worker) -> str:
    """Return who is to decide.

    Raises:
        Refused: they can't.
    """
    owner = people.ensure(tx, target.team, target.assigner)
    try:
        decider = reviewer_of(tx, target.team, owner, reviewer)
        check_agreed(tx, owner, decider)
    except Refused as no:
        why = CHOOSE_ANOTHER if owner.user == reviewer else no.why
        raise Refused(why, no.reason, wrong="reviewer") from None
    if worker.is_person and worker.name == decider.user:
        raise Refused(OWN_WORK.format(f"<@{decider.user}>"), wrong="reviewer")
    return decider.user


def meet(tx: Tx, claim: Claim, user: str, profile: Profile) -> None:
    """Keep the profile of a colleague whom a person names for one of their tasks.

    Raises:
        Refused: the person may not assign anything.
    """
    access.check(tx, claim, Action.ASSIGN)
    people.get_to_know(tx, claim.team, user, profile)
