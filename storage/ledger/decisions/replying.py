"""Promises the message of ours that answers what a person said."""

from typing import Any

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.ledger.messages.keeping import hold
from storage.ledger.messages.posting import put_post
from storage.ledger.messages.shown import BEHIND_UNDO
from storage.rules.authority import Action, Claim
from storage.rules.jobs import JobKind
from storage.rules.posts import PostKind
from storage.rules.values.place import Place


def post(
    tx: Tx, claim: Claim, place: Place, answer: dict[str, Any], dedup: str | None = None, fades: bool = False
) -> None:
    """Promise an answer that shows an item or several, with their buttons.

    Args:
        fades: whether it has an Undo, which goes after its time.

    Raises:
        Duplicate: it was answered before.
        Refused: an item is not theirs to read.
    """
    tx.once(claim.team, dedup)
    for shown in answer.get("parts") or [answer]:
        if shown.get("item"):
            access.bare_item(tx, claim, Action.READ, str(shown["item"]))
    key = hold(tx, claim.team, {**answer, "user": claim.user})
    made = put_post(tx, claim.team, PostKind.REPLY, key, channel=place.channel, thread=place.ts or "", owner=claim.user)
    if fades:
        tx.promise(claim.team, JobKind.REDRAW, f"{made}:behind", after=tx.terms.undo + BEHIND_UNDO)
