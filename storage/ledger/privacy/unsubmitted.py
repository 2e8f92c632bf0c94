"""What colleagues handed in and never submitted: it is theirs, and nobody else reads it."""

from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.privacy.versions import drop_drafts
from storage.ledger.rows.submitted import never_submitted
from storage.rules.handed_in import makers_of
from storage.tables import attachment, check, draft


def of_others(read: Read, team: str, user: str, table: sa.Table) -> sa.ColumnElement[bool] | None:
    """Return the SQL condition for the rows of a table that belong to what others never submitted; None where none
    can."""
    theirs = _drafts(team).where(draft.c.made_by.not_in(_made_by(read, team, user)))
    if table is draft:
        return draft.c.id.in_(theirs)
    return table.c.draft_id.in_(theirs) if table in (check, attachment) else None


def erase_unsubmitted(tx: Tx, team: str, user: str) -> None:
    """Erase what a person handed in and never submitted, for whosever task."""
    own = _drafts(team).where(draft.c.made_by.in_(_made_by(tx, team, user)))
    drop_drafts(tx, team, [row.id for row in tx.conn.execute(own)])


def _drafts(team: str) -> sa.Select[Any]:
    return sa.select(draft.c.id).where(*never_submitted(team))


def _made_by(read: Read, team: str, user: str) -> tuple[str, str]:
    return makers_of(user, people.look_up(read, team, user).mention)
