"""A sitting is planned and begun."""

from dataclasses import replace

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.shelf import choosing, seat, shelves
from storage.ledger.sittings.going import follow
from storage.ledger.sittings.sitting_rows import write_sitting
from storage.rules import planning
from storage.rules.authority import Action, Claim
from storage.rules.values.sitting import Course, Planned
from storage.tables import sitting


def plan(read: Read, claim: Claim) -> tuple[Planned, ...]:
    """Return what a sitting of a person would hold, by the order of collections; nothing is begun.

    Raises:
        Refused: they are no full member.
    """
    person = access.member(read, claim, Action.LOOK)
    order = choosing.choose(read, replace(shelves.of_person(person, rest=True), posted=True, window=True)).order
    return planning.plan(order, person.most)


def begin(tx: Tx, claim: Claim, planned: tuple[Planned, ...]) -> tuple[Course, str] | None:
    """Begin a sitting, which ends the one before; return it with the window of that one, and None where nothing waits.

    Args:
        planned: what was chosen beside the writer.

    Raises:
        Refused: they are no full member.
    """
    person = access.person(tx, claim, Action.LOOK)
    before = seat.live(tx, claim.team, claim.user)
    if before is not None:
        write_sitting(tx, claim, replace(before, ended_at=tx.now))
    if not planned:
        return None
    row = {
        "team": claim.team,
        "user": claim.user,
        "plan": seat.written(planned),
        "past": [],
        "most": person.most,
        "expected": sum(one.minutes for one in planned),
        "began_at": tx.now,
        "shown_at": tx.now,
    }
    made = tx.conn.execute(sa.insert(sitting).values(row).returning(sitting)).one()
    course = follow(tx, claim, made.id)
    return (course, before.view if before else "") if course.present else None
