"""Decisions: one live decision for an item's version, undone freely until its effect, which is a job."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core import Tx
from storage.ledger.posting import find_at
from storage.ledger.rows import find_item, find_task, item_of, load_draft
from storage.ledger.shelving import Shelved, shelve
from storage.ledger.starting import change_state, redraw, redraw_collection
from storage.rules import authority, lifecycle
from storage.rules.authority import UNKNOWN, Action, Actor, Roles
from storage.rules.lifecycle import Event
from storage.rules.refusal import Refused, Stale
from storage.rules.task import Item, Kind, Place, Verdict
from storage.tables import collected, collection, decision, item, post

ACTIONS = {
    Verdict.APPROVE: Action.APPROVE,
    Verdict.REVISE: Action.REVISE,
    Verdict.REJECT: Action.REJECT,
    Verdict.RETRY: Action.MEND,
    Verdict.CANCEL: Action.CANCEL,
    Verdict.ANSWER: Action.ANSWER,
    Verdict.ALLOW: Action.ALLOW,
    Verdict.ALLOW_ALL: Action.ALLOW,
    Verdict.REFUSE: Action.ALLOW,
}
KINDS = {
    Kind.DRAFT: frozenset({Verdict.APPROVE, Verdict.REVISE, Verdict.REJECT}),
    Kind.PROBLEM: frozenset({Verdict.RETRY, Verdict.CANCEL}),
    Kind.QUESTION: frozenset({Verdict.ANSWER}),
    Kind.PERMISSION: frozenset({Verdict.ALLOW, Verdict.ALLOW_ALL, Verdict.REFUSE}),
}
DONE = {
    Verdict.APPROVE: "approved",
    Verdict.REVISE: "sent back",
    Verdict.REJECT: "rejected",
    Verdict.RETRY: "started again",
    Verdict.CANCEL: "canceled",
    Verdict.ANSWER: "answered",
    Verdict.ALLOW: "allowed",
    Verdict.ALLOW_ALL: "allowed",
    Verdict.REFUSE: "refused",
}


@dataclass(frozen=True, slots=True)
class Click:
    """Where a decision came from: the version that the person saw, and the message that they saw it in."""

    key: str
    version: int
    place: Place | None = None
    dedup: str | None = None


def seen_item(tx: Tx, actor: Actor, key: str, action: Action) -> Item:
    """
    Raises:
        Refused: it does not exist or the actor may not, in the same words.
    """
    found = find_item(tx, actor.team, key)
    if found is None:
        raise Refused(UNKNOWN)
    known = people.find(tx, actor.team, actor.user)
    authority.check_task(action, known.actor if known else actor, roles(found), tx.terms.policy)
    authority.check_member(actor, actor.team)
    return found


def roles(found: Item) -> Roles:
    return Roles(found.task.team, found.task.assigner, found.reviewer)


def decide(tx: Tx, actor: Actor, click: Click, verdict: Verdict, points: tuple[str, ...] = (), note: str = "") -> Item:
    """Take a decision on what the person saw; its effect comes after the undo window.

    Raises:
        Refused: not theirs, not from a message of ours, or nothing to change was said.
        Stale: decided, moved on, or a newer version came in.
        Duplicate: Slack sent this before.
    """
    found = seen_item(tx, actor, click.key, ACTIONS[verdict])
    check_place(tx, actor.team, found, click.place)
    tx.once(actor.team, click.dedup, click.key)
    _check_open(found, click.version, verdict)
    if verdict is Verdict.REVISE and not points and not note.strip():
        raise Refused("Say what should change: tick a point or write one.")
    if verdict is Verdict.ANSWER and not note.strip():
        raise Refused("Write the answer.")
    after = timedelta(0) if found.kind is Kind.PROBLEM else tx.terms.undo
    made = tx.conn.execute(
        sa.insert(decision).returning(decision.c.id),
        {
            "team": actor.team,
            "item_id": found.id,
            "draft_version": click.version,
            "verdict": verdict,
            "who": actor.user,
            "note": note.strip(),
            "points": list(points),
            "at": tx.now,
            "effect_due": tx.now + after,
        },
    ).scalar_one()
    won = tx.conn.execute(
        sa.update(item)
        .where(item.c.team == actor.team, item.c.id == found.id, item.c.closed_at.is_(None))
        .values(version=item.c.version + 1)
    ).rowcount
    if won != 1:
        raise Stale("It was closed meanwhile.")
    tx.note(actor.team, actor.user, verdict, found.task.name, became=f"v{click.version}", why=note.strip())
    tx.promise(actor.team, "effect", made, after=after)
    _touch(tx, found)
    return reread(tx, found)


def _check_open(found: Item, version: int, verdict: Verdict) -> None:
    if found.decision is not None:
        raise Stale(f"Already {DONE[found.decision.verdict]} by <@{found.decision.who}>.")
    if verdict not in KINDS[found.kind]:
        raise Stale("That button is out of date.")
    offered = {found.draft_version, *(d.version for d in found.candidates)}
    if found.task.draft_version != found.draft_version or version not in offered:
        raise Stale(f"v{found.task.draft_version} came in meanwhile. Nothing was decided.")
    if not found.open:
        raise Stale(f"{found.task.name} {lifecycle.WORDS[found.task.state]}. Nothing was decided.")


def check_place(tx: Tx, team: str, found: Item, place: Place | None) -> None:
    """The message that was clicked must be one of ours that shows this item, or be found to be one that Slack kept
    without telling us.

    Raises:
        Refused: a forwarded copy or a forged container.
    """
    if place is None:
        return
    at = find_at(tx, team, place)
    if at is None:
        _adopt(tx, team, found, place)
    elif (
        at.surface == "digest"
        and tx.conn.execute(
            sa.select(collected.c.item_id).where(
                collected.c.team == team, collected.c.collection_id == int(at.subject), collected.c.item_id == found.id
            )
        ).first()
        is None
    ):
        raise Refused(UNKNOWN)


def _adopt(tx: Tx, team: str, found: Item, place: Place) -> None:
    lost = tx.conn.execute(
        sa.select(post.c.id)
        .join_from(
            post,
            collected,
            sa.and_(post.c.subject == sa.cast(collected.c.collection_id, sa.String), collected.c.team == post.c.team),
        )
        .where(
            post.c.team == team,
            post.c.surface == "digest",
            post.c.state.in_(("sending", "unknown")),
            post.c.channel.in_(("", place.channel)),
            collected.c.item_id == found.id,
        )
    ).first()
    if lost is None:
        raise Refused("This copy of the message is not mine. Use the original, or /sluice.")
    tx.conn.execute(
        sa.update(post)
        .where(post.c.team == team, post.c.id == lost.id)
        .values(state="sent", channel=place.channel, ts=place.ts, sent_at=tx.now)
    )


def _touch(tx: Tx, found: Item) -> None:
    """Have its messages redrawn now (should the direct way fail), and settled once nobody has tapped for a while."""
    shown = sa.select(collected.c.collection_id).where(
        collected.c.team == found.task.team, collected.c.item_id == found.id
    )
    for row in tx.conn.execute(shown).all():
        tx.conn.execute(
            sa.update(collection)
            .where(collection.c.team == found.task.team, collection.c.id == row.collection_id)
            .values(tapped_at=tx.now)
        )
        redraw_collection(tx, found.task.team, row.collection_id, timedelta(seconds=3))
        tx.promise(found.task.team, "settle", row.collection_id, after=tx.terms.settle, once=True, push=True)


def reread(tx: Tx, found: Item) -> Item:
    return item_of(
        tx, tx.conn.execute(sa.select(item).where(item.c.team == found.task.team, item.c.id == found.id)).one()
    )


def revisable(tx: Tx, actor: Actor, key: str, version: int) -> Item:
    """The item that Revise would send back.

    Raises:
        Refused: not theirs, or not open on this version any more.
    """
    found = seen_item(tx, actor, key, Action.REVISE)
    _check_open(found, version, Verdict.REVISE)
    return found


def undo(tx: Tx, actor: Actor, key: str, dedup: str | None = None) -> Item:
    """Take a decision back before its effect; the item is open as before.

    Raises:
        Refused: someone else's, or too late.
    """
    found = seen_item(tx, actor, key, Action.SEE)
    if found.decision is None:
        raise Stale("There is nothing to undo: it is open.")
    lifecycle.check_undo(found.decision, actor.user, tx.now)
    tx.once(actor.team, dedup, key)
    won = tx.conn.execute(
        sa.update(decision)
        .where(
            decision.c.team == actor.team,
            decision.c.id == found.decision.id,
            decision.c.effected_at.is_(None),
            decision.c.undone_at.is_(None),
        )
        .values(undone_at=tx.now)
    ).rowcount
    if won != 1:
        raise Stale("Too late to undo: it has taken effect.")
    tx.jobs.cancel(tx.conn, actor.team, "effect", str(found.decision.id))
    tx.note(actor.team, actor.user, "undo", found.task.name, became=found.decision.verdict)
    _touch(tx, found)
    return reread(tx, found)


def reopen(tx: Tx, actor: Actor, task_key: str, dedup: str | None = None) -> Item:
    """A closed task's last draft is open to be decided again; what was delivered is not taken back."""
    found = find_task(tx, actor.team, key=task_key)
    if found is None:
        raise Refused(UNKNOWN)
    authority.check_task(Action.REOPEN, actor, Roles(found.team, found.assigner, found.reviewer), tx.terms.policy)
    lifecycle.check_reopen(found.state)
    tx.once(actor.team, dedup, task_key)
    change_state(tx, found, Event.REOPEN, actor.user)
    draft = load_draft(tx, found.team, found.id, found.draft_version)
    words = len(draft.body.split()) if draft else 0
    drafts = item.c.team == found.team, item.c.task_id == found.id, item.c.kind == Kind.DRAFT
    versions = tx.conn.execute(sa.select(item.c.versions).where(*drafts).order_by(item.c.id.desc())).scalar()
    key = shelve(tx, found, Shelved(Kind.DRAFT, words, versions=tuple(versions or ()), asked=True))
    made = find_item(tx, actor.team, key)
    assert made is not None
    return made


