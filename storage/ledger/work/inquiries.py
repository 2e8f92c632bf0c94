"""An inquiry as it is kept, and its answer."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.keeping import kept
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.finding_tasks import get_task
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.pages.inquiries import Inquiry
from storage.rules.posts import PostKind
from storage.rules.words import clean
from storage.tables import post

LONGEST = 2000  # characters of an inquiry, and of its answer


def find_inquiry(read: Read, team: str, key: str) -> Inquiry | None:
    """Return an inquiry with its draft; None when it is not kept any more."""
    held = kept(read, team, key)
    draft = load_draft(read, team, held["task"], held["version"]) if held else None
    if held is None or draft is None:
        return None
    answer: dict[str, Any] = kept(read, team, _answer(key)) or {}
    return Inquiry(
        task=get_task(read, team, held["task"]),
        draft=draft,
        text=str(held["text"]),
        answer=str(answer.get("text") or ""),
    )


def answer(tx: Tx, team: str, key: str, text: str) -> None:
    """Keep the answer to an inquiry, and have the message that waits for it drawn.

    Raises:
        Duplicate: it was answered before.
    """
    inquiry = find_inquiry(tx, team, key)
    if inquiry is None:
        return
    tx.once(team, _answer(key), kept={"text": clean(text)[:LONGEST]})
    tx.note(team, inquiry.task.brief.worker.name, Happening.EXPLAINED, inquiry.task.name, why=clean(text)[:300])
    query = sa.select(post.c.id).where(post.c.team == team, post.c.surface == PostKind.QUESTION, post.c.subject == key)
    for post_id in tx.conn.execute(query).scalars():
        tx.promise(team, JobKind.REDRAW, post_id, once=True)


def _answer(key: str) -> str:
    return f"{key}:answer"
