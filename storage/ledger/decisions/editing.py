"""A reviewer writes a draft over: the next version, checked again, and approved where the checks find nothing new."""

import contextlib
from dataclasses import replace

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions.clicks import Click
from storage.ledger.decisions.deciding import decide
from storage.ledger.decisions.open_versions import check_open
from storage.ledger.messages import cards
from storage.ledger.messages.clicked import check_place
from storage.ledger.messages.redraws import redraw
from storage.ledger.messages.shown import digests_of, touch
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.item_rows import item_of
from storage.ledger.shelf.bringing import bring_one
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.draft_parts import save_checks
from storage.ledger.work.drafts import save_draft
from storage.ledger.work.starting import next_version
from storage.rules.authority import Action, Claim
from storage.rules.edits import edited
from storage.rules.effort import changed_words
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.refusal import Refused, Stale
from storage.rules.values.ask import Kind
from storage.rules.values.check import Finding
from storage.rules.values.decision import Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item
from storage.rules.worse import worse
from storage.tables import check, draft, inbox, item, task

MOST = 200_000  # characters of a draft, as of what an agent hands in
REPOSITORY = "This draft changes a repository: text alone can't. Ask for the change with Revise."
NOTHING = "Write something: an empty draft can't be approved."
TOO_LONG = f"A draft has at most {MOST:,} characters."


def editable(read: Read, claim: Claim, key: str, version: int) -> tuple[Item, Draft]:
    """Return an item, and its version that a person may write over.

    Raises:
        Refused: not theirs to edit, or nothing that can be edited as text.
        Stale: decided, moved on, or a newer version came in.
    """
    target = access.item(read, claim, Action.EDIT_DRAFT, key)
    check_open(target, version, Verdict.APPROVE, {one.version for one in target.drafts})
    written = next(one for one in target.drafts if one.version == version)
    if written.change is not None:
        raise Refused(REPOSITORY)
    return cards.with_card(read, target), written


def newest(read: Read, claim: Claim, key: str) -> Item:
    """Return the newest item with drafts of an item's task.

    Raises:
        Refused: there is none, or they may not read it.
    """
    target = access.item(read, claim, Action.READ, key)
    drafts = item.c.team == claim.team, item.c.task_id == target.task.id, item.c.kind == Kind.DRAFT
    row = read.conn.execute(sa.select(item).where(*drafts).order_by(item.c.id.desc()).limit(1)).first()
    return item_of(read, row) if row else target


def edit(tx: Tx, claim: Claim, click: Click, text: str) -> int:
    """Write a version over. An edit that changes nothing approves the version that is there.

    Returns:
        The version that is the task's now. A new one has its checks made again before it is approved.

    Raises:
        Refused: as `editable`, or the text is empty or too long.
        Stale: as `editable`.
        Duplicate: Slack sent this before.
    """
    target = access.item(tx, claim, Action.EDIT_DRAFT, click.key)
    seen = load_draft(tx, claim.team, target.task.id, click.version, files=True)
    if seen is not None and text == seen.body:
        decide(tx, claim, click, Verdict.APPROVE)
        return click.version
    if not text.strip():
        raise Refused(NOTHING)
    if len(text) > MOST:
        raise Refused(TOO_LONG)
    shown = digests_of(tx, claim.team, target.id)
    check_place(tx, target, shown, click.place)
    tx.once(claim.team, click.dedup, click.key)
    _, written = editable(tx, claim, click.key, click.version)
    version = next_version(tx, target.task)
    new = edited(seen or written, text, claim.user, version, target.task.brief.criteria)
    save_draft(tx, target.task, new, None)
    _put_in_place(tx, target, written, new)
    tx.note(claim.team, claim.user, Happening.EDIT_DRAFT, target.task.name, became=f"v{version}")
    tx.promise(claim.team, JobKind.RECHECK, f"{target.key}.{version}")
    touch(tx, target, shown, click.place)
    return version


