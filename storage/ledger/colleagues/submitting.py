"""What a colleague hands in: kept as the next version, checked as an agent's draft is, then on the reviewer's shelf."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from storage.columns import instant, micros
from storage.ledger import access, people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.posting import put_post
from storage.ledger.rows import find_task, get_task, load_draft
from storage.ledger.shelf import owed
from storage.ledger.shelf.expecting import comes_at_once
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.drafts import save_draft
from storage.ledger.work.state import close_items
from storage.ledger.work.working import ready
from storage.rules import offers
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.lifecycle import Event
from storage.rules.offers import Offer
from storage.rules.pages.tasks import Handed, Owed
from storage.rules.posts import PostKind
from storage.rules.refusal import Stale
from storage.rules.values.attempt import AttemptState
from storage.rules.values.check import Finding
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task
from storage.tables import attachment, attempt, check, draft, post

OPEN = (Finding.NOT_MET, Finding.IN_DOUBT)


def workable(read: Read, claim: Claim, key: str) -> Owed:
    """Return a task that a person works on, as they see it.

    Raises:
        Refused: somebody else works on it, or nobody does any more.
    """
    task = access.task(read, claim, Action.WORK, key=key)
    offers.check(Offer.WORK, task)
    return owed.of_task(read, task)


def proposed(read: Read, claim: Claim, key: str) -> Draft | None:
    """Return what a person handed in and did not submit yet; None where there is nothing.

    Raises:
        Refused: as `workable`.
    """
    mine = workable(read, claim, key)
    return load_draft(read, claim.team, mine.task.id, mine.version)


def propose(tx: Tx, claim: Claim, key: str, handed: Draft, dedup: str | None = None) -> Task:
    """Keep what a person hands in as the version that they make, in the place of what they handed in before, and
    promise a look of the checks.

    Raises:
        Refused: as `workable`.
        Duplicate: Slack sent this before.
    """
    task = workable(tx, claim, key).task
    tx.once(claim.team, dedup, key)
    row = live_attempt(tx, task)
    _drop(tx, task, row.draft_version)
    made_by = f"handed in by {people.ensure(tx, claim.team, claim.user).mention}"
    save_draft(tx, task, replace(handed, version=row.draft_version, base=row.base, made_by=made_by), None)
    tx.note(claim.team, claim.user, Happening.PROPOSE, task.name, became=f"v{row.draft_version}")
    tx.promise(claim.team, JobKind.CHECK, f"{task.id}:{row.draft_version}:{micros(tx.now)}")
    _redraw_handed(tx, task, row.draft_version)
    owed.redraw(tx, claim.team, claim.user, [task.id])
    return task


def live_attempt(read: Read, task: Task) -> Any:
    """Return the row of what a colleague works on.

    Raises:
        Stale: nobody works on it any more.
    """
    live = (
        attempt.c.team == task.team,
        attempt.c.task_id == task.id,
        attempt.c.state.in_((AttemptState.THEIRS, AttemptState.ASKING)),
    )
    row = read.conn.execute(sa.select(attempt).where(*live).order_by(attempt.c.id.desc()).limit(1)).first()
    if row is None:
        raise Stale(f"{task.name} has changed meanwhile.")
    return row


def _drop(tx: Tx, task: Task, version: int) -> None:
    """Delete what was handed in as a version and never submitted."""
    mine = draft.c.team == task.team, draft.c.task_id == task.id, draft.c.version == version
    for draft_id in tx.conn.execute(sa.select(draft.c.id).where(*mine)).scalars().all():
        for part in (check, attachment):
            tx.conn.execute(sa.delete(part).where(part.c.team == task.team, part.c.draft_id == draft_id))
    tx.conn.execute(sa.delete(draft).where(*mine))


def to_check(read: Read, team: str, key: str) -> tuple[Assignment, Draft] | None:
    """Return what was handed in, with its task, to be checked; None where that is of no use any more.

    Args:
        key: of the job: the task's id, the version, and when it was handed in.
    """
    row = _row(read, team, key)
    if row is None:
        return None
    task = get_task(read, team, row.task_id)
    handed = load_draft(read, team, task.id, row.version, files=True)
    if handed is None or handed.checks or not task.brief.worker.is_person or not _is_made(read, task, row.version):
        return None
    live = live_attempt(read, task)
    assignment = Assignment(
        attempt=live.id,
        generation=live.generation,
        task=task,
        version=row.version,
        previous=load_draft(read, team, task.id, row.base) if row.base else None,
        points=tuple(live.points),
        note=live.note,
    )
    return assignment, handed


def _row(read: Read, team: str, key: str) -> Any:
    task_id, version, at = (int(part) for part in key.split(":"))
    mine = draft.c.team == team, draft.c.task_id == task_id, draft.c.version == version
    return read.conn.execute(sa.select(draft).where(*mine, draft.c.made_at == instant(at))).first()


def _is_made(read: Read, task: Task, version: int) -> bool:
    """Whether a colleague works on this very version."""
    return offers.can(Offer.WORK, task) and live_attempt(read, task).draft_version == version


def checked(tx: Tx, team: str, key: str, seen: Draft) -> None:
    """Keep what the checks found. With nothing against it, it goes on by itself; else its worker alone is told."""
    if to_check(tx, team, key) is None:
        return
    row = _row(tx, team, key)
    mine = draft.c.team == team, draft.c.id == row.id
    tx.conn.execute(sa.update(draft).where(*mine).values(look_first=seen.look_first, remarks=list(seen.remarks)))
    rows = [
        {"team": team, "draft_id": row.id, "criterion": c.criterion, "finding": c.finding, "must": c.must}
        | {"evidence": c.evidence}
        for c in seen.checks
    ]
    if rows:
        tx.conn.execute(sa.insert(check), rows)
    task = get_task(tx, team, row.task_id)
    if not seen.found(*OPEN):
        _submit(tx, task, row.version)
    if not _redraw_handed(tx, task, row.version):
        put_post(tx, team, PostKind.HANDED, f"{task.id}:{row.version}", owner=task.brief.worker.name)
    owed.redraw(tx, team, task.brief.worker.name, [task.id])


def submit_anyway(tx: Tx, claim: Claim, key: str, version: int, dedup: str | None = None) -> Task:
    """Submit what was handed in, whatever the checks found.

    Raises:
        Refused: as `workable`.
        Stale: something else was handed in meanwhile.
        Duplicate: Slack sent this before.
    """
    mine = workable(tx, claim, key)
    if mine.version != version or load_draft(tx, claim.team, mine.task.id, version) is None:
        raise Stale(f"{mine.task.name} has changed meanwhile: hand it in once more.")
    tx.once(claim.team, dedup, key)
    _submit(tx, mine.task, version)
    _redraw_handed(tx, mine.task, version)
    owed.redraw(tx, claim.team, claim.user, [mine.task.id])
    return get_task(tx, claim.team, mine.task.id)


def _submit(tx: Tx, task: Task, version: int) -> None:
    user = task.brief.worker.name
    row = live_attempt(tx, task)
    ended = attempt.c.team == task.team, attempt.c.id == row.id
    tx.conn.execute(sa.update(attempt).where(*ended).values(state=AttemptState.DONE, ended_at=tx.now))
    close_items(tx, task, f"<@{user}> handed it in meanwhile.", user)
    ready(tx, task, (version,), last=None, lost=(), event=Event.SUBMIT)


def _redraw_handed(tx: Tx, task: Task, version: int) -> bool:
    """Promise an update of the message about a version that was handed in; return whether there is one."""
    subject = post.c.subject == f"{task.id}:{version}"
    shown = post.c.team == task.team, post.c.surface == PostKind.HANDED, subject
    posts = tx.conn.execute(sa.select(post.c.id).where(*shown)).scalars().all()
    for post_id in posts:
        tx.promise(task.team, JobKind.REDRAW, post_id, once=True)
    return bool(posts)


def handed(read: Read, team: str, subject: str) -> Handed | None:
    """Return what a colleague handed in, as they read of it; None where it is not kept any more.

    Args:
        subject: of the message: the task's id and the version.
    """
    task_id, version = (int(part) for part in subject.split(":"))
    task, the_draft = find_task(read, team, id=task_id), load_draft(read, team, task_id, version)
    if task is None or the_draft is None:
        return None
    reviewer = people.look_up(read, team, task.reviewer)
    worker = people.look_up(read, team, task.brief.worker.name)
    there = comes_at_once(read, reviewer, task)
    return Handed(
        task=task,
        draft=the_draft,
        submitted=task.draft_version >= version,
        checking=not the_draft.checks,
        sees_at=None if there else people.next_time(read, reviewer),
        zone=worker.zone or read.terms.zone,
    )
