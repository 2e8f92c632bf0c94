"""The files of a person's tasks, as they are given out."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.privacy.exporting import tasks_of
from storage.ledger.privacy.hanging import of_tasks
from storage.ledger.privacy.unsubmitted import of_others
from storage.ledger.rows.finding_tasks import get_task
from storage.tables import attachment, blob, draft


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file of a draft: `T-12 v1 memo.md` is its name."""

    name: str
    data: bytes


def file_ids(read: Read, team: str, user: str) -> Sequence[int]:
    """Return the files of the drafts of a person's tasks; without what others handed in and never submitted."""
    of_task, private = of_tasks(attachment, tasks_of(team, user)), of_others(read, team, user, attachment)
    assert of_task is not None and private is not None
    shown = attachment.c.team == team, of_task, sa.not_(private)
    query = sa.select(attachment.c.id).where(*shown).order_by(attachment.c.id)
    return read.conn.execute(query).scalars().all()


def read_file(read: Read, team: str, attachment_id: int) -> KeptFile:
    """Return a file with its content."""
    row = read.conn.execute(
        sa.select(draft.c.task_id, draft.c.version, attachment.c.name, blob.c.data)
        .join_from(attachment, draft, draft.c.id == attachment.c.draft_id)
        .join(blob, sa.and_(blob.c.team == attachment.c.team, blob.c.sha256 == attachment.c.sha256))
        .where(attachment.c.team == team, attachment.c.id == attachment_id)
    ).one()
    return KeptFile(name=f"{get_task(read, team, row.task_id).name} v{row.version} {row.name}", data=row.data)