def _put_in_place(tx: Tx, target: Item, written: Draft, new: Draft) -> None:
    """Let an item offer an edited version instead of the one that it was made of.

    Raises:
        Stale: it changed meanwhile.
    """
    versions = [new.version if one.version == written.version else one.version for one in target.candidates]
    now = {
        "draft_version": new.version,
        "versions": versions or None,
        "words": changed_words(written.body, new.body),
        "version": item.c.version + 1,
    }
    mine = item.c.team == target.task.team, item.c.id == target.id, item.c.closed_at.is_(None)
    of_task = task.c.team == target.task.team, task.c.id == target.task.id, task.c.version == target.task.version
    won = tx.conn.execute(sa.update(item).where(*mine, item.c.draft_version == target.draft_version).values(now))
    moved = tx.conn.execute(sa.update(task).where(*of_task).values(draft_version=new.version))
    if won.rowcount != 1 or moved.rowcount != 1:
        raise Stale(f"{target.task.name} has changed meanwhile.")


def to_check(read: Read, team: str, key: str) -> tuple[Assignment, Draft] | None:
    """Return what a person edited, with its task, to be checked; None where that is of no use any more.

    Args:
        key: of the job: the item's key and the version.
    """
    target, version = _named(read, team, key)
    written = load_draft(read, team, target.task.id, version, files=True) if target else None
    if target is None or written is None or not target.open or target.draft_version != version:
        return None
    assignment = Assignment(
        attempt=0,
        generation=0,
        task=target.task,
        version=version,
        previous=load_draft(read, team, target.task.id, written.base),
        points=(),
        note="",
    )
    return assignment, written


def _named(read: Read, team: str, key: str) -> tuple[Item | None, int]:
    name, _, version = key.partition(".")
    row = read.conn.execute(sa.select(item).where(item.c.team == team, item.c.key == name)).first()
    return (item_of(read, row) if row else None), int(version)


def checked(tx: Tx, team: str, key: str, found_by: Draft) -> None:
    """Keep what the checks found of an edited version, and approve it for who edited it where that is nothing new; else
    its card says so.

    Args:
        key: of the job, as `to_check` has it.
        found_by: the version with its checks.

    Raises:
        Duplicate: they were kept before.
    """
    tx.once(team, _once(key))
    target, version = _named(tx, team, key)
    written = load_draft(tx, team, target.task.id, version) if target else None
    if target is None or written is None:
        return
    _keep(
        tx, target, replace(written, checks=found_by.checks, look_first=found_by.look_first, remarks=found_by.remarks)
    )
    base = load_draft(tx, team, target.task.id, written.base)
    if worse(base.checks if base else (), found_by.checks):
        _tell(tx, target)
    else:
        with contextlib.suppress(Refused), tx.part():  # decided meanwhile, or no more theirs to decide
            decide(tx, Claim(written.edited_by, team), Click(key=target.key, version=version), Verdict.APPROVE)
    redraw(tx, team, target.id)


def _once(key: str) -> str:
    """Return what the ledger remembers of checks that were made again."""
    return f"recheck:{key}"


def _keep(tx: Tx, target: Item, now: Draft) -> None:
    team = target.task.team
    mine = draft.c.team == team, draft.c.task_id == target.task.id, draft.c.version == now.version
    values = {"look_first": now.look_first, "remarks": list(now.remarks)}
    draft_id = tx.conn.execute(sa.update(draft).where(*mine).values(values).returning(draft.c.id)).scalar_one()
    tx.conn.execute(sa.delete(check).where(check.c.team == team, check.c.draft_id == draft_id))
    save_checks(tx, team, draft_id, now.checks)
    doubts = len(now.found(Finding.NOT_MET, Finding.IN_DOUBT))
    offered = item.c.team == team, item.c.id == target.id, item.c.draft_version == now.version
    tx.conn.execute(sa.update(item).where(*offered).values(doubts=doubts))


def _tell(tx: Tx, target: Item) -> None:
    """Bring an edited version that was not approved to its reviewer, where no message of theirs shows its card."""
    if target.open and target.decision is None and not digests_of(tx, target.task.team, target.id):
        bring_one(tx, people.ensure(tx, target.task.team, target.reviewer), target.id, asked=True)


def looking(read: Read, team: str, key: str, version: int) -> bool:
    """Tell whether the checks of an edited version are still to be made again."""
    target, _ = _named(read, team, f"{key}.{version}")
    done = sa.select(inbox.c.key).where(inbox.c.team == team, inbox.c.key == _once(f"{key}.{version}"))
    return target is not None and target.decision is None and read.conn.execute(done).first() is None
