"""The files of a draft from their rows."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement
from storage.rules.values.draft import File
from storage.tables import attachment, blob, draft


@Statement
def _files(team: str, draft_id: int) -> sa.Select[Any]:
    content = sa.and_(blob.c.team == attachment.c.team, blob.c.sha256 == attachment.c.sha256)
    query = sa.select(attachment.c.name, attachment.c.media_type, blob.c.data).join_from(attachment, blob, content)
    return query.where(attachment.c.team == team, attachment.c.draft_id == draft_id).order_by(attachment.c.id)


def load_files(read: Read, team: str, draft_id: int) -> tuple[File, ...]:
    """Return the files of a draft with their content, in order."""
    return tuple(File(r.name, r.media_type, r.data) for r in _files.all(read.conn, team, draft_id))


def names_of_files(read: Read, team: str, task_id: int, version: int) -> tuple[str, ...]:
    """Return the names of the files of a version, in order."""
    of_version = draft.c.team == team, draft.c.task_id == task_id, draft.c.version == version
    made = sa.select(draft.c.id).where(*of_version)
    mine = attachment.c.team == team, attachment.c.draft_id.in_(made)
    return tuple(read.conn.execute(sa.select(attachment.c.name).where(*mine).order_by(attachment.c.id)).scalars())