def add_reason(tx: Tx, actor: Actor, key: str, reason: str) -> Item:
    """Say afterwards why something was rejected."""
    found = seen_item(tx, actor, key, Action.REJECT)
    if found.decision is None or found.decision.verdict is not Verdict.REJECT or found.decision.who != actor.user:
        raise Stale("There is no rejection of yours to add a reason to.")
    if not reason.strip():
        raise Refused("Write the reason, or close this.")
    tx.conn.execute(
        sa.update(decision)
        .where(decision.c.team == actor.team, decision.c.id == found.decision.id)
        .values(note=reason.strip())
    )
    tx.note(actor.team, actor.user, "reason", found.task.name, why=reason.strip())
    redraw(tx, actor.team, found.id)
    return reread(tx, found)


def opened(tx: Tx, actor: Actor, key: str) -> bool:
    """A look at the whole; whether it is the reviewer's first, which starts the measured time of the decision."""
    found = seen_item(tx, actor, key, Action.SEE)
    if found.reviewer != actor.user:
        return False
    looked = tx.conn.execute(
        sa.update(item)
        .where(item.c.team == actor.team, item.c.id == found.id, item.c.opened_at.is_(None))
        .values(opened_at=tx.now)
    )
    return looked.rowcount == 1


def open_items_of(tx: Tx, team: str, task_id: int) -> tuple[Item, ...]:
    """The open, undecided items of a task."""
    rows = tx.conn.execute(
        sa.select(item).where(item.c.team == team, item.c.task_id == task_id, item.c.closed_at.is_(None))
    ).all()
    found = (item_of(tx, row) for row in rows)
    return tuple(i for i in found if i.decision is None)
