"""Decisions: one live decision for an item's version, undone freely until its effect, which is a job."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa

from storage.jobs.port import Promise
from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.clicked import check_place
from storage.ledger.messages.redraws import redraw, redraw_decided
from storage.ledger.messages.shown import digests_of, fade, touch
from storage.ledger.rows import find_item, item_of, items_of, load_draft
from storage.ledger.shelf import habits, measuring
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.passing_on import check_taker, named
from storage.ledger.work.state import change_state
from storage.ledger.work.steps import promise_advance
from storage.rules import lifecycle
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.lifecycle import Event
from storage.rules.offers import Offer, check, check_undo, verdicts
from storage.rules.own_words import count_words
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.ask import Kind
from storage.rules.values.check import Finding
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.rules.values.task import Task
from storage.rules.verdicts import RULES
from storage.tables import decision, draft, item


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """The origin of a decision: the version that the person saw, and the message that they saw it in. `together` says
    that it was ticked in a list of several."""

    key: str
    version: int
    place: Place | None = None
    dedup: str | None = None
    together: bool = False


def decide(tx: Tx, claim: Claim, click: Click, verdict: Verdict, points: tuple[str, ...] = (), note: str = "") -> Item:
    """Take a decision on what the person saw; its effect comes after the undo window.

    Returns:
        The item with the decision, without its drafts.

    Raises:
        Refused: not theirs, not from a message of ours, or nothing to change was said.
        Stale: decided, moved on, a newer version came in, or it had only just appeared under the finger.
        Duplicate: Slack sent this before.
    """
    target, versions = access.bare_item(tx, claim, RULES[verdict].needs, click.key)
    shown = digests_of(tx, claim.team, target.id)
    answer = check_place(tx, target, shown, click.place)
    tx.once(claim.team, click.dedup, click.key)
    check_open(target, click.version, verdict, versions)
    if verdict is Verdict.REVISE and not points and not note.strip():
        raise Refused("Say what should change: tick a point or write one.")
    if verdict is Verdict.GIVE:
        check_taker(tx, target.task, named(note), claim.user)
    if verdict is Verdict.ANSWER and not note.strip():
        raise Refused("Write the answer.")
    due = tx.now + (timedelta(0) if target.kind is Kind.PROBLEM else tx.terms.undo)
    new = Decision(
        id=0,
        verdict=verdict,
        draft_version=click.version,
        who=claim.user,
        at=tx.now,
        effect_due=due,
        note=note.strip(),
        points=points,
        together=click.together,
    )
    the_decision = _insert(tx, target, new, measuring.measure(tx, claim.team, claim.user, target.id))
    tx.note(claim.team, claim.user, Happening(verdict), target.task.name, became=f"v{click.version}", why=note.strip())
    effect = Promise(team=claim.team, kind=JobKind.EFFECT, key=str(the_decision.id), due=due)
    touch(tx, target, shown, [effect, *([fade(claim.team, answer, due)] if answer is not None else [])])
    return replace(target, decision=the_decision)


def _sum_of_change(item: Item, new: Decision) -> sa.ColumnElement[str]:
    """Return the sum of the patch that is approved, as its reviewer sees it; empty where no repository is changed."""
    if new.verdict is not Verdict.APPROVE:
        return sa.literal("")
    mine = draft.c.team == item.task.team, draft.c.task_id == item.task.id, draft.c.version == new.draft_version
    kept = sa.select(draft.c.change["sha256"].as_string()).where(*mine).scalar_subquery()
    return sa.func.coalesce(kept, "")


def _insert(tx: Tx, target: Item, new: Decision, measured: measuring.Measured) -> Decision:
    """Keep a decision on an open item.

    Raises:
        Stale: it was closed meanwhile.
    """
    team = target.task.team
    row = {
        "team": team,
        "item_id": target.id,
        "draft_version": new.draft_version,
        "verdict": new.verdict,
        "who": new.who,
        "note": new.note,
        "points": list(new.points),
        "at": new.at,
        "effect_due": new.effect_due,
        "change": _sum_of_change(target, new),
        "sitting_id": measured.sitting,
        "seconds": measured.seconds,
        "together": new.together,
    }
    made = tx.conn.execute(sa.insert(decision).values(row).returning(decision.c.id, decision.c.change)).one()
    is_open = item.c.team == team, item.c.id == target.id, item.c.closed_at.is_(None)
    if tx.conn.execute(sa.update(item).where(*is_open).values(version=item.c.version + 1)).rowcount != 1:
        raise Stale("It was closed meanwhile.")
    return replace(new, id=made.id, change=made.change, seconds=measured.seconds)


def check_open(item: Item, version: int, verdict: Verdict, offered: Collection[int]) -> None:
    """Check that an item waits for this verdict on this version.

    Raises:
        Stale: decided, moved on, or a newer version came in.
    """
    if item.decision is not None:
        raise Stale(
            f"It is decided already: <@{item.decision.who}> {RULES[item.decision.verdict].done}.", Reason.DECIDED
        )
    if verdict not in verdicts(item):
        raise Stale("That button is out of date.", Reason.OUT_OF_DATE)
    if item.task.draft_version != item.draft_version or version not in offered:
        raise Stale(f"v{item.task.draft_version} came in meanwhile. Nothing was decided.", Reason.NEWER)
    if not item.open:
        raise Stale(f"{item.task.name} {lifecycle.WORDS[item.task.state]}. Nothing was decided.", Reason.STATE)


def reread(read: Read, target: Item) -> Item:
    """Return an item as the ledger has it now."""
    return item_of(
        read, read.conn.execute(sa.select(item).where(item.c.team == target.task.team, item.c.id == target.id)).one()
    )


def revisable(read: Read, claim: Claim, key: str, version: int) -> Item:
    """Return the item that Revise would change.

    Raises:
        Refused: not theirs, or not open on this version any more.
    """
    target = access.item(read, claim, Action.REVISE, key)
    check_open(target, version, Verdict.REVISE, {target.draft_version, *(d.version for d in target.candidates)})
    return target


def undo(tx: Tx, claim: Claim, key: str, dedup: str | None = None) -> Item:
    """Take a decision back before its effect; the item is open as before.

    Raises:
        Refused: someone else's, or too late.
    """
    target = access.item(tx, claim, Action.UNDO, key)
    if target.decision is None:
        raise Stale("There is nothing to undo: it is open.")
    check_undo(target.decision, claim.user, tx.now)
    tx.once(claim.team, dedup, key)
    won = tx.conn.execute(
        sa.update(decision)
        .where(
            decision.c.team == claim.team,
            decision.c.id == target.decision.id,
            decision.c.effected_at.is_(None),
            decision.c.undone_at.is_(None),
        )
        .values(undone_at=tx.now)
    ).rowcount
    if won != 1:
        raise Stale("Too late to undo: it has taken effect.", Reason.LATE)
    tx.jobs.cancel(tx.conn, claim.team, JobKind.EFFECT, str(target.decision.id))
    if target.decision.verdict is Verdict.REVISE and target.decision.note:  # the form begins with it again
        words = sa.update(item).where(item.c.team == claim.team, item.c.id == target.id)
        tx.conn.execute(words.values(half_note=target.decision.note))
    tx.note(claim.team, claim.user, Happening.UNDO, target.task.name, became=target.decision.verdict)
    touch(tx, target, digests_of(tx, claim.team, target.id))
    return reread(tx, target)


def reopen(tx: Tx, claim: Claim, task_key: str, dedup: str | None = None) -> Item:
    """Reopen a closed task, and return its last draft's item to decide again; what was delivered is not taken back."""
    task = access.task(tx, claim, Action.REOPEN, key=task_key)
    check(Offer.REOPEN, task)
    tx.once(claim.team, dedup, task_key)
    change_state(tx, task, Event.REOPEN, claim.user)
    tx.jobs.cancel(tx.conn, task.team, JobKind.FORGET, str(task.id))
    promise_advance(tx, task)
    redraw_decided(tx, task)
    close_questions(tx, task)
    habits.end(tx, task, f"{task.name} was opened again")
    draft = load_draft(tx, task.team, task.id, task.draft_version)
    words = count_words(draft.body) if draft else 0
    doubts = len(draft.found(Finding.NOT_MET, Finding.IN_DOUBT)) if draft else 0
    drafts = item.c.team == task.team, item.c.task_id == task.id, item.c.kind == Kind.DRAFT
    versions = tx.conn.execute(sa.select(item.c.versions).where(*drafts).order_by(item.c.id.desc())).scalar()
    key = shelve(
        tx, task, Shelved(kind=Kind.DRAFT, words=words, doubts=doubts, versions=tuple(versions or ()), asked=True)
    )
    target = find_item(tx, claim.team, key)
    assert target is not None
    return target


