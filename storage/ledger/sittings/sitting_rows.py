"""A sitting as its row keeps it."""

from dataclasses import replace

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.shelf import seat
from storage.rules.authority import UNKNOWN, Action, Claim
from storage.rules.refusal import Reason, Refused
from storage.rules.values.sitting import Course
from storage.tables import sitting


def shown_in(tx: Tx, claim: Claim, sitting_id: int, view: str) -> None:
    """Keep in which window a sitting is shown."""
    write_sitting(tx, claim, replace(own_sitting(tx, claim, sitting_id), view=view))


def is_last(read: Read, claim: Claim, course: Course) -> bool:
    """Tell whether no other sitting of the person began after this one."""
    mine = sitting.c.team == claim.team, sitting.c.user == claim.user
    return read.conn.execute(sa.select(sa.func.max(sitting.c.id)).where(*mine)).scalar() == course.id


def own_sitting(read: Read, claim: Claim, sitting_id: int) -> Course:
    """Return a sitting of a person's own.

    Raises:
        Refused: there is none, or it is somebody else's.
    """
    access.check(read, claim, Action.LOOK)
    mine = sitting.c.team == claim.team, sitting.c.user == claim.user, sitting.c.id == sitting_id
    row = read.conn.execute(sa.select(sitting).where(*mine)).first()
    if row is None:
        raise Refused(UNKNOWN, Reason.UNKNOWN)
    return seat.course_of(row)


def write_sitting(tx: Tx, claim: Claim, course: Course) -> None:
    """Keep a sitting as it is now."""
    values = {"plan": seat.written(course.plan), "past": seat.written(course.past), "view": course.view}
    times = {"shown_at": course.shown_at, "ended_at": course.ended_at}
    mine = sitting.c.team == claim.team, sitting.c.user == claim.user, sitting.c.id == course.id
    tx.conn.execute(sa.update(sitting).where(*mine).values(**values, **times))
