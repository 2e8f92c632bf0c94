"""The question whether somebody who never used Sluice decides."""

from typing import Any

from storage.ledger.core.ledger import Duplicate, Read, Tx
from storage.ledger.messages import keeping, proposals
from storage.ledger.messages.posting import put_post
from storage.ledger.rows.finding_items import find_item
from storage.ledger.rows.finding_tasks import find_task
from storage.ledger.work import newcomers
from storage.ledger.work.asking_newcomers import asked_key, offer_key, waiting_for
from storage.rules.happenings import Happening
from storage.rules.pages.giving import Invitation
from storage.rules.people import Person
from storage.rules.posts import PostKind
from storage.rules.refusal import Refused
from storage.rules.values.item import Item


def ask_newcomer(tx: Tx, item: Item, decider: Person, by: str, note: str) -> None:
    """Ask somebody who never used Sluice whether they decide on an item.

    Raises:
        Refused: they were asked before.
    """
    key = offer_key(item.key, decider.user)
    try:
        tx.once(item.task.team, key, kept={"item": item.key, "by": by, "user": decider.user, "note": note.strip()})
    except Duplicate:
        raise Refused(f"<@{decider.user}> was asked already whether they decide on {item.task.name}.") from None
    newcomers.introduce(tx, item.task.team, decider.user)
    put_post(tx, item.task.team, PostKind.INVITATION, key, owner=decider.user)
    tx.note(item.task.team, by, Happening.INVITATION, item.task.name, became=f"<@{decider.user}>", why=note.strip())


def invitation(read: Read, team: str, key: str) -> Invitation | None:
    """Return a question whether somebody decides; None where it is not kept any more."""
    kept = keeping.kept(read, team, key)
    if kept is None:
        return None
    return _of_assigner(read, team, kept) if "task" in kept else _of_item(read, team, key, kept)


def _of_item(read: Read, team: str, key: str, kept: dict[str, Any]) -> Invitation | None:
    item = find_item(read, team, str(kept["item"]))
    if item is None:
        return None
    state = proposals.proposal_outcome(read, team, key)
    if state is None and not is_offered(item, kept):
        state = "gone"
    return Invitation(task=item.task, by=str(kept["by"]), note=str(kept["note"]), state=state or "")


def _of_assigner(read: Read, team: str, kept: dict[str, Any]) -> Invitation | None:
    by, user = str(kept["by"]), str(kept["user"])
    state, waiting = proposals.proposal_outcome(read, team, asked_key(by, user)), waiting_for(read, team, by, user)
    first = waiting[0] if waiting else find_task(read, team, key=str(kept["task"]))
    if first is None:
        return None
    gone = "" if waiting else "gone"
    answer = gone if state is None else state
    return Invitation(task=first, by=by, note="", state=answer, more=len(waiting[1:]), of_person=True)


def is_offered(item: Item, kept: dict[str, Any]) -> bool:
    """Tell whether an item still waits with who offered it."""
    return item.open and item.decision is None and item.reviewer == kept["by"] and not item.stands_for
