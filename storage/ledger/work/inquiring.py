"""Inquiries: what a person asks the agent of a draft. They change nothing; the answer is kept and shown once."""

from typing import Any

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.keeping import hold, kept
from storage.ledger.messages.posting import put_post
from storage.ledger.rows import get_task, load_draft
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.pages.inquiries import Inquiry
from storage.rules.posts import PostKind
from storage.rules.refusal import Refused
from storage.rules.values.place import Place
from storage.rules.values.task import Task
from storage.rules.words import clean
from storage.tables import post

LONGEST = 2000  # characters of an inquiry, and of its answer


def inquire(tx: Tx, claim: Claim, key: str, text: str, place: Place, dedup: str | None = None) -> Task:
    """Promise that an agent looks at a question about a draft, and the message that will hold the answer.

    Args:
        place: where the answer stands; an empty channel for the person's direct messages.

    Raises:
        Refused: not theirs, or there is no draft that could answer.
        Duplicate: Slack sent this before.
    """
    task = access.task(tx, claim, Action.READ, key=key)
    if not task.draft_version:
        raise Refused(f"{task.name} has no draft yet that could answer. /sluice {task.name} shows where it stands.")
    if task.brief.worker.is_person:
        raise Refused(f"{task.brief.worker} made this: ask them, or send it back with Revise and your question.")
    tx.once(claim.team, dedup, key)
    said = clean(text)[:LONGEST]
    inquiry = {"task": task.id, "version": task.draft_version, "text": said, "user": claim.user}
    held = hold(tx, claim.team, inquiry)
    put_post(tx, claim.team, PostKind.QUESTION, held, channel=place.channel, thread=place.ts or "", owner=claim.user)
    tx.promise(claim.team, JobKind.QUESTION, held, priority=-5)
    tx.note(claim.team, claim.user, Happening.WONDERED, task.name, why=said[:300])
    return task


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
