"""The files of a draft from their rows."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.values.draft import File
from storage.tables import attachment, blob


def load_files(read: Read, team: str, draft_id: int) -> tuple[File, ...]:
    """Return the files of a draft with their content, in order."""
    rows = read.conn.execute(
        sa.select(attachment.c.name, attachment.c.media_type, blob.c.data)
        .join_from(attachment, blob, sa.and_(blob.c.team == attachment.c.team, blob.c.sha256 == attachment.c.sha256))
        .where(attachment.c.team == team, attachment.c.draft_id == draft_id)
        .order_by(attachment.c.id)
    )
    return tuple(File(r.name, r.media_type, r.data) for r in rows)
