"""Give to someone: an item and its task get another reviewer; who never used Sluice is asked first."""

from typing import Any

from storage.ledger import access
from storage.ledger.core.ledger import Duplicate, Read, Tx
from storage.ledger.decisions.deciding import Click
from storage.ledger.decisions.putting_off import check_waits
from storage.ledger.messages import keeping, proposals
from storage.ledger.messages.clicked import check_place
from storage.ledger.messages.posting import put_post
from storage.ledger.messages.shown import digests_of, touch
from storage.ledger.rows import find_item
from storage.ledger.shelf.given import bring_given
from storage.ledger.work import newcomers
from storage.ledger.work.deciders import check_decider
from storage.ledger.work.owing import OWN_WORK, tell
from storage.ledger.work.passing_on import give_review
from storage.rules.authority import FOUR_EYES, UNKNOWN, Action, Claim
from storage.rules.happenings import Happening
from storage.rules.pages.cards import Given, Invitation
from storage.rules.people import Person
from storage.rules.posts import PostKind
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.item import Item
from storage.rules.values.profile import Profile
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
    item, _ = access.bare_item(tx, claim, Action.MOVE, click.key)
    shown = digests_of(tx, claim.team, item.id)
    check_place(tx, item, shown, click.place)
    check_waits(item)
    _check_own(item)
    decider = check_decider(tx, claim, to, profile, PICK)
    _check_pair(tx, item.task, decider)
    tx.once(claim.team, click.dedup, click.key)
    if newcomers.has_used(tx, decider):
        _hand(tx, item, decider, claim.user, note)
        return Given(task=item.task, to=to, asked=False)
    _ask(tx, item, decider, claim.user, note)
    touch(tx, item, shown)
    return Given(task=item.task, to=to, asked=True)


def _check_own(item: Item) -> None:
    if item.stands_for:
        raise Refused(STANDS_IN.format(item.stands_for))
    if item.reviewer != item.task.reviewer:
        raise Refused(OF_ASSIGNER.format(item.task.name))


def _check_pair(read: Read, task: Task, decider: Person) -> None:
    worker = task.brief.worker
    if worker.is_person and worker.name == decider.user:
        raise Refused(OWN_WORK.format(f"<@{decider.user}>"))
    if read.terms.policy.four_eyes and task.assigner == decider.user:
        raise Refused(FOUR_EYES, Reason.FOUR_EYES)


def _hand(tx: Tx, item: Item, decider: Person, by: str, note: str) -> None:
    give_review(tx, item.task, decider.user, by, note.strip())
    bring_given(tx, decider, item.task, item.id)


def _ask(tx: Tx, item: Item, decider: Person, by: str, note: str) -> None:
    """
    Raises:
        Refused: they were asked before.
    """
    key = _key(item, decider.user)
    try:
        tx.once(item.task.team, key, kept={"item": item.key, "by": by, "user": decider.user, "note": note.strip()})
    except Duplicate:
        raise Refused(f"<@{decider.user}> was asked already whether they decide on {item.task.name}.") from None
    newcomers.introduce(tx, item.task.team, decider.user)
    put_post(tx, item.task.team, PostKind.INVITATION, key, owner=decider.user)
    tx.note(item.task.team, by, Happening.INVITATION, item.task.name, became=f"<@{decider.user}>", why=note.strip())


def _key(item: Item, user: str) -> str:
    return f"offer:{item.key}:{user}"


def invitation(read: Read, team: str, key: str) -> Invitation | None:
    """Return a question whether somebody decides; None where it is not kept any more."""
    kept = keeping.kept(read, team, key)
    item = find_item(read, team, str(kept["item"])) if kept else None
    if kept is None or item is None:
        return None
    state = proposals.proposal_outcome(read, team, key)
    if state is None and not _is_open(item, kept):
        state = "gone"
    return Invitation(task=item.task, by=str(kept["by"]), note=str(kept["note"]), state=state or "")


def _is_open(item: Item, kept: dict[str, Any]) -> bool:
    return item.open and item.decision is None and item.reviewer == kept["by"] and not item.stands_for


def take(tx: Tx, claim: Claim, key: str, dedup: str | None = None) -> Task:
    """Take what one was asked to decide: from now on it is theirs.

    Args:
        key: of the item.

    Raises:
        Refused: they were not asked, or can't.
        Stale: it does not wait any more.
        Duplicate: Slack sent this before, or they said yes or no already.
    """
    item, kept = _offered(tx, claim, key)
    decider = check_decider(tx, Claim(str(kept["by"]), claim.team), claim.user, None, PICK)
    _check_pair(tx, item.task, decider)
    tx.once(claim.team, dedup, key)
    tx.once(claim.team, proposals.outcome_key(_key(item, claim.user)), "taken")
    newcomers.took(tx, claim.team, claim.user)
    _hand(tx, item, decider, str(kept["by"]), str(kept["note"]))
    return item.task


def decline(tx: Tx, claim: Claim, key: str, dedup: str | None = None) -> Task:
    """Say no to what one was asked to decide: who gave it is told, and it stays with them.

    Raises:
        Refused, Stale, Duplicate: as `take`.
    """
    item, kept = _offered(tx, claim, key)
    tx.once(claim.team, dedup, key)
    tx.once(claim.team, proposals.outcome_key(_key(item, claim.user)), "declined")
    tx.note(claim.team, claim.user, Happening.NOT_ME, item.task.name)
    text = f"<@{claim.user}> does not take {item.task.name}: it stays with you. Give it to somebody else, or decide."
    tell(tx, claim.team, str(kept["by"]), text)
    return item.task


def _offered(read: Read, claim: Claim, key: str) -> tuple[Item, dict[str, Any]]:
    """Return what a person was asked to decide, while it waits.

    Raises:
        Refused: they were not asked.
        Stale: it does not wait any more.
    """
    access.check(read, claim, Action.LOOK)
    item = find_item(read, claim.team, key)
    kept = keeping.kept(read, claim.team, _key(item, claim.user)) if item else None
    if item is None or kept is None:
        raise Refused(UNKNOWN, Reason.UNKNOWN)
    if not _is_open(item, kept):
        raise Stale(f"{item.task.name} does not wait any more: nothing is left for you to do.")
    return item, kept
