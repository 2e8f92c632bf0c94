"""What people said in words or with a reaction: the decision, and the message of ours that answers it."""

from typing import Any

import sqlalchemy as sa

from storage import tables
from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions import deciding
from storage.ledger.decisions.deciding import Click
from storage.ledger.messages.keeping import hold
from storage.ledger.messages.posting import put_post
from storage.ledger.messages.shown import BEHIND_UNDO
from storage.ledger.rows import find_item, item_of
from storage.rules.authority import Action, Claim
from storage.rules.jobs import JobKind
from storage.rules.posts import PostKind, PostState
from storage.rules.refusal import Refused
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.tables import collected, decision, inbox, item


def decide(
    tx: Tx, claim: Claim, click: Click, verdict: Verdict, note: str, place: Place | None, answer: dict[str, Any]
) -> Item:
    """Take the decision that a person put in words, and promise the answer with it.

    Args:
        place: where the answer is posted; None where others read, who must not see it.
        answer: what the message needs to be drawn.

    Raises:
        Refused, Stale, Duplicate: as `deciding.decide`.
    """
    decided = deciding.decide(tx, claim, click, verdict=verdict, points=(), note=note)
    if place is not None:
        post(tx, claim, place, answer, fades=True)
    return decided


def undo(tx: Tx, claim: Claim, key: str, dedup: str, place: Place | None, answer: dict[str, Any]) -> Item:
    """Take a decision back as a person asked in words, and promise the answer with it.

    Raises:
        Refused, Stale, Duplicate: as `deciding.undo`.
    """
    target = deciding.undo(tx, claim, key, dedup)
    if place is not None:
        post(tx, claim, place, {**answer, "item": target.key, "version": target.draft_version})
    return target


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


def undoable(read: Read, claim: Claim, most: int) -> tuple[Item, ...]:
    """Return what a person decided and can still take back, the newest first.

    Raises:
        Refused: they are no member.
    """
    access.check(read, claim, Action.LOOK)
    rows = read.conn.execute(
        sa.select(item)
        .join_from(item, decision, sa.and_(item.c.team == decision.c.team, item.c.id == decision.c.item_id))
        .where(item.c.team == claim.team, item.c.closed_at.is_(None), decision.c.who == claim.user)
        .where(decision.c.undone_at.is_(None), decision.c.effected_at.is_(None))
        .where(decision.c.effect_due > read.now)
        .order_by(decision.c.id.desc())
        .limit(most)
    ).all()
    return tuple(item_of(read, row) for row in rows)


def was_shown(read: Read, target: Item) -> bool:
    """Tell whether a message that Slack has shows an item, or somebody opened it."""
    team = target.task.team
    mine = item.c.team == team, item.c.id == target.id
    if read.conn.execute(sa.select(item.c.opened_at).where(*mine)).scalar() is not None:
        return True
    sent = (
        sa.select(tables.post.c.id)
        .join_from(collected, tables.post, tables.post.c.subject == sa.cast(collected.c.collection_id, sa.String))
        .where(collected.c.team == team, collected.c.item_id == target.id)
        .where(
            tables.post.c.team == team, tables.post.c.surface == PostKind.DIGEST, tables.post.c.state == PostState.SENT
        )
    )
    return read.conn.execute(sent.limit(1)).first() is not None


def react(tx: Tx, claim: Claim, click: Click, verdict: Verdict, name: str) -> Item:
    """Take the decision that a reaction means, and note that it was this reaction.

    Raises:
        Refused, Stale, Duplicate: as `deciding.decide`.
    """
    decided = deciding.decide(tx, claim, click, verdict)
    if decided.decision is not None:
        tx.once(claim.team, _mark(decided.decision.id, claim, name))
    return decided


def unreact(tx: Tx, claim: Claim, key: str, name: str, dedup: str) -> Item | None:
    """Undo the decision of a reaction that was taken away; None when it decided nothing.

    Raises:
        Refused: it is too late.
    """
    target = find_item(tx, claim.team, key)
    if target is None or target.decision is None:
        return None
    mark = _mark(target.decision.id, claim, name)
    if tx.conn.execute(sa.select(inbox.c.key).where(inbox.c.team == claim.team, inbox.c.key == mark)).first() is None:
        return None
    return deciding.undo(tx, claim, key, dedup)


def take_back(tx: Tx, claim: Claim, place: Place, name: str, at: str) -> None:
    """Note that a reaction was removed before it decided: Slack may report its start after its end."""
    key = f"{_gone(claim, place, name)}{at}"[:120]
    if tx.conn.execute(sa.select(inbox.c.key).where(inbox.c.team == claim.team, inbox.c.key == key)).first() is None:
        tx.once(claim.team, key)


def was_taken_back(read: Read, claim: Claim, place: Place, name: str, at: str) -> bool:
    """Tell whether a reaction that was added at `at`, by Slack's clock, was removed later."""
    before = _gone(claim, place, name)
    mine = inbox.c.team == claim.team, inbox.c.key.startswith(before, autoescape=True)
    ends = read.conn.execute(sa.select(inbox.c.key).where(*mine)).scalars()
    return any(_instant(key.removeprefix(before)) > _instant(at) for key in ends)


def _gone(claim: Claim, place: Place, name: str) -> str:
    return f"gone:{claim.user}:{place.channel}:{place.ts}:{name}:"


def _instant(ts: str) -> tuple[int, int]:
    seconds, _, rest = ts.partition(".")
    return (int(seconds), int(rest)) if seconds.isdecimal() and rest.isdecimal() else (0, 0)


def _mark(decision_id: int, claim: Claim, name: str) -> str:
    return f"r:{decision_id}:{claim.user}:{name}"[:120]


def check_reviewer(user: str, target: Item) -> None:
    """Check that a person is the one who decides an item.

    Raises:
        Refused: someone else decides it.
    """
    if user != target.reviewer:
        raise Refused(f"{target.task.name} is decided by <@{target.reviewer}>. Nothing was changed.")