def close_questions(tx: Tx, reopened: Task) -> None:
    """Take back the questions whether a task that was opened again is still right."""
    mine = item.c.team == reopened.team, item.c.task_id == reopened.id, item.c.kind == str(Kind.STILL_RIGHT)
    closed = sa.update(item).where(*mine, item.c.closed_at.is_(None)).values(closed_at=tx.now)
    for item_id in tx.conn.execute(closed.returning(item.c.id)).scalars().all():
        redraw(tx, reopened.team, item_id)


def add_reason(tx: Tx, claim: Claim, key: str, reason: str) -> Item:
    """Add a reason to a rejection afterwards, and return the item."""
    task = access.item(tx, claim, Action.REJECT, key)
    if task.decision is None or task.decision.verdict is not Verdict.REJECT or task.decision.who != claim.user:
        raise Stale("There is no rejection of yours to add a reason to.")
    if not reason.strip():
        raise Refused("Write the reason, or close this.")
    mine = decision.c.team == claim.team, decision.c.id == task.decision.id
    tx.conn.execute(sa.update(decision).where(*mine).values(note=reason.strip()))
    tx.note(claim.team, claim.user, Happening.REASON, task.task.name, why=reason.strip())
    redraw(tx, claim.team, task.id)
    return reread(tx, task)


def opened(tx: Tx, claim: Claim, key: str) -> bool:
    """Note a look at the whole; return whether it is the reviewer's first, which starts the measured decision time."""
    target = access.item(tx, claim, Action.READ, key)
    if target.reviewer != claim.user:
        return False
    looked = tx.conn.execute(
        sa.update(item)
        .where(item.c.team == claim.team, item.c.id == target.id, item.c.opened_at.is_(None))
        .values(opened_at=tx.now)
    )
    return looked.rowcount == 1


def open_items_of(read: Read, team: str, task_id: int) -> tuple[Item, ...]:
    """Return the open, undecided items of a task."""
    mine = item.c.team == team, item.c.task_id == task_id, item.c.closed_at.is_(None)
    rows = read.conn.execute(sa.select(item).where(*mine, item.c.kind != str(Kind.STILL_RIGHT))).all()
    return tuple(i for i in items_of(read, team, rows) if i.decision is None)
