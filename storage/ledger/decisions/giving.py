"""Give to someone: an item and its task get another reviewer; who never used Sluice is asked first."""

from typing import Any

from storage.ledger import access
from storage.ledger.core.ledger import Duplicate, Read, Tx
from storage.ledger.decisions.deciding import Click
from storage.ledger.decisions.putting_off import check_waits
from storage.ledger.messages import receiving
from storage.ledger.messages.posting import put_post
from storage.ledger.messages.shown import check_place, digests_of, touch
from storage.ledger.rows import find_item
from storage.ledger.shelf.shelving import bring_given
from storage.ledger.work import newcomers
from storage.ledger.work.deciders import check_decider
from storage.ledger.work.owing import OWN_WORK, tell
from storage.ledger.work.passing_on import give_review
from storage.rules.authority import FOUR_EYES, UNKNOWN, Action, Claim
from storage.rules.happenings import Happening
from storage.rules.pages.cards import Given, Offer
from storage.rules.people import Person, Profile
from storage.rules.posts import PostKind
from storage.rules.refusal import Refused, Stale
from storage.rules.values.item import Item
from storage.rules.values.task import Task

PICK = "Pick somebody from the list."
STANDS_IN = "You decide it in place of <@{}>: it stays with you until they are back."
OF_ASSIGNER = "It asks you as who assigned {}: Give to… on its card passes the task itself on."


def give(tx: Tx, claim: Claim, click: Click, to: str, note: str = "", profile: Profile | None = None) -> Given:
    """Give an item to somebody else to decide, with all that follows of its task; who is new is asked, and until they
    take it, it stays.

    Args:
        to: whom.
        note: a word to them.
        profile: what Slack said just now of somebody who was not known.

    Raises:
        Refused: not theirs to give, or somebody who can't take it.
        Stale: it is decided or closed.
        Duplicate: Slack sent this before.
    """
    found, _ = access.bare_item(tx, claim, Action.MOVE, click.key)
    shown = digests_of(tx, claim.team, found.id)
    check_place(tx, found, shown, click.place)
    check_waits(found)
    _check_own(found)
    decider = check_decider(tx, claim, to, profile, PICK)
    _check_pair(tx, found.task, decider)
    tx.once(claim.team, click.dedup, click.key)
    if newcomers.has_used(tx, decider):
        _hand(tx, found, decider, claim.user, note)
        return Given(task=found.task, to=to, asked=False)
    _ask(tx, found, decider, claim.user, note)
    touch(tx, found, shown)
    return Given(task=found.task, to=to, asked=True)


def _check_own(found: Item) -> None:
    if found.stands_for:
        raise Refused(STANDS_IN.format(found.stands_for))
    if found.reviewer != found.task.reviewer:
        raise Refused(OF_ASSIGNER.format(found.task.name))


def _check_pair(read: Read, found: Task, decider: Person) -> None:
    worker = found.brief.worker
    if worker.is_person and worker.name == decider.user:
        raise Refused(OWN_WORK.format(f"<@{decider.user}>"))
    if read.terms.policy.four_eyes and found.assigner == decider.user:
        raise Refused(FOUR_EYES)


def _hand(tx: Tx, found: Item, decider: Person, by: str, note: str) -> None:
    give_review(tx, found.task, decider.user, by, note.strip())
    bring_given(tx, decider, found.task, found.id)


def _ask(tx: Tx, found: Item, decider: Person, by: str, note: str) -> None:
    """
    Raises:
        Refused: they were asked before.
    """
    key = _key(found, decider.user)
    try:
        tx.once(found.task.team, key, kept={"item": found.key, "by": by, "user": decider.user, "note": note.strip()})
    except Duplicate:
        raise Refused(f"<@{decider.user}> was asked already whether they decide on {found.task.name}.") from None
    newcomers.introduce(tx, found.task.team, decider.user)
    put_post(tx, found.task.team, PostKind.OFFER, key, owner=decider.user)
    tx.note(found.task.team, by, Happening.OFFER, found.task.name, became=f"<@{decider.user}>", why=note.strip())


def _key(found: Item, user: str) -> str:
    return f"offer:{found.key}:{user}"


def offer(read: Read, team: str, key: str) -> Offer | None:
    """Return a question whether somebody decides; None where it is not kept any more."""
    kept = receiving.kept(read, team, key)
    found = find_item(read, team, str(kept["item"])) if kept else None
    if kept is None or found is None:
        return None
    state = receiving.proposal_outcome(read, team, key)
    if state is None and not _is_open(found, kept):
        state = "gone"
    return Offer(task=found.task, by=str(kept["by"]), note=str(kept["note"]), state=state or "")


def _is_open(found: Item, kept: dict[str, Any]) -> bool:
    return found.open and found.decision is None and found.reviewer == kept["by"] and not found.stands_for


def take(tx: Tx, claim: Claim, key: str, dedup: str | None = None) -> Task:
    """Take what one was asked to decide: from now on it is theirs.

    Args:
        key: of the item.

    Raises:
        Refused: they were not asked, or can't.
        Stale: it does not wait any more.
        Duplicate: Slack sent this before, or they said yes or no already.
    """
    found, kept = _offered(tx, claim, key)
    decider = check_decider(tx, Claim(str(kept["by"]), claim.team), claim.user, None, PICK)
    _check_pair(tx, found.task, decider)
    tx.once(claim.team, dedup, key)
    tx.once(claim.team, receiving.outcome_key(_key(found, claim.user)), "taken")
    newcomers.took(tx, claim.team, claim.user)
    _hand(tx, found, decider, str(kept["by"]), str(kept["note"]))
    return found.task


def decline(tx: Tx, claim: Claim, key: str, dedup: str | None = None) -> Task:
    """Say no to what one was asked to decide: who gave it is told, and it stays with them.

    Raises:
        Refused, Stale, Duplicate: as `take`.
    """
    found, kept = _offered(tx, claim, key)
    tx.once(claim.team, dedup, key)
    tx.once(claim.team, receiving.outcome_key(_key(found, claim.user)), "declined")
    tx.note(claim.team, claim.user, Happening.NOT_ME, found.task.name)
    text = f"<@{claim.user}> does not take {found.task.name}: it stays with you. Give it to somebody else, or decide."
    tell(tx, claim.team, str(kept["by"]), text)
    return found.task


def _offered(read: Read, claim: Claim, key: str) -> tuple[Item, dict[str, Any]]:
    """Return what a person was asked to decide, while it waits.

    Raises:
        Refused: they were not asked.
        Stale: it does not wait any more.
    """
    access.check(read, claim, Action.LOOK)
    found = find_item(read, claim.team, key)
    kept = receiving.kept(read, claim.team, _key(found, claim.user)) if found else None
    if found is None or kept is None:
        raise Refused(UNKNOWN)
    if not _is_open(found, kept):
        raise Stale(f"{found.task.name} does not wait any more: nothing is left for you to do.")
    return found, kept
