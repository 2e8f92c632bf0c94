"""Decisions: one live decision for an item's version, undone freely until its effect, which is a job."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from storage.jobs.port import Promise
from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions.clicks import Click
from storage.ledger.decisions.open_versions import check_open
from storage.ledger.messages.clicked import check_place
from storage.ledger.messages.shown import digests_of, fade, touch
from storage.ledger.rows.item_rows import item_of
from storage.ledger.shelf import measuring
from storage.ledger.work.passing_on import check_taker, named
from storage.rules.authority import Claim
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.refusal import Refused, Stale
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item
from storage.rules.verdicts import RULES
from storage.tables import decision, draft, item


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


def reread(read: Read, target: Item) -> Item:
    """Return an item as the ledger has it now."""
    return item_of(
        read, read.conn.execute(sa.select(item).where(item.c.team == target.task.team, item.c.id == target.id)).one()
    )
