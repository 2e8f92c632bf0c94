"""Erases tasks with all that hangs on them: drafts, checks, files, attempts, items, decisions, deliveries, words."""

from collections.abc import Collection

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.privacy.erasing_posts import erase_posts_of_task, ids_of
from storage.ledger.privacy.hanging import of_tasks
from storage.ledger.privacy.withdrawing import withdraw
from storage.rules.jobs import JobKind
from storage.tables import attachment, attempt, blob, collected, collection, decision, draft, item, metadata, task


def erase_task(tx: Tx, team: str, task_id: int) -> None:
    """Erase a task and all that hangs on it, and promise that what agents keep of it outside of the ledger goes, too.

    Of the newest task of a SQLite ledger an empty row stays: its number must not be given again while anything may
    still lie under it.
    """
    tx.promise(team, JobKind.FORGET, task_id, once=True)
    withdraw(tx, team, "task", [task_id])
    withdraw(tx, team, "attempt", ids_of(tx, attempt, team, attempt.c.task_id == task_id))
    items = ids_of(tx, item, team, item.c.task_id == task_id)
    withdraw(tx, team, "decision", ids_of(tx, decision, team, decision.c.item_id.in_(items)))
    erase_posts_of_task(tx, team, task_id, items)
    _bring_fewer(tx, team, items)
    drafts = sa.select(draft.c.id).where(draft.c.team == team, draft.c.task_id == task_id)
    files = attachment.c.team == team, attachment.c.draft_id.in_(drafts)
    hashes = set(tx.conn.execute(sa.select(attachment.c.sha256).where(*files)).scalars())
    for table in reversed(metadata.sorted_tables):
        if table is not task and (of_task := of_tasks(table, [task_id])) is not None:
            tx.conn.execute(sa.delete(table).where(table.c.team == team, of_task))
    erase_unused(tx, team, hashes)
    _erase_row(tx, team, task_id)


def _bring_fewer(tx: Tx, team: str, items: Collection[int]) -> None:
    """Let collections be said to bring as many fewer as are erased of them."""
    count = sa.func.count().label("gone")
    shown = sa.select(collected.c.collection_id, count).where(collected.c.team == team, collected.c.item_id.in_(items))
    for row in tx.conn.execute(shown.group_by(collected.c.collection_id)).all():
        mine = collection.c.team == team, collection.c.id == row.collection_id
        tx.conn.execute(sa.update(collection).where(*mine).values(wanted=collection.c.wanted - row.gone))


def erase_unused(tx: Tx, team: str, hashes: Collection[str]) -> None:
    """Erase the content of files that no draft has any more, among these."""
    used = attachment.c.team == team, attachment.c.sha256.in_(hashes)
    unused = set(hashes) - set(tx.conn.execute(sa.select(attachment.c.sha256).where(*used)).scalars())
    if unused:
        tx.conn.execute(sa.delete(blob).where(blob.c.team == team, blob.c.sha256.in_(unused)))


def _erase_row(tx: Tx, team: str, task_id: int) -> None:
    mine = task.c.team == team, task.c.id == task_id
    newest = tx.conn.execute(sa.select(sa.func.max(task.c.id))).scalar()
    if newest != task_id or tx.conn.dialect.name != "sqlite":
        tx.conn.execute(sa.delete(task).where(*mine))
        return
    empty: dict[str, list[str]] = {"criteria": [], "to": [], "sources": []}
    values = dict.fromkeys(
        ("title", "goal", "assigner", "reviewer", "channel", "thread", "shown_in", "why_waiting"), ""
    )
    tx.conn.execute(sa.update(task).where(*mine).values(**values, brief=empty, progress=None, stream_id=None))
