"""The message about what a colleague handed in."""

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.finding_tasks import find_task
from storage.ledger.shelf import owed, standing_in
from storage.ledger.shelf.expecting import comes_at_once
from storage.rules.jobs import JobKind
from storage.rules.pages.owed import Handed
from storage.rules.posts import PostKind
from storage.rules.values.task import Task
from storage.tables import post


def redraw_handed(tx: Tx, task: Task, version: int) -> bool:
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
    reviewer = standing_in.seer(read, task)
    worker = people.look_up(read, team, task.brief.worker.name)
    submitted = task.draft_version >= version
    there = comes_at_once(read, reviewer, task)
    return Handed(
        task=task,
        draft=the_draft,
        submitted=submitted,
        checking=not the_draft.checks,
        seer=reviewer.user,
        is_here=reviewer.actor.outside is None,
        sees_at=None if there else people.next_time(read, reviewer),
        zone=worker.zone or read.terms.zone,
        overtaken=not submitted and owed.of_task(read, task).version != version,
    )
