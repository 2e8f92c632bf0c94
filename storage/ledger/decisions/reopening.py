"""A closed task is opened again, to be decided once more."""

from dataclasses import replace

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.ledger.decisions import undelivered
from storage.ledger.messages.redraws import redraw, redraw_decided
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.finding_items import find_item
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf import habits, owed
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work import leaving
from storage.ledger.work.closing import close_items
from storage.ledger.work.delivered_before import delivered_before
from storage.ledger.work.state import change_state
from storage.ledger.work.steps import promise_advance
from storage.ledger.work.stopping import stop_work
from storage.rules.authority import Action, Claim
from storage.rules.jobs import JobKind
from storage.rules.lifecycle import CLOSED, Event
from storage.rules.offers import Offer, check
from storage.rules.own_words import count_words
from storage.rules.values.ask import Kind
from storage.rules.values.check import Finding
from storage.rules.values.item import Item
from storage.rules.values.task import State, Task
from storage.tables import item


def reopen(tx: Tx, claim: Claim, task_key: str, dedup: str | None = None) -> Item:
    """Reopen a closed task, or one whose next version did not work, and return its last draft's item to decide again;
    what was delivered is not taken back.

    Raises:
        Refused: it is not theirs, or there is no draft to go back to.
        Duplicate: Slack sent this before.
    """
    task = access.task(tx, claim, Action.REOPEN, key=task_key)
    check(Offer.REOPEN, task)
    tx.once(claim.team, dedup, task_key)
    if task.state is State.FAILED:
        stop_work(tx, task)
        close_items(tx, task, f"<@{claim.user}> went back to v{task.draft_version} meanwhile.", claim.user)
    change_state(tx, task, Event.REOPEN, claim.user)
    tx.jobs.cancel(tx.conn, task.team, JobKind.FORGET, str(task.id))
    promise_advance(tx, task)
    redraw_decided(tx, task)
    if task.brief.worker.is_person:
        owed.redraw(tx, task.team, task.brief.worker.name, [task.id])
    close_questions(tx, task)
    undelivered.give_up(tx, task, claim.user)
    if task.state in CLOSED:
        habits.end(tx, task, f"{task.name} was opened again")
    draft = load_draft(tx, task.team, task.id, task.draft_version)
    words = count_words(draft.body) if draft else 0
    doubts = len(draft.found(Finding.NOT_MET, Finding.IN_DOUBT)) if draft else 0
    drafts = item.c.team == task.team, item.c.task_id == task.id, item.c.kind == Kind.DRAFT
    versions = tx.conn.execute(sa.select(item.c.versions).where(*drafts).order_by(item.c.id.desc())).scalar()
    for user in sorted({task.reviewer, task.assigner}):  # who left had nothing here while it was closed
        leaving.hand_over_outsider(tx, task.team, user)
    aside = delivered_before(tx, task, tuple(versions or ()) or (task.draft_version,))
    asked = Shelved(kind=Kind.DRAFT, words=words, doubts=doubts, versions=tuple(versions or ()), asked=True)
    key = shelve(tx, get_task(tx, task.team, task.id), replace(asked, problem=aside))
    target = find_item(tx, claim.team, key)
    assert target is not None
    return target


def close_questions(tx: Tx, reopened: Task) -> None:
    """Take back the questions whether a task that was opened again is still right."""
    mine = item.c.team == reopened.team, item.c.task_id == reopened.id, item.c.kind == str(Kind.STILL_RIGHT)
    closed = sa.update(item).where(*mine, item.c.closed_at.is_(None)).values(closed_at=tx.now)
    for item_id in tx.conn.execute(closed.returning(item.c.id)).scalars().all():
        redraw(tx, reopened.team, item_id)
