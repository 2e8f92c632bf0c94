"""Drafts that are kept go on their reviewer's shelf."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.redraws import redraw_decided
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.by_itself import goes_on
from storage.ledger.work.delivered_before import delivered_before
from storage.ledger.work.state import change_state
from storage.prepared import Statement
from storage.rules import effort
from storage.rules.draft_needs import of_drafts
from storage.rules.lifecycle import Event
from storage.rules.own_words import count_words
from storage.rules.values.ask import Kind
from storage.rules.values.check import Finding
from storage.rules.values.draft import Draft
from storage.rules.values.need import Need
from storage.rules.values.task import Task
from storage.tables import task


@Statement
def _ready(team: str, task_id: int, draft_version: int) -> sa.Executable:
    mine = task.c.team == team, task.c.id == task_id
    return sa.update(task).where(*mine).values(progress=None, draft_version=draft_version)


def put_on_shelf(
    tx: Tx,
    target: Task,
    versions: tuple[int, ...],
    last: Draft | None,
    lost: Sequence[str],
    event: Event = Event.HAND_IN,
) -> str:
    """Put drafts that are kept on their reviewer's shelf, and return the new item's key.

    Args:
        last: the last of them, where it is at hand.
        lost: why others did not work that were made beside them.
    """
    _ready.run(tx.conn, target.team, target.id, versions[-1])
    change_state(tx, target, event, target.brief.worker.name, " ".join(f"v{v}" for v in versions))
    unread = [v for v in versions if last is None or v != last.version]
    others = (load_draft(tx, target.team, target.id, v, files=True) for v in unread)
    drafts = [d for d in (last, *others) if d is not None]
    redraw_decided(tx, target)
    if not lost and (key := goes_on(tx, target, drafts)) is not None:
        return key
    less = f"{len(lost)} of {len(lost) + len(versions)} versions did not work: {lost[0]}" if lost else ""
    before = delivered_before(tx, target, versions) if target.draft_version else ""
    complete = of_drafts(drafts, less).need is Need.OPEN_FIRST
    words = sum(count_words(d.body) if complete else _changed(tx, target, d) for d in drafts)
    words += sum(_patch(d) for d in drafts)
    doubts = sum(len(d.found(Finding.NOT_MET, Finding.IN_DOUBT)) for d in drafts)
    several = versions if len(versions) > 1 else ()
    return shelve(
        tx,
        get_task(tx, target.team, target.id),
        Shelved(kind=Kind.DRAFT, words=words, doubts=doubts, problem=less or before, versions=several),
    )


def _changed(read: Read, task: Task, draft: Draft) -> int:
    """Return how many words of a draft its reviewer has not read before."""
    base = load_draft(read, task.team, task.id, draft.base) if draft.base else None
    return effort.changed_words(base.body, draft.body) if base else count_words(draft.body)


def _patch(draft: Draft) -> int:
    """Return how many words of text would take as long to read as a draft's patch; 0 where it has none."""
    patches = [file.data for file in draft.files if file.media_type == "text/x-diff"] if draft.change else []
    return sum(effort.patch_words(data.decode("utf-8", "replace")) for data in patches)
