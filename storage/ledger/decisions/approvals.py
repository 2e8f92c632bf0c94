"""What a decision approved, and the word of where that went besides Slack."""

from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.posting import put_post
from storage.ledger.rows.decision_rows import decision_of
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.finding_tasks import get_task
from storage.rules.delivery import targets
from storage.rules.happenings import Happening
from storage.rules.posts import PostKind
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task
from storage.tables import decision, item


@dataclass(frozen=True, slots=True)
class Approved:
    """The task and the draft that a decision approved.

    Attributes:
        draft: with its files.
        sha256: of the patch that the reviewer saw; empty where there was none.
    """

    task: Task
    draft: Draft
    sha256: str


def approved(read: Read, team: str, decision_id: int) -> Approved | None:
    """Return what a decision approved; None when it is no approval, or was undone."""
    task = decided(read, team, decision_id)
    if task is None or task[1].verdict is not Verdict.APPROVE or task[1].undone_at is not None:
        return None
    draft = load_draft(read, team, task[0].id, task[1].draft_version, files=True)
    return Approved(task[0], draft, task[1].change) if draft else None


def published(tx: Tx, team: str, decision_id: int, task: Task, text: str) -> None:
    """Promise one message that tells where an approved draft went besides Slack."""
    key = f"published:{decision_id}"
    tx.once(team, key, kept={"text": text, "plain": True})
    tx.note(team, task.brief.worker.name, Happening.PUBLISH, task.name, why=text[:300])
    to = targets(task)[0]
    put_post(tx, team, PostKind.LINE, key, channel=to.channel, thread=to.ts or "", owner=task.assigner)


def decided(read: Read, team: str, decision_id: int) -> tuple[Task, Decision] | None:
    """Return a decision and its task, for the person who assigned it; None when there is none."""
    row = read.conn.execute(
        sa.select(decision, item.c.task_id)
        .join_from(decision, item, sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team))
        .where(decision.c.team == team, decision.c.id == decision_id)
    ).first()
    return (get_task(read, team, row.task_id), decision_of(row)) if row else None
