"""Whether what a colleague handed in was submitted, too: the attempt that made it is done."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.handed_in import HANDED_IN
from storage.rules.values.attempt import AttemptState
from storage.tables import attempt, draft


def is_submitted(read: Read, team: str, task_id: int, version: int) -> bool:
    """Tell whether a version that a colleague handed in went on to its reviewer."""
    made = attempt.c.team == team, attempt.c.task_id == task_id, attempt.c.draft_version == version
    done = sa.select(attempt.c.id).where(*made, attempt.c.state == AttemptState.DONE)
    return read.conn.execute(done.limit(1)).first() is not None


def never_submitted(team: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the SQL conditions of the drafts that a colleague handed in and that went to nobody, whatever became of
    the task since."""
    made = attempt.c.team == team, attempt.c.task_id == draft.c.task_id, attempt.c.draft_version == draft.c.version
    done = sa.exists().where(*made, attempt.c.state == AttemptState.DONE)
    handed_in = draft.c.team == team, draft.c.edited_by == "", draft.c.made_by.startswith(HANDED_IN)
    return *handed_in, sa.exists().where(*made), ~done
