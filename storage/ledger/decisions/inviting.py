"""The question whether somebody who never used Sluice decides."""

from typing import Any

from storage.ledger.core.ledger import Duplicate, Read, Tx
from storage.ledger.messages import keeping, proposals
from storage.ledger.messages.posting import put_post
from storage.ledger.rows.finding_items import find_item
from storage.ledger.work import newcomers
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
    key = offer_key(item, decider.user)
    try:
        tx.once(item.task.team, key, kept={"item": item.key, "by": by, "user": decider.user, "note": note.strip()})
    except Duplicate:
        raise Refused(f"<@{decider.user}> was asked already whether they decide on {item.task.name}.") from None
    newcomers.introduce(tx, item.task.team, decider.user)
    put_post(tx, item.task.team, PostKind.INVITATION, key, owner=decider.user)
    tx.note(item.task.team, by, Happening.INVITATION, item.task.name, became=f"<@{decider.user}>", why=note.strip())


def offer_key(item: Item, user: str) -> str:
    """Return the key under which it is kept that somebody was asked."""
    return f"offer:{item.key}:{user}"


def invitation(read: Read, team: str, key: str) -> Invitation | None:
    """Return a question whether somebody decides; None where it is not kept any more."""
    kept = keeping.kept(read, team, key)
    item = find_item(read, team, str(kept["item"])) if kept else None
    if kept is None or item is None:
        return None
    state = proposals.proposal_outcome(read, team, key)
    if state is None and not is_offered(item, kept):
        state = "gone"
    return Invitation(task=item.task, by=str(kept["by"]), note=str(kept["note"]), state=state or "")


def is_offered(item: Item, kept: dict[str, Any]) -> bool:
    """Tell whether an item still waits with who offered it."""
    return item.open and item.decision is None and item.reviewer == kept["by"] and not item.stands_for
