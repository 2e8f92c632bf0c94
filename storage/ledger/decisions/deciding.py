"""Decisions: one live decision for an item's version, undone freely until its effect, which is a job."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.jobs.port import Promise
from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions.clicks import Click
from storage.ledger.decisions.open_versions import check_open
from storage.ledger.messages.clicked import check_place
from storage.ledger.messages.shown import digests_of, fade, touch
from storage.ledger.rows.finding_items import get_item
from storage.ledger.shelf import measuring
from storage.ledger.work.passing_on import check_taker, named
from storage.prepared import Statement
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
    why = " · ".join([*points, *filter(None, [note.strip()])])
    the_decision = _insert(tx, target, new, measuring.measure(tx, claim.team, claim.user, target.id))
    tx.note(claim.team, claim.user, Happening(verdict), target.task.name, became=f"v{click.version}", why=why)
    effect = Promise(team=claim.team, kind=JobKind.EFFECT, key=str(the_decision.id), due=due)
    fading = [fade(claim.team, answer, due)] if answer is not None else []
    touch(tx, target, shown, click.place, [effect, *fading])
    return replace(target, decision=the_decision)


@Statement
def _add(
    team: str,
    task_id: int,
    approved: int,
    item_id: int,
    draft_version: int,
    verdict: str,
    who: str,
    note: str,
    points: Sequence[str],
    at: datetime,
    effect_due: datetime,
    sitting_id: int | None,
    seconds: float | None,
    together: bool,
) -> sa.Executable:
    """Return the statement that keeps a decision, with the sum of the patch that it approves, if any.

    Args:
        approved: the version that is approved; 0 for none.
    """
    mine = draft.c.team == team, draft.c.task_id == task_id, draft.c.version == approved
    patch = sa.select(draft.c.change["sha256"].as_string()).where(*mine).scalar_subquery()
    row = {
        "team": team,
        "item_id": item_id,
        "draft_version": draft_version,
        "verdict": verdict,
        "who": who,
        "note": note,
        "points": points,
        "at": at,
        "effect_due": effect_due,
        "change": sa.func.coalesce(patch, ""),
        "sitting_id": sitting_id,
        "seconds": seconds,
        "together": together,
    }
    return sa.insert(decision).values(row).returning(decision.c.id, decision.c.change)


@Statement
def _count(team: str, item_id: int) -> sa.Executable:
    """Return the statement that counts one more decision on an open item."""
    is_open = item.c.team == team, item.c.id == item_id, item.c.closed_at.is_(None)
    return sa.update(item).where(*is_open).values(version=item.c.version + 1).returning(item.c.id)


def _insert(tx: Tx, target: Item, new: Decision, measured: measuring.Measured) -> Decision:
    """Keep a decision on an open item.

    Raises:
        Stale: it was closed meanwhile.
    """
    made = _add.first(
        tx.conn,
        team=target.task.team,
        task_id=target.task.id,
        approved=new.draft_version if new.verdict is Verdict.APPROVE else 0,
        item_id=target.id,
        draft_version=new.draft_version,
        verdict=new.verdict,
        who=new.who,
        note=new.note,
        points=list(new.points),
        at=new.at,
        effect_due=new.effect_due,
        sitting_id=measured.sitting,
        seconds=measured.seconds,
        together=new.together,
    )
    if _count.first(tx.conn, target.task.team, target.id) is None:
        raise Stale("It was closed meanwhile.")
    return replace(new, id=made.id, change=made.change, seconds=measured.seconds)


def reread(read: Read, target: Item) -> Item:
    """Return an item as the ledger has it now."""
    return get_item(read, target.task.team, target.id)
